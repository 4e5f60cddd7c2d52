/** Reservations: one row for every order ever heard of, and the lines that are held for it. */
import type { Tx } from '@balcao/kit/db.ts';
import type { Line } from './stock-level.ts';

export type ReservationStatus = 'held' | 'rejected' | 'released' | 'consumed';

export interface Order {
  orderId: string;
  lines: Line[];
}

/**
 * Makes a `held` row for each order; answers which orders are new. Waits for a rival that handles the same
 * order. An order that is there already was answered before, or was cancelled or sold before it was placed.
 */
export async function claimReservations(
  tx: Tx,
  orders: { orderId: string; expiresAt: string }[],
): Promise<Set<string>> {
  const rows = await tx.query<{ order_id: string }>(
    `INSERT INTO reservation (order_id, status, expires_at)
     SELECT n.order_id, 'held', n.expires_at
     FROM unnest($1::uuid[], $2::timestamptz[]) AS n (order_id, expires_at) ORDER BY n.order_id
     ON CONFLICT DO NOTHING RETURNING order_id`,
    [orders.map(({ orderId }) => orderId), orders.map(({ expiresAt }) => expiresAt)],
  );
  return new Set(rows.map((row) => row.order_id));
}

export function addReservationLines(tx: Tx, orders: Order[]): void {
  const rows = orders.flatMap(({ orderId, lines }) => lines.map((line) => ({ orderId, ...line })));
  if (rows.length === 0) return;
  tx.send(
    `INSERT INTO reservation_line (order_id, product_id, quantity_milli)
     SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bigint[])`,
    [
      rows.map((row) => row.orderId),
      rows.map((row) => row.productId),
      rows.map((row) => row.quantityMilli),
    ],
  );
}

/** Sets the status of orders that `tx` has locked. */
export function setStatus(tx: Tx, orderIds: string[], status: ReservationStatus): void {
  if (orderIds.length === 0) return;
  tx.send(
    `UPDATE reservation SET status = $2, updated_at = now() WHERE order_id = ANY($1::uuid[])`,
    [orderIds, status],
  );
}

/**
 * Locks orders, sorted by id, and answers their status; an order not heard of yet gets a row with
 * `statusIfNew` (a tombstone, for whatever comes later) and is answered as `new`.
 */
export async function lockReservations(
  tx: Tx,
  orderIds: string[],
  statusIfNew: ReservationStatus,
): Promise<Map<string, ReservationStatus | 'new'>> {
  const rows = await tx.query<{ order_id: string; status: ReservationStatus; is_new: boolean }>(
    // A row just inserted has no deleting transaction (xmax), a row just locked by the update has.
    `INSERT INTO reservation (order_id, status)
     SELECT id, $2 FROM unnest($1::uuid[]) AS id ORDER BY id
     ON CONFLICT (order_id) DO UPDATE SET updated_at = now()
     RETURNING order_id, status, xmax = 0 AS is_new`,
    [orderIds, statusIfNew],
  );
  return new Map(rows.map((row) => [row.order_id, row.is_new ? 'new' : row.status]));
}

/** Locks those of some orders that are there, sorted by id, and answers which are sold. */
export async function lockConsumed(tx: Tx, orderIds: string[]): Promise<Set<string>> {
  const rows = await tx.query<{ order_id: string; status: ReservationStatus }>(
    `SELECT order_id, status FROM reservation WHERE order_id = ANY($1::uuid[])
     ORDER BY order_id FOR UPDATE`,
    [orderIds],
  );
  return new Set(rows.filter(({ status }) => status === 'consumed').map((row) => row.order_id));
}

/** Locks some held reservations whose time is over, leaving out what others work on. */
export async function lockOverdue(tx: Tx, limit: number): Promise<string[]> {
  const rows = await tx.query<{ order_id: string }>(
    `SELECT order_id FROM reservation WHERE status = 'held' AND expires_at <= now()
     ORDER BY order_id LIMIT $1 FOR UPDATE SKIP LOCKED`,
    [limit],
  );
  return rows.map((row) => row.order_id);
}

/** What was held for some orders, line by line. */
export async function readReservationLines(tx: Tx, orderIds: string[]): Promise<Line[]> {
  if (orderIds.length === 0) return [];
  const rows = await tx.query<{ product_id: string; quantity_milli: number }>(
    'SELECT product_id, quantity_milli FROM reservation_line WHERE order_id = ANY($1::uuid[])',
    [orderIds],
  );
  return rows.map((row) => ({ productId: row.product_id, quantityMilli: row.quantity_milli }));
}
