/** Levels and lots for tests of the rules. */
import { createLot, type Lot, putIntoLot } from '../src/lot.ts';
import type { StockLevel } from '../src/stock-level.ts';

export const today = '2026-11-25';

/** A level of nothing; `parts` replaces what a test is about. */
export function someLevel(parts: Partial<StockLevel> = {}): StockLevel {
  return {
    productId: 'meat',
    unit: 'kg',
    onHandMilli: 0,
    reservedMilli: 0,
    valueMinor: 0,
    unitCostMinor: 0,
    shelfLifeDays: null,
    minimumMilli: null,
    negativeStock: 'block',
    isLowTold: false,
    version: 1,
    today,
    lots: [],
    shortfalls: [],
    ...parts,
  };
}

/** A lot of the product `meat` with goods in it. */
export function someLot(
  id: string,
  parts: Partial<Pick<Lot, 'receivedOn' | 'expiresOn' | 'onHandMilli' | 'valueMinor'>> = {},
): Lot {
  const {
    receivedOn = '2026-11-01',
    expiresOn = null,
    onHandMilli = 1_000,
    valueMinor = 0,
  } = parts;
  const goods = { quantityMilli: onHandMilli, costMinor: valueMinor };
  return putIntoLot(createLot({ id, productId: 'meat', receivedOn, expiresOn }, goods), goods);
}

/** A level that has these lots and nothing else. */
export function levelOf(lots: Lot[], parts: Partial<StockLevel> = {}): StockLevel {
  const onHandMilli = lots.reduce((sum, lot) => sum + lot.onHandMilli, 0);
  const valueMinor = lots.reduce((sum, lot) => sum + lot.valueMinor, 0);
  return someLevel({ onHandMilli, valueMinor, lots, ...parts });
}
