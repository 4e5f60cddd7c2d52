/** Moves goods between a level's lots and the world: the movements to be written down, and the level after them. */
import type { Movement, MovementType, SaleReceipt } from '@balcao/contracts/api/inventory.ts';
import { lineTotalMinor } from '@balcao/contracts/money.ts';
import { newId } from '@balcao/kit/ids.ts';
import { type Goods, type Lot, type LotMovement, putIntoLot, takeFromLots } from './lot.ts';
import { coverShortfalls, type Shortfall } from './shortfall.ts';
import { isLow, type StockLevel } from './stock-level.ts';

/** Why goods move: an event's order, or a person. */
export interface Source {
  type: Exclude<MovementType, 'revaluation'>;
  /** The order, the refund, or the movement itself when it is made by hand. */
  sourceId: string;
  /** The order whose goods come back. */
  orderId?: string | undefined;
  /** Of a sale: who bought the goods, and on which receipt. */
  customerId?: string | null | undefined;
  receipt?: SaleReceipt | null | undefined;
  occurredAt: string;
  businessDate: string;
  reason?: string | undefined;
  note?: string | undefined;
  createdBy?: string | undefined;
}

export interface Move {
  before: StockLevel;
  after: StockLevel;
  /** One, and a revaluation after it where goods came in that had been sold before. */
  movements: [Movement, ...Movement[]];
  /** Those of its movements, and what its lots gave in the name of earlier ones. */
  lotMovements: LotMovement[];
}

/** Takes a quantity (above zero) out of lots, in the order given; what none of them has becomes a shortfall. */
export function takeOut(
  level: StockLevel,
  { quantityMilli, lots }: { quantityMilli: number; lots: Lot[] },
  source: Source,
): Move {
  const { lots: changed, parts, costMinor, beyondMilli } = takeFromLots(lots, quantityMilli);
  const missing = {
    quantityMilli: beyondMilli,
    costMinor: lineTotalMinor(level.unitCostMinor, beyondMilli),
  };
  const totalMinor = costMinor + missing.costMinor;
  const movement = blankMovement(level, source);
  const after = changeLevel(level, {
    quantityMilli: -quantityMilli,
    valueMinor: -totalMinor,
    lots: replaceLots(level.lots, changed),
    shortfalls: [...level.shortfalls, ...shortfallOf(movement, missing)],
  });
  return {
    before: level,
    after,
    movements: [
      {
        ...movement,
        quantityMilli: -quantityMilli,
        costMinor: 0 - totalMinor,
        onHandMilli: after.onHandMilli,
        oversoldMilli: source.type === 'sale' ? beyondMilli : 0,
        lots: parts.map((part) => out(part)),
      },
    ],
    lotMovements: parts.map((part) => ({ ...out(part), movementId: movement.id })),
  };
}

/** Puts goods of known cost into a lot of the level, or a new one; they make up for shortfalls first. */
export function putIn(
  level: StockLevel,
  { lot, goods }: { lot: Lot; goods: Goods },
  source: Source,
): Move {
  const movement = blankMovement(level, source);
  const covering = coverShortfalls(putIntoLot(lot, goods), level.shortfalls);
  const { revaluationMinor } = covering;
  const after = changeLevel(level, {
    quantityMilli: goods.quantityMilli,
    valueMinor: goods.costMinor + revaluationMinor,
    lots: replaceLots(level.lots, [covering.lot]),
    shortfalls: covering.shortfalls,
  });
  const { onHandMilli } = after;
  const part = { lotId: lot.id, ...goods };
  return {
    before: level,
    after,
    movements: [
      { ...movement, ...goods, onHandMilli, lots: [part] },
      ...revaluationOf({ ...movement, onHandMilli }, revaluationMinor),
    ],
    lotMovements: [{ ...part, movementId: movement.id }, ...covering.lotMovements],
  };
}

export interface LevelChange {
  /** What is added to the quantity, and to the value. */
  quantityMilli: number;
  valueMinor: number;
  lots: Lot[];
  shortfalls: Shortfall[];
}

/** The level after goods moved. */
export function changeLevel(level: StockLevel, change: LevelChange): StockLevel {
  const after = {
    ...level,
    onHandMilli: level.onHandMilli + change.quantityMilli,
    valueMinor: level.valueMinor + change.valueMinor,
    lots: change.lots,
    shortfalls: change.shortfalls,
    version: level.version + 1,
  };
  return { ...after, isLowTold: isLow(after) };
}

/** The lots of a level with some of them changed, or new. */
export function replaceLots(lots: Lot[], changed: Lot[]): Lot[] {
  const byId = new Map(lots.map((lot) => [lot.id, lot]));
  for (const lot of changed) byId.set(lot.id, lot);
  return [...byId.values()];
}

/** The revaluation that follows a movement: none where nothing changed its worth. */
export function revaluationOf(movement: Movement, revaluationMinor: number): Movement[] {
  if (revaluationMinor === 0) return [];
  return [{ ...movement, id: newId(), type: 'revaluation', costMinor: revaluationMinor }];
}

/** The shortfall that a movement leaves behind: none where nothing is missing. */
export function shortfallOf(movement: Movement, missing: Goods): Shortfall[] {
  if (missing.quantityMilli === 0) return [];
  return [
    {
      seq: null,
      movementId: movement.id,
      businessDate: movement.type === 'sale' ? movement.businessDate : null,
      quantityMilli: missing.quantityMilli,
      valueMinor: missing.costMinor,
    },
  ];
}

/**
 * The id of what a source makes: a movement by hand is its own source, while those of an order, a count or a
 * breakdown, of which there are several, have ids of their own.
 */
export function ownIdOf({ type, sourceId, createdBy }: Source): string {
  const isShared = createdBy === undefined || type === 'count' || type === 'breakdown';
  return isShared ? newId() : sourceId;
}

/** A movement of nothing yet. */
export function blankMovement(level: StockLevel, source: Source): Movement {
  const { type, sourceId, orderId, occurredAt, businessDate } = source;
  return {
    id: ownIdOf(source),
    type,
    sourceId,
    orderId: type === 'sale' ? sourceId : (orderId ?? null),
    customerId: source.customerId ?? null,
    receipt: source.receipt ?? null,
    productId: level.productId,
    quantityMilli: 0,
    costMinor: 0,
    onHandMilli: level.onHandMilli,
    oversoldMilli: 0,
    lots: [],
    reason: source.reason ?? null,
    note: source.note ?? null,
    createdBy: source.createdBy ?? null,
    occurredAt,
    businessDate,
  };
}

/** Below zero; JSON and tests know −0, the shop does not. */
function out({ lotId, quantityMilli, costMinor }: Goods & { lotId: string }) {
  return { lotId, quantityMilli: 0 - quantityMilli, costMinor: 0 - costMinor };
}
