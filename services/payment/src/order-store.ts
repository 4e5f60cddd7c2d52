/** SQL of the orders that may be paid. */
import type { PaymentRequested } from '@balcao/contracts/events/sales.ts';
import type { Queryable, Tx } from '@balcao/kit/db.ts';

export type PayableOrderStatus = 'requested' | 'cancelled' | 'completed';

export interface PayableOrder {
  orderId: string;
  status: PayableOrderStatus;
  /** Null in a tombstone. */
  totalMinor: number | null;
  expiresAt: string | null;
}

interface Row {
  order_id: string;
  status: PayableOrderStatus;
  total_minor: number | null;
  expires_at: string | null;
}

/** Stores orders that ask for payment; answers the ids of those that were not known, paid or cancelled. */
export async function openOrders(tx: Tx, orders: PaymentRequested[]): Promise<Set<string>> {
  const rows = await tx.query<{ order_id: string }>(
    `INSERT INTO payable_order (order_id, status, total_minor, expires_at)
     SELECT order_id, 'requested', total_minor, expires_at
     FROM unnest($1::uuid[], $2::bigint[], $3::timestamptz[]) AS o (order_id, total_minor, expires_at)
     ORDER BY order_id
     ON CONFLICT DO NOTHING RETURNING order_id`,
    [
      orders.map(({ orderId }) => orderId),
      orders.map(({ totalMinor }) => totalMinor),
      orders.map(({ expiresAt }) => expiresAt),
    ],
  );
  return new Set(rows.map((row) => row.order_id));
}

/**
 * Ends orders, and leaves a tombstone for those not yet known; their rows are locked from here on.
 * Answers the ids of those that this call ended.
 */
export async function closeOrders(
  tx: Tx,
  orderIds: string[],
  status: 'cancelled' | 'completed',
): Promise<string[]> {
  const rows = await tx.query<{ order_id: string }>(
    `INSERT INTO payable_order AS p (order_id, status)
     SELECT order_id, $2 FROM unnest($1::uuid[]) AS order_id ORDER BY order_id
     ON CONFLICT (order_id) DO UPDATE SET status = excluded.status, updated_at = now()
     WHERE p.status = 'requested'
     RETURNING order_id`,
    [orderIds, status],
  );
  return rows.map((row) => row.order_id);
}

/** Locks an order: what is left to pay of it changes only under this lock. */
export async function lockOrder(tx: Tx, orderId: string): Promise<PayableOrder | undefined> {
  const [row] = await tx.query<Row>(
    `SELECT order_id, status, total_minor, expires_at FROM payable_order
     WHERE order_id = $1 FOR UPDATE`,
    [orderId],
  );
  if (row === undefined) return undefined;
  const { order_id, status, total_minor: totalMinor, expires_at: expiresAt } = row;
  return { orderId: order_id, status, totalMinor, expiresAt };
}

/** Which of these orders are known. */
export async function knownOrders(db: Queryable, orderIds: string[]): Promise<Set<string>> {
  const rows = await db.query<{ order_id: string }>(
    'SELECT order_id FROM payable_order WHERE order_id = ANY($1::uuid[])',
    [orderIds],
  );
  return new Set(rows.map((row) => row.order_id));
}
