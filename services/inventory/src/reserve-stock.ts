/** order.placed → all lines of the order are held, or none: `stock.reserved` or `stock.rejected`. */
import type { Shortage } from '@balcao/contracts/api/sales.ts';
import { event } from '@balcao/contracts/events/catalog.ts';
import type { OrderPlaced } from '@balcao/contracts/events/sales.ts';
import type { Message } from '@balcao/kit/consumer.ts';
import type { Tx } from '@balcao/kit/db.ts';
import type { Outbox } from '@balcao/kit/outbox.ts';
import { lockShelf, saveShelf } from './level-store.ts';
import {
  addReservationLines,
  claimReservations,
  type Order,
  setStatus,
} from './reservation-store.ts';
import { holdLines, type Shelf, shortageOf, sumByProduct } from './stock-level.ts';

/**
 * Decides a batch of orders, one after the other, on the locked levels of all their products. The number of
 * statements does not depend on the number of orders. Throws a `conflict` for a product that has not arrived.
 */
export async function reserveStock(
  tx: Tx,
  messages: Message<OrderPlaced>[],
  { outbox, now }: { outbox: Outbox; now: () => Date },
): Promise<void> {
  const isNew = await claimReservations(tx, messages.map(({ data }) => data));
  const placed = messages.filter(({ data }) => isNew.has(data.orderId));
  if (placed.length === 0) return;
  const shelf = await lockShelf(tx, placed.flatMap(({ data }) => data.lines));

  const held: Order[] = [];
  const rejectedIds: string[] = [];
  for (const message of placed) {
    const { orderId, expiresAt } = message.data;
    const lines = sumByProduct(message.data.lines);
    const isLate = Date.parse(expiresAt) <= now().getTime();
    const shortages = isLate ? refuseAll(shelf, { orderId, lines }) : holdLines(shelf, lines);
    if (shortages.length === 0) held.push({ orderId, lines });
    else rejectedIds.push(orderId);
    outbox.add(tx, [answer(orderId, shortages)], message);
  }

  await Promise.all([
    saveShelf(tx, shelf),
    setStatus(tx, rejectedIds, 'rejected'),
    addReservationLines(tx, held),
  ]);
}

/** Nobody waits for a late order any more, so nothing is held for it, whatever there is. */
function refuseAll(shelf: Shelf, { lines }: Order): Shortage[] {
  return lines.map((line) => shortageOf(shelf, line));
}

function answer(orderId: string, shortages: Shortage[]) {
  return shortages.length === 0
    ? event('stock.reserved', orderId, { orderId })
    : event('stock.rejected', orderId, { orderId, shortages });
}
