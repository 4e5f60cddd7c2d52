/** Moves of the product `meat` for tests of the rules: bought, and sold from the lots whose turn it is. */
import { newId } from '@balcao/kit/ids.ts';
import { createLot, type Lot, sellableLots } from '../src/lot.ts';
import { type Move, putIn, takeOut } from '../src/movement.ts';
import type { StockLevel } from '../src/stock-level.ts';
import { today } from './levels.ts';

export const source = (type: 'sale' | 'purchase' | 'waste' | 'return', businessDate = today) => ({
  type,
  sourceId: newId(),
  occurredAt: `${businessDate}T12:00:00.000Z`,
  businessDate,
});

export function buy(
  level: StockLevel,
  quantityMilli: number,
  costMinor: number,
  { expiresOn = null, receivedOn = today }: Partial<Pick<Lot, 'expiresOn' | 'receivedOn'>> = {},
) {
  const goods = { quantityMilli, costMinor };
  const origin = { id: newId(), productId: 'meat', receivedOn, expiresOn };
  return putIn(level, { lot: createLot(origin, goods), goods }, source('purchase'));
}

export function sell(level: StockLevel, quantityMilli: number, onDate = today): Move {
  const lots = sellableLots(level.lots, onDate);
  return takeOut(level, { quantityMilli, lots }, source('sale', onDate));
}
