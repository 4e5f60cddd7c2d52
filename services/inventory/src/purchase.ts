/** Goods that are bought: they come in as a lot of their own. */
import { lineTotalMinor, withinLimit } from '@balcao/contracts/money.ts';
import { createLot, expiryOf } from './lot.ts';
import { type Move, putIn, type Source } from './movement.ts';
import type { StockLevel } from './stock-level.ts';

export interface Purchase {
  quantityMilli: number;
  unitCostMinor: number;
  receiptId: string | null;
  supplierId?: string | undefined;
  lotCode?: string | undefined;
  /** Default: the day of the movement. */
  receivedOn?: string | undefined;
  /** Default: the product's shelf life after the day of receipt. */
  expiresOn?: string | undefined;
}

/** Puts what was bought into a new lot, which has the id of the movement. */
export function purchase(level: StockLevel, bought: Purchase, source: Source): Move {
  const { quantityMilli, unitCostMinor, receivedOn = source.businessDate } = bought;
  const goods = {
    quantityMilli,
    costMinor: withinLimit(lineTotalMinor(unitCostMinor, quantityMilli)),
  };
  const origin = {
    id: source.sourceId,
    productId: level.productId,
    supplierId: bought.supplierId ?? null,
    receiptId: bought.receiptId,
    code: bought.lotCode ?? null,
    receivedOn,
    expiresOn: expiryOf(receivedOn, bought.expiresOn, level.shelfLifeDays),
  };
  return putIn(level, { lot: createLot(origin, goods), goods }, source);
}
