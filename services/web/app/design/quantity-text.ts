/** Quantities as people type them, `1,347` or `2`, to thousandths and back. */

import { isQuantityOfUnit } from '@balcao/contracts/is-quantity-of-unit.ts';
import { maxQuantityMilli } from '@balcao/contracts/money.ts';
import type { Unit } from '@balcao/contracts/unit.ts';

/** Thousandths; null for what is no quantity of that unit, or less than `leastMilli`: above zero, if not said otherwise. */
export function parseQuantity(text: string, unit: Unit, leastMilli = 1): number | null {
  const parts = /^\s*(\d{1,6})(?:[.,](\d{1,3}))?\s*$/.exec(text);
  if (parts === null) return null;
  const milli = Number(parts[1]) * 1000 + Number((parts[2] ?? '').padEnd(3, '0'));
  const isPossible =
    milli >= leastMilli && milli <= maxQuantityMilli && isQuantityOfUnit(milli, unit);
  return isPossible ? milli : null;
}

/** `1347` → `1,347`, `2000` pieces → `2`. */
export function formatQuantity(quantityMilli: number, unit: Unit): string {
  const [whole = '0', thousandths = '000'] = (quantityMilli / 1000).toFixed(3).split('.');
  return unit === 'un' ? whole : `${whole},${thousandths}`;
}
