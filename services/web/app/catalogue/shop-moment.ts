/** What a person types into a field of date and time, on the shop's clock, as an instant. */
import { shopClock } from '@balcao/contracts/shop-clock.ts';

const minuteMs = 60_000;

/**
 * `2026-11-28T08:00` on the wall of the shop → `2026-11-28T11:00:00.000Z`; null for no such text. Where a clock is put
 * back, the hour that comes twice is the first.
 */
export function instantOfShopTime(text: string, timeZone: string): string | null {
  const guess = Date.parse(`${text}:00Z`);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text) || Number.isNaN(guess)) return null;
  const clock = shopClock(timeZone);
  const shownAt = (ms: number) => {
    const { businessDate, time } = clock(new Date(ms));
    return Date.parse(`${businessDate}T${time}:00Z`);
  };
  // The second step is for a guess that lies on the other side of a change of the clock.
  const first = guess - (shownAt(guess) - guess);
  const instant = first - (shownAt(first) - guess);
  return new Date(Math.round(instant / minuteMs) * minuteMs).toISOString();
}
