/** What others are told of goods that moved. */
import type { Movement } from '@balcao/contracts/api/inventory.ts';
import { type Event, event } from '@balcao/contracts/events/catalog.ts';
import { sumMinor } from '@balcao/contracts/money.ts';
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

/** `stock.costed` for each product that was bought or cut, at a cost; what came in several lots is told together. */
export function costedEvents(moves: Move[]): Event[] {
  const came = moves
    .map(({ movements: [movement] }) => movement)
    .filter(({ type, quantityMilli, costMinor }) => {
      const isNew = type === 'purchase' || type === 'breakdown';
      return isNew && quantityMilli > 0 && costMinor > 0;
    });
  return [...Map.groupBy(came, ({ productId }) => productId).values()].flatMap(costedEvent);
}

function costedEvent(movements: Movement[]): Event[] {
  const [first] = movements;
  if (first === undefined) return [];
  const { productId, occurredAt } = first;
  const quantityMilli = movements.reduce((sum, movement) => sum + movement.quantityMilli, 0);
  const costMinor = sumMinor(movements.map((movement) => movement.costMinor));
  return [event('stock.costed', productId, { productId, quantityMilli, costMinor, occurredAt })];
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
