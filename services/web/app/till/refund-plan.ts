/** What of a sale comes back. Pure; thousandths and centavos. */
import type { Disposition, RefundLineRequest } from '@balcao/contracts/api/refunds.ts';
import type { Order } from '@balcao/contracts/api/sales.ts';
import { multiplyDivide, sumMinor } from '@balcao/contracts/money.ts';

export interface Return {
  /** Index of the order's line. */
  position: number;
  quantityMilli: number | null;
  disposition: Disposition;
}

/** Of each line that something is left of; nothing is chosen yet. */
export const returnsOf = ({ lines }: Order): Return[] =>
  lines.flatMap(({ leftMilli = 0 }, position) =>
    leftMilli > 0 ? [{ position, quantityMilli: null, disposition: 'stock' as const }] : [],
  );

/** The chosen lines as the shop wants them; null where more is wanted than is left. */
export function linesOf(returns: Return[], { lines }: Order): RefundLineRequest[] | null {
  const chosen = returns.flatMap(({ quantityMilli, ...rest }) =>
    quantityMilli === null ? [] : [{ ...rest, quantityMilli }],
  );
  const fits = chosen.every(
    ({ position, quantityMilli }) => quantityMilli <= (lines[position]?.leftMilli ?? 0),
  );
  return fits ? chosen : null;
}

/** About what it comes to: a share by quantity of what is left; the shop's own figure may be a centavo off. */
export const worthOf = (chosen: RefundLineRequest[], { lines }: Order): number =>
  sumMinor(
    chosen.map(({ position, quantityMilli }) => {
      const { leftMilli = 0, leftMinor = 0 } = lines[position] ?? {};
      return leftMilli === 0 ? 0 : multiplyDivide(leftMinor, quantityMilli, leftMilli);
    }),
  );
