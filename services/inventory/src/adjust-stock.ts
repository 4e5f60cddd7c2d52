/** Goods that are lost, found or brought back by hand: of a lot that is named, or of those whose turn it is. */
import type { CreateMovementRequest } from '@balcao/contracts/api/inventory.ts';
import { lineTotalMinor, multiplyDivide } from '@balcao/contracts/money.ts';
import { Problem } from '@balcao/kit/problem.ts';
import {
  byExpiry,
  createLot,
  expiryOf,
  type Lot,
  lossLots,
  sellableLots,
  shareOfLot,
} from './lot.ts';
import { type Move, ownIdOf, putIn, type Source, takeOut } from './movement.ts';
import type { StockLevel } from './stock-level.ts';

export type Adjustment = Exclude<CreateMovementRequest, { type: 'purchase' }>;

/** Throws a Problem for a lot that is not the product's, and for goods that are not there. */
export function adjust(level: StockLevel, request: Adjustment, source: Source): Move {
  const quantityMilli = Math.abs(request.quantityMilli);
  const isLoss = request.type === 'waste' || request.quantityMilli < 0;
  return isLoss
    ? takeAway(level, { ...request, quantityMilli }, source)
    : putBack(level, { ...request, quantityMilli }, source);
}

/**
 * Makes a level what was counted: `differenceMilli` (not zero) more, or less. What is not there is missing even
 * where that leaves less than nothing, since it was seen.
 */
export function correct(level: StockLevel, differenceMilli: number, source: Source): Move {
  if (differenceMilli > 0) return putBack(level, { quantityMilli: differenceMilli }, source);
  const lots = lossLots(level.lots, source.businessDate);
  return takeOut(level, { quantityMilli: -differenceMilli, lots }, source);
}

/** Found goods are taken for what is being sold: they go into the lot that is sold first, at its cost. */
function putBack(
  level: StockLevel,
  { lotId, quantityMilli }: Pick<Adjustment, 'lotId' | 'quantityMilli'>,
  source: Source,
): Move {
  const [first] = sellableLots(level.lots, source.businessDate).filter(hasGoods);
  const lot = lotId === undefined ? first : lotOf(level, lotId);
  if (lot !== undefined) {
    const goods = { quantityMilli, costMinor: costLike(lot, quantityMilli) };
    return putIn(level, { lot, goods }, source);
  }
  const goods = { quantityMilli, costMinor: unknownCost(level, quantityMilli) };
  const origin = { ...source, sourceId: ownIdOf(source) };
  return putIn(level, { lot: unknownLot(level, goods, origin), goods }, source);
}

/** Goods that orders are waiting for may be lost as well; goods that are not there may not, unless allowed. */
function takeAway(level: StockLevel, request: Adjustment, source: Source): Move {
  const { lotId, quantityMilli } = request;
  const lots = lotId === undefined ? lostFirst(level, request, source) : [lotOf(level, lotId)];
  const thereMilli = lots.reduce((sum, lot) => sum + lot.onHandMilli, 0);
  const isBlocked = lotId !== undefined || level.negativeStock === 'block';
  if (isBlocked && quantityMilli > thereMilli) {
    const where =
      lotId === undefined
        ? { en: 'on hand', pt: 'em estoque' }
        : { en: 'in the lot', pt: 'no lote' };
    const detail = `Only ${thereMilli} thousandths are ${where.en}. Correct the stock first, or allow it to be negative.`;
    const pt = `Não há tanto ${where.pt}. Corrija antes o estoque, ou permita que fique negativo.`;
    throw new Problem('conflict', detail, { pt });
  }
  return takeOut(level, { quantityMilli, lots }, source);
}

/** What is thrown away because it expired is what expired; everything else is missing where it is sold from. */
function lostFirst(level: StockLevel, request: Adjustment, source: Source): Lot[] {
  const isExpiry = request.type === 'waste' && request.reason === 'expiry';
  return isExpiry ? level.lots.toSorted(byExpiry) : lossLots(level.lots, source.businessDate);
}

function lotOf(level: StockLevel, lotId: string): Lot {
  const lot = level.lots.find(({ id, productId }) => id === lotId && productId === level.productId);
  if (lot !== undefined) return lot;
  const message = `the product has no lot ${lotId}`;
  throw new Problem('unknown_lot', `There is no such lot: ${message}.`, {
    pt: 'O produto não tem este lote.',
    errors: [{ path: 'lotId', message, pt: 'o produto não tem este lote' }],
  });
}

/** What goods of a lot cost: as those that are in it, or as those that came in. */
function costLike(lot: Lot, quantityMilli: number): number {
  return lot.onHandMilli > 0
    ? shareOfLot(lot, quantityMilli)
    : multiplyDivide(lot.costMinor, quantityMilli, lot.receivedMilli);
}

/** A lot for goods that came from nobody knows where. */
export function unknownLot(
  level: StockLevel,
  goods: { quantityMilli: number; costMinor: number },
  { sourceId: id, businessDate: receivedOn }: Pick<Source, 'sourceId' | 'businessDate'>,
): Lot {
  const { productId, shelfLifeDays } = level;
  const expiresOn = expiryOf(receivedOn, undefined, shelfLifeDays);
  return createLot({ id, productId, receivedOn, expiresOn }, goods);
}

/** What goods cost that nobody knows the cost of: the average of what is there, else the catalogue's. */
function unknownCost({ lots, unitCostMinor }: StockLevel, quantityMilli: number): number {
  const onHandMilli = lots.reduce((sum, lot) => sum + lot.onHandMilli, 0);
  const valueMinor = lots.reduce((sum, lot) => sum + lot.valueMinor, 0);
  return onHandMilli > 0
    ? multiplyDivide(valueMinor, quantityMilli, onHandMilli)
    : lineTotalMinor(unitCostMinor, quantityMilli);
}

function hasGoods({ onHandMilli }: Lot): boolean {
  return onHandMilli > 0;
}
