/** When the shop is busy: by weekday and by hour, and which instant a time on its clock is. */
import { weekdayOf } from '@balcao/contracts/shop-clock.ts';
import type { Dice } from './dice.ts';

interface DayShape {
  /** Sales beside those of other days; 1 is an average day. */
  share: number;
  /** Hour → how much of the day falls into it. */
  hours: Readonly<Record<number, number>>;
  /** Registers that are open. */
  registers: number;
}

/** Two peaks: before lunch and after work. */
const fullDay = {
  8: 5,
  9: 12,
  10: 14,
  11: 15,
  12: 7,
  13: 4,
  14: 4,
  15: 5,
  16: 7,
  17: 13,
  18: 14,
};
const morning = { 8: 8, 9: 20, 10: 28, 11: 30, 12: 14 };

const closed: DayShape = { share: 0, hours: {}, registers: 0 };
/** By weekday: 1 is Monday, 7 Sunday. */
const shapes: Readonly<Record<number, DayShape>> = {
  1: closed,
  2: { share: 0.75, hours: fullDay, registers: 2 },
  3: { share: 0.85, hours: fullDay, registers: 2 },
  4: { share: 0.95, hours: fullDay, registers: 2 },
  5: { share: 1.25, hours: fullDay, registers: 3 },
  6: { share: 1.95, hours: { ...fullDay, 9: 15, 10: 18, 11: 20 }, registers: 3 },
  7: { share: 1.1, hours: morning, registers: 3 },
};

export const shapeOf = (date: string): DayShape => shapes[weekdayOf(date)] ?? closed;

/** After pay-day, which is in the first days of the month, people buy more. */
export const monthFactor = (date: string): number => {
  const day = Number(date.slice(8));
  if (day >= 5 && day <= 11) return 1.12;
  return day >= 24 ? 0.93 : 1;
};

/** Seconds after midnight of a sale on such a day. */
export function timeOfSale({ hours }: DayShape, dice: Dice): number {
  const [hour] = dice.weighted(Object.entries(hours), ([, weight]) => weight);
  return Number(hour) * 3600 + dice.whole(0, 3599);
}

/** Tells the instant of a time on the shop's clock, given as seconds after midnight. Build it once. */
export function shopClockReader(timeZone: string): (date: string, seconds: number) => Date {
  const formatter = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const offsetMs = (at: number): number => {
    const parts = new Map(
      formatter.formatToParts(at).map(({ type, value }) => [type, Number(value)]),
    );
    const of = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
    const local = Date.UTC(
      of('year'),
      of('month') - 1,
      of('day'),
      of('hour'),
      of('minute'),
      of('second'),
    );
    return local - at;
  };
  return (date, seconds) => {
    const wall = Date.parse(`${date}T00:00:00Z`) + seconds * 1000;
    // Twice, since the first guess may lie on the other side of a change of the clock.
    const guess = wall - offsetMs(wall);
    return new Date(wall - offsetMs(guess));
  };
}
