/** order.cancelled, or a reservation's time being over → what was held is free again. */
import type { OrderCancelled } from '@balcao/contracts/events/sales.ts';
import type { Message } from '@balcao/kit/consumer.ts';
import type { Tx } from '@balcao/kit/db.ts';
import type { StockDeps } from './deps.ts';
import { lockShelf, saveShelf } from './level-store.ts';
import {
  lockOverdue,
  lockReservations,
  readReservationLines,
  setStatus,
} from './reservation-store.ts';
import { releaseLines } from './stock-level.ts';

/** How many overdue reservations one transaction releases. */
const overdueBatch = 100;

/** Releases what is held for cancelled orders. One not placed yet is remembered, so that it never gets any. */
export async function releaseStock(
  tx: Tx,
  messages: Message<OrderCancelled>[],
  { today }: Pick<StockDeps, 'today'>,
): Promise<void> {
  const orderIds = messages.map(({ data }) => data.orderId);
  const statuses = await lockReservations(tx, orderIds, 'released');
  const heldIds = orderIds.filter((orderId) => statuses.get(orderId) === 'held');
  await releaseLocked(tx, heldIds, today());
}

/**
 * Releases reservations that nobody came back for; answers how many. A safety net: sales cancels its orders
 * itself, well before.
 */
export async function releaseOverdue(tx: Tx, today: string): Promise<number> {
  const orderIds = await lockOverdue(tx, overdueBatch);
  await releaseLocked(tx, orderIds, today);
  return orderIds.length;
}

async function releaseLocked(tx: Tx, orderIds: string[], today: string): Promise<void> {
  if (orderIds.length === 0) return;
  const lines = await readReservationLines(tx, orderIds);
  const shelf = await lockShelf(tx, lines, { today });
  releaseLines(shelf, lines);
  saveShelf(tx, shelf);
  setStatus(tx, orderIds, 'released');
}
