/** The periods that people look at, by name, and the days that they are. Business dates; both ends belong to them. */
import { addDays } from '@balcao/contracts/dates.ts';
import { weekdayOf } from '@balcao/contracts/shop-clock.ts';

export interface Period {
  from: string;
  to: string;
}

export const periodNames = [
  'today',
  'yesterday',
  'last7',
  'thisWeek',
  'thisMonth',
  'lastMonth',
  'thisYear',
] as const;
export type PeriodName = (typeof periodNames)[number];

/** What a name means on the day that is `today`. Weeks begin on Monday. */
export function periodOf(name: PeriodName, today: string): Period {
  const firstOfMonth = `${today.slice(0, 7)}-01`;
  const lastOfFormer = addDays(firstOfMonth, -1);
  const periods: Record<PeriodName, Period> = {
    today: { from: today, to: today },
    yesterday: { from: addDays(today, -1), to: addDays(today, -1) },
    last7: { from: addDays(today, -6), to: today },
    thisWeek: { from: addDays(today, 1 - weekdayOf(today)), to: today },
    thisMonth: { from: firstOfMonth, to: today },
    lastMonth: { from: `${lastOfFormer.slice(0, 7)}-01`, to: lastOfFormer },
    thisYear: { from: `${today.slice(0, 4)}-01-01`, to: today },
  };
  return periods[name];
}

/** The first name that means these days; undefined where none does. */
export const nameOf = (period: Period, today: string): PeriodName | undefined =>
  periodNames.find((name) => {
    const { from, to } = periodOf(name, today);
    return from === period.from && to === period.to;
  });
