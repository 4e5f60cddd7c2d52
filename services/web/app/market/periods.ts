/** How far back a chart looks, and in which steps: raw where it is short, days where it is long. */
import type { Interval } from '@balcao/contracts/api/market.ts';

const dayMs = 86_400_000;

export const periods = {
  day: { days: 1, interval: 'raw', windowSeconds: 3_600 },
  week: { days: 7, interval: '1h', windowSeconds: 86_400 },
  month: { days: 30, interval: '1h', windowSeconds: 86_400 },
  quarter: { days: 91, interval: '1d', windowSeconds: 7 * 86_400 },
  year: { days: 365, interval: '1d', windowSeconds: 30 * 86_400 },
} as const satisfies Record<string, { days: number; interval: Interval; windowSeconds: number }>;

export type Period = keyof typeof periods;

export const isPeriod = (text: string): text is Period => Object.hasOwn(periods, text);

/** The query of a series over a period that ends now; to the minute, so that it can be kept. */
export function seriesQuery(period: Period, now: number) {
  const { days, interval, windowSeconds } = periods[period];
  const to = Math.ceil(now / 60_000) * 60_000;
  const from = new Date(to - days * dayMs).toISOString();
  return { from, to: new Date(to).toISOString(), interval, windowSeconds, limit: 200 };
}
