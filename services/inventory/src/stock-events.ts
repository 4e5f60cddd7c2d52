/** What others are told of goods that moved. */
import type { Movement } from '@balcao/contracts/api/inventory.ts';
import { type Event, event } from '@balcao/contracts/events/catalog.ts';
import type { Move } from './movement.ts';
import { availableMilli, type StockLevel, sellableMilli } from './stock-level.ts';

/** `stock.changed` for each type of movement of one source, and `stock.low` for what fell below its minimum. */
export function stockEvents(moves: Move[]): Event[] {
  const items = moves.flatMap(({ after, movements }) =>
    movements.map((movement) => ({ movement, after })),
  );
  const byType = Map.groupBy(items, ({ movement }) => movement.type);
  const lows = moves.filter(({ before, after }) => !before.isLowTold && after.isLowTold);
  return [
    ...[...byType.values()].flatMap(changedEvent),
    ...lows.flatMap(({ after }) => lowEvent(after)),
  ];
}

/** `stock.low`, of a level that has a minimum. */
export function lowEvent(level: StockLevel): Event[] {
  const { productId, minimumMilli } = level;
  if (minimumMilli === null) return [];
  const onHandMilli = sellableMilli(level);
  return [event('stock.low', productId, { productId, onHandMilli, minimumMilli })];
}

/** `stock.available`, of a level that was given a new version. */
export function availableEvent(level: StockLevel): Event {
  const { productId, version: levelVersion } = level;
  const data = { productId, availableMilli: availableMilli(level), levelVersion };
  return event('stock.available', productId, data);
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
