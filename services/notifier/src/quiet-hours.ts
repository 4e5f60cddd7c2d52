/** Quiet hours on the shop's clock, and how long what comes in them has to wait. */
import type { ShopTime } from '@balcao/contracts/shop-clock.ts';

export interface QuietHours {
  /** `HH:MM`, belonging to them. */
  from: string;
  /** `HH:MM`, when they are over; before `from` when they last over midnight. */
  to: string;
}

const dayMinutes = 1_440;
const minuteMs = 60_000;
/** By how much a clock is put forwards or back at most. */
const longestShift = 120;

/** When it is not quiet any more: `at` itself outside of quiet hours. Right in the nights too in which the clock is changed. */
export function endOfQuiet(at: Date, hours: QuietHours, timeOf: (at: Date) => ShopTime): Date {
  let end = at;
  for (;;) {
    const left = quietMinutesLeft(timeOf(end).time, hours);
    if (left === 0) return end === at ? at : withoutShift(end, hours, timeOf);
    // A clock that was put back meanwhile shows a quiet time again.
    end = new Date(Math.floor(end.getTime() / minuteMs) * minuteMs + left * minuteMs);
  }
}

/** A clock that was put forwards meanwhile shows a later time than that of the end. */
function withoutShift(end: Date, { to }: QuietHours, timeOf: (at: Date) => ShopTime): Date {
  const late = minutesBetween(to, timeOf(end).time);
  if (late === 0 || late > longestShift) return end;
  const earlier = new Date(end.getTime() - late * minuteMs);
  return timeOf(earlier).time === to ? earlier : end;
}

/** Minutes from `time` (`HH:MM`) until the quiet hours are over; 0 outside of them. */
function quietMinutesLeft(time: string, { from, to }: QuietHours): number {
  const sinceFrom = minutesBetween(from, time);
  const length = minutesBetween(from, to);
  return sinceFrom < length ? length - sinceFrom : 0;
}

/** Forwards around the clock: 0 to 1,439. */
function minutesBetween(from: string, to: string): number {
  return (minuteOf(to) - minuteOf(from) + dayMinutes) % dayMinutes;
}

function minuteOf(time: string): number {
  const [hours, minutes] = time.split(':').map(Number);
  return (hours ?? 0) * 60 + (minutes ?? 0);
}
