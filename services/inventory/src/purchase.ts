/** Goods that are bought: they come in as a lot of their own. */
import { lineTotalMinor, withinLimit } from '@balcao/contracts/money.ts';
import { Problem } from '@balcao/kit/problem.ts';
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

/** Throws `validation_failed` for goods that are to come: they would be sold, and expire, by a day that is not yet. */
export function requireReceived(receivedOn: string | undefined, today: string): void {
  if (receivedOn === undefined || receivedOn <= today) return;
  throw new Problem('validation_failed', `The goods are received after today, ${today}.`, {
    errors: [
      {
        path: 'receivedOn',
        message: 'must not be in the future',
        pt: 'não pode estar no futuro',
      },
    ],
    pt: 'O recebimento está no futuro.',
  });
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
