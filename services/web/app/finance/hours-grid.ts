/** Sales by weekday and hour as a grid: a row for each hour between the first sale and the last, seven days each. */
import type { SalesByHour } from '@balcao/contracts/api/sales-by-hour.ts';

export interface HourCell {
  saleCount: number;
  totalMinor: number;
  /** Its share of the best cell, 0 to 1. */
  heat: number;
}

export interface HourRow {
  hour: number;
  /** Monday first. */
  days: HourCell[];
}

export const weekdays = [1, 2, 3, 4, 5, 6, 7] as const;

export function hoursGrid(items: SalesByHour['items']): HourRow[] {
  if (items.length === 0) return [];
  const hours = items.map(({ hour }) => hour);
  const first = Math.min(...hours);
  const best = Math.max(...items.map(({ totalMinor }) => totalMinor));
  return Array.from({ length: Math.max(...hours) - first + 1 }, (_none, index) => ({
    hour: first + index,
    days: weekdays.map((weekday) => {
      const found = items.find((item) => item.hour === first + index && item.weekday === weekday);
      const { saleCount, totalMinor } = found ?? { saleCount: 0, totalMinor: 0 };
      return { saleCount, totalMinor, heat: best === 0 ? 0 : totalMinor / best };
    }),
  }));
}
