/** What a movement by hand may be: whole pieces of what is counted, and sums that stay exact. */

import { isQuantityOfUnit } from '@balcao/contracts/is-quantity-of-unit.ts';
import { AmountTooLargeError, maxQuantityMilli, withinLimit } from '@balcao/contracts/money.ts';
import { Problem } from '@balcao/kit/problem.ts';
import type { Move } from './movement.ts';
import type { StockLevel } from './stock-level.ts';

/** What one product may pile up to: keeps every sum an exact integer. */
const maxOnHandMilli = 1_000 * maxQuantityMilli;

export interface Asked {
  quantityMilli: number;
  /** Where the request has the quantity: its JSON path. */
  path?: string;
}

/** The move, or a Problem about the quantity that was asked for. */
export function checkMove(
  level: StockLevel,
  { quantityMilli, path = 'quantityMilli' }: Asked,
  move: () => Move,
): Move {
  if (isQuantityOfUnit(quantityMilli, level.unit)) return checkAmounts(path, move);
  const message = 'This product is counted in whole pieces (1000 each).';
  const pt = 'Este produto é contado em unidades inteiras (1000 cada).';
  throw new Problem('quantity_not_allowed', message, { pt, errors: [{ path, message, pt }] });
}

/** The move, or `amount_too_large` where sums would not stay exact. */
export function checkAmounts(path: string, move: () => Move): Move {
  try {
    const moved = move();
    withinLimit(Math.abs(moved.after.valueMinor));
    if (Math.abs(moved.after.onHandMilli) <= maxOnHandMilli) return moved;
  } catch (error) {
    if (!(error instanceof AmountTooLargeError)) throw error;
  }
  const message = 'The stock would become too large. Check quantity and cost.';
  const pt = 'O estoque ficaria grande demais. Confira quantidade e custo.';
  throw new Problem('amount_too_large', message, { pt, errors: [{ path, message, pt }] });
}

export function unknownProduct(productId: string, path: string): Problem {
  const message = `no product has the id ${productId}`;
  return new Problem('unknown_product', `There is no such product: ${message}.`, {
    pt: 'Este produto não existe.',
    errors: [{ path, message, pt: 'este produto não existe' }],
  });
}
