/** What there was not enough of in an order, as people read it: by the product's name, with what there is. Pure. */
import type { Order } from '@balcao/contracts/api/sales.ts';
import type { Unit } from '@balcao/contracts/unit.ts';

export interface ShortLine {
  productId: string;
  name: string;
  unit: Unit;
  /** Of all its lines together, in thousandths. */
  requestedMilli: number;
  /** Never below zero: what was sold beyond the stock is nobody's news at the counter. */
  availableMilli: number;
}

/** Empty where nothing was missing, or the shop did not say what. */
export function shortLinesOf({ lines, shortages = [] }: Pick<Order, 'lines' | 'shortages'>) {
  return shortages.flatMap(({ productId, requestedMilli, availableMilli }): ShortLine[] => {
    const line = lines.find((each) => each.productId === productId);
    if (line === undefined) return [];
    const { name, unit } = line;
    const leftMilli = Math.max(0, availableMilli);
    return [{ productId, name, unit, requestedMilli, availableMilli: leftMilli }];
  });
}
