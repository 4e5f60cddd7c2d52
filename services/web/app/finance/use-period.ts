/** The period of a report, in the address. */
import { businessDate, daysBetween, isOrderedRange } from '@balcao/contracts/dates.ts';
import { useSearchParams } from 'wouter';
import { type Period, periodOf } from './period.ts';
import { today } from './today.ts';

/** Ten years, as the reports have it. */
const maxDays = 3_653;

/** What is missing in the address, or makes no sense there, is this month until today. */
export function usePeriod(): [Period, (period: Period) => void] {
  const [search, setSearch] = useSearchParams();
  const from = businessDate.safeParse(search.get('from')).data;
  const to = businessDate.safeParse(search.get('to')).data;
  const set = (period: Period) =>
    setSearch((former) => {
      const next = new URLSearchParams(former);
      next.set('from', period.from);
      next.set('to', period.to);
      return next;
    });
  const isGiven = from !== undefined && to !== undefined && isOrderedRange({ from, to });
  const period = isGiven && daysBetween(from, to) < maxDays ? { from, to } : null;
  return [period ?? periodOf('thisMonth', today()), set];
}
