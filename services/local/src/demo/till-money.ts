/** How people pay at the demo's tills: with which notes, and what lies in the drawer at night. */
import type { Dice } from './dice.ts';

const notesMinor = [1000, 2000, 5000, 10_000];

/** Often the exact sum, else the next sum that notes make. */
export function tenderFor(amountMinor: number, dice: Dice): number {
  if (dice.hits(0.3)) return amountMinor;
  const noteMinor = dice.pick(notesMinor);
  return Math.ceil(amountMinor / noteMinor) * noteMinor;
}

/** Two drawers in three are right; the others miss or have a few coins, rarely a note. */
export function drawerDifference(dice: Dice): number {
  if (dice.hits(0.66)) return 0;
  const sizeMinor = dice.hits(0.1) ? dice.whole(2, 10) * 100 : dice.whole(1, 40) * 5;
  return dice.hits(0.6) ? -sizeMinor : sizeMinor;
}
