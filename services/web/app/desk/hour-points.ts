/** The points of the chart of a day: every hour from the first sale to the last, of today and of yesterday. */
import type { SalesByHour } from '@balcao/contracts/api/sales-by-hour.ts';

export interface HourPoint {
  label: string;
  /** Centavos of today, null where the hour is still to come, and of yesterday. */
  values: [number | null, number];
}

/** `hourNow` is the hour on the shop's clock. Without any sale there are no points. */
export function hourPoints(
  { today, yesterday }: { today: SalesByHour; yesterday: SalesByHour },
  hourNow: number,
): HourPoint[] {
  const hours = [...today.items, ...yesterday.items].map(({ hour }) => hour);
  if (hours.length === 0) return [];
  const first = Math.min(...hours);
  const count = Math.max(...hours) - first + 1;
  return Array.from({ length: count }, (_none, index) => {
    const hour = first + index;
    const ofToday = amountAt(today, hour);
    return {
      label: `${hour}h`,
      values: [ofToday === 0 && hour > hourNow ? null : ofToday, amountAt(yesterday, hour)],
    };
  });
}

const amountAt = ({ items }: SalesByHour, hour: number): number =>
  items.find((item) => item.hour === hour)?.totalMinor ?? 0;
