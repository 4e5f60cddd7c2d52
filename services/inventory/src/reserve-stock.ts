/** order.placed → all lines of the order are held, or none: `stock.reserved` or `stock.rejected`. */
import type { Shortage } from '@balcao/contracts/api/sales.ts';
import { event } from '@balcao/contracts/events/catalog.ts';
import type { OrderPlaced } from '@balcao/contracts/events/sales.ts';
import type { Message } from '@balcao/kit/consumer.ts';
import type { Tx } from '@balcao/kit/db.ts';
import type { StockDeps } from './deps.ts';
import { lockShelf, saveShelf } from './level-store.ts';
import {
  addReservationLines,
  claimReservations,
  type Order,
  setStatus,
} from './reservation-store.ts';
import { holdAnyway, holdLines, type Shelf, shortageOf, sumByProduct } from './stock-level.ts';

/**
 * Decides a batch of orders, one after the other, on the locked levels of all their products. The number of
 * statements does not depend on the number of orders. Throws a `conflict` for a product that has not arrived.
 */
export async function reserveStock(
  tx: Tx,
  messages: Message<OrderPlaced>[],
  { outbox, today }: StockDeps,
): Promise<void> {
  const orders = messages.map(({ data }) => data);
  const [newIds, shelf] = await Promise.all([
    claimReservations(tx, orders),
    lockShelf(
      tx,
      orders.flatMap(({ lines }) => lines),
      { today: today() },
    ),
  ]);
  const news = messages.filter(({ data }) => newIds.has(data.orderId));
  if (news.length === 0) return;

  const decisions = news.map((message) => {
    const decision = decide(shelf, message.data);
    outbox.add(tx, [answer(decision)], message);
    return decision;
  });

  const held = decisions.filter(({ isHeld }) => isHeld);
  const rejected = decisions.filter(({ isHeld }) => !isHeld);
  const rejectedIds = rejected.map(({ orderId }) => orderId);
  saveShelf(tx, shelf);
  addReservationLines(tx, held);
  setStatus(tx, rejectedIds, 'rejected');
}

interface Decision extends Order {
  isHeld: boolean;
  /** What there is not enough of: with it nothing is held, unless the sale has happened. */
  shortages: Shortage[];
}

/**
 * Nobody waits for a late order any more, so nothing is held for it, whatever there is. A sale that has
 * happened is never late and never refused: it is held whatever there is.
 */
function decide(shelf: Shelf, order: OrderPlaced): Decision {
  const lines = sumByProduct(order.lines);
  if (order.hasHappened === true) {
    const shortages = holdLines(shelf, lines);
    if (shortages.length > 0) holdAnyway(shelf, lines);
    return { orderId: order.orderId, lines, isHeld: true, shortages };
  }
  const isLate = Date.parse(order.expiresAt) <= Date.now();
  const shortages = isLate ? lines.map((line) => shortageOf(shelf, line)) : holdLines(shelf, lines);
  return { orderId: order.orderId, lines, isHeld: shortages.length === 0, shortages };
}

function answer({ orderId, isHeld, shortages }: Decision) {
  if (!isHeld) return event('stock.rejected', orderId, { orderId, shortages });
  const missing = shortages.length === 0 ? {} : { shortages };
  return event('stock.reserved', orderId, { orderId, ...missing });
}
