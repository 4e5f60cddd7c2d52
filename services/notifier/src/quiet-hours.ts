/** Quiet hours on the shop's clock, and how long what comes in them has to wait. */

export interface QuietHours {
  /** `HH:MM`, belonging to them. */
  from: string;
  /** `HH:MM`, when they are over; before `from` when they last over midnight. */
  to: string;
}

const dayMinutes = 1_440;

/** Minutes from `time` (`HH:MM`) until the quiet hours are over; 0 outside of them. */
export function quietMinutesLeft(time: string, { from, to }: QuietHours): number {
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
