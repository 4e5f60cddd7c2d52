/** Moves goods on a level: the movements to be written down, the level after them, and what others are told. */
import type { Movement, MovementType } from '@balcao/contracts/api/inventory.ts';
import { type Event, event } from '@balcao/contracts/events/catalog.ts';
import { newId } from '@balcao/kit/ids.ts';
import { issue, receive } from './stock-cost.ts';
import { availableMilli, fellBelowMinimum, type StockLevel } from './stock-level.ts';

/** Why goods move: an event's order, or a person. */
export interface Source {
  type: Exclude<MovementType, 'revaluation'>;
  /** The order, or the movement itself when it is made by hand. */
  sourceId: string;
  occurredAt: string;
  businessDate: string;
  reason?: string | undefined;
  note?: string | undefined;
  createdBy?: string | undefined;
}

export interface Move {
  before: StockLevel;
  after: StockLevel;
  /** One, and a revaluation after it where a receipt met negative stock. */
  movements: [Movement, ...Movement[]];
}

/** Takes a quantity (above zero) out at the moving average. */
export function takeOut(level: StockLevel, quantityMilli: number, source: Source): Move {
  const { stock, costMinor, beyondMilli } = issue(level, quantityMilli, level.unitCostMinor);
  const after = { ...level, ...stock, version: level.version + 1 };
  const movement = {
    ...blank(after, source),
    quantityMilli: -quantityMilli,
    costMinor: negative(costMinor),
    oversoldMilli: source.type === 'sale' ? beyondMilli : 0,
  };
  return { before: level, after, movements: [movement] };
}

/** Puts a quantity (above zero) in that costs `costMinor` in all. */
export function putIn(
  level: StockLevel,
  { quantityMilli, costMinor }: { quantityMilli: number; costMinor: number },
  source: Source,
): Move {
  const { stock, revaluationMinor } = receive(level, quantityMilli, costMinor);
  const after = { ...level, ...stock, version: level.version + 1 };
  const movement = { ...blank(after, source), quantityMilli, costMinor };
  if (revaluationMinor === 0) return { before: level, after, movements: [movement] };
  const revaluation: Movement = {
    ...blank(after, source),
    id: newId(),
    type: 'revaluation',
    costMinor: revaluationMinor,
  };
  return { before: level, after, movements: [movement, revaluation] };
}

/** `stock.changed` for each type of movement of one source, and `stock.low` for what fell below its minimum. */
export function stockEvents(moves: Move[]): Event[] {
  const items = moves.flatMap(({ after, movements }) =>
    movements.map((movement) => ({ movement, after })),
  );
  const byType = Map.groupBy(items, ({ movement }) => movement.type);
  const lows = moves.filter(({ before, after }) => fellBelowMinimum(before, after));
  return [...[...byType.values()].flatMap(changedEvent), ...lows.flatMap(lowEvent)];
}

function changedEvent(items: { movement: Movement; after: StockLevel }[]): Event[] {
  const first = items[0]?.movement;
  if (first === undefined) return [];
  const { type: sourceType, sourceId, occurredAt, businessDate } = first;
  return [
    event('stock.changed', sourceId, {
      sourceType,
      sourceId,
      occurredAt,
      businessDate,
      items: items.map(({ movement, after }) => ({
        productId: movement.productId,
        movementId: movement.id,
        quantityMilli: movement.quantityMilli,
        costMinor: movement.costMinor,
        onHandMilli: after.onHandMilli,
        availableMilli: availableMilli(after),
        levelVersion: after.version,
      })),
    }),
  ];
}

function lowEvent({ after: { productId, onHandMilli, minimumMilli } }: Move): Event[] {
  if (minimumMilli === null) return [];
  return [event('stock.low', productId, { productId, onHandMilli, minimumMilli })];
}

function blank(after: StockLevel, source: Source): Movement {
  const { type, sourceId, occurredAt, businessDate, reason, note, createdBy } = source;
  return {
    // A movement by hand is its own source; an order's movements have ids of their own.
    id: createdBy === undefined ? newId() : sourceId,
    type,
    sourceId,
    productId: after.productId,
    quantityMilli: 0,
    costMinor: 0,
    onHandMilli: after.onHandMilli,
    oversoldMilli: 0,
    reason: reason ?? null,
    note: note ?? null,
    createdBy: createdBy ?? null,
    occurredAt,
    businessDate,
  };
}

/** JSON and tests know −0, the shop does not. */
function negative(amount: number): number {
  return amount === 0 ? 0 : -amount;
}
