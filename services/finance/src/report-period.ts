/** The period before a period, for comparison. */
import type { ReportPeriod } from '@balcao/contracts/api/finance-reports.ts';
import { addDays, daysBetween } from '@balcao/contracts/dates.ts';

/** Ends the day before, and is as long: so many whole months where it is whole months, else so many days. */
export function periodBefore({ from, to }: ReportPeriod): ReportPeriod {
  const end = addDays(from, -1);
  const isWhole = from.endsWith('-01') && addDays(to, 1).endsWith('-01');
  const months = monthOf(addDays(to, 1)) - monthOf(from);
  return {
    from: isWhole ? firstDay(monthOf(from) - months) : addDays(end, daysBetween(to, from)),
    to: end,
  };
}

/** The calendar months of a period one after the other; the first and the last cut to it. */
export function monthsOf({ from, to }: ReportPeriod): ReportPeriod[] {
  const count = monthOf(to) - monthOf(from) + 1;
  return Array.from({ length: count }, (_none, index) => {
    const month = monthOf(from) + index;
    return {
      from: index === 0 ? from : firstDay(month),
      to: index === count - 1 ? to : addDays(firstDay(month + 1), -1),
    };
  });
}

/** The days of a period, each as a period. */
export function daysOf({ from, to }: ReportPeriod): ReportPeriod[] {
  return Array.from({ length: daysBetween(from, to) + 1 }, (_none, index) => {
    const day = addDays(from, index);
    return { from: day, to: day };
  });
}

/** Months since the year 0. */
function monthOf(date: string): number {
  return Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1;
}

function firstDay(month: number): string {
  const year = String(Math.floor(month / 12)).padStart(4, '0');
  return `${year}-${String((month % 12) + 1).padStart(2, '0')}-01`;
}
