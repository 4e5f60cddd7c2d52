/** When the demo's shop closes. */
import { shapeOf } from './calendar.ts';
import type { Dice } from './dice.ts';

type InstantOf = (date: string, seconds: number) => Date;

const hour = 3600;
const noon = 12;

/** When the last customer has gone and the tills are still open. */
export function beforeClosing(date: string, instantOf: InstantOf, dice: Dice): Date {
  return new Date(closingOf(date, instantOf).getTime() - dice.whole(60, 1500) * 1000);
}

/** Half an hour after the last customer. */
export function closingOf(date: string, instantOf: InstantOf): Date {
  const lastHour = Math.max(noon, ...Object.keys(shapeOf(date).hours).map(Number));
  return instantOf(date, (lastHour + 1.5) * hour);
}
