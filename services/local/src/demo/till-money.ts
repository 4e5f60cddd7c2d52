/** How people pay at the demo's tills: which method, with which notes, and what lies in the drawer at night. */
import type { PaymentMethod } from '@balcao/contracts/payment-method.ts';
import type { Dice } from './dice.ts';

/** Share of each method: cash for small amounts, cards for large ones. */
const mix: readonly (readonly [method: PaymentMethod, small: number, large: number])[] = [
  ['cash', 36, 14],
  ['pix', 34, 36],
  ['debit', 22, 22],
  ['credit', 8, 28],
];
const largeMinor = 9000;

export const methodFor = (totalMinor: number, dice: Dice): PaymentMethod =>
  dice.weighted(mix, ([, small, large]) => (totalMinor < largeMinor ? small : large))[0];

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
