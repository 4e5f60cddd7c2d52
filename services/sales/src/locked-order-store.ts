/** The SQL that locks orders until a transaction ends, always in the order of their ids, and finds those that are overdue. */
import type { OrderStatus } from '@balcao/contracts/api/sales.ts';
import type { Queryable, Tx } from '@balcao/kit/db.ts';

export interface LockedOrder {
  id: string;
  status: OrderStatus;
  sellerId: string;
  subtotalMinor: number;
  discountMinor: number;
  totalMinor: number;
  tillId: string | null;
  customerId: string | null;
  /** Null but for a sale that has happened already: it is never refused, cancelled or charged. */
  occurredAt: string | null;
}

interface LockedRow {
  id: string;
  status: OrderStatus;
  seller_id: string;
  subtotal_minor: number;
  discount_minor: number;
  total_minor: number;
  till_id: string | null;
  customer_id: string | null;
  occurred_at: string | null;
}

const lockedColumns = `id, status, seller_id, subtotal_minor, discount_minor, total_minor, till_id,
  customer_id, occurred_at`;

/** Locks orders until the end of the transaction; unknown ids are missing from the answer. */
export async function lockOrders(tx: Tx, ids: string[]): Promise<Map<string, LockedOrder>> {
  const rows = await tx.query<LockedRow>(
    `SELECT ${lockedColumns} FROM orders WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, fromLockedRow(row)]));
}

function fromLockedRow(row: LockedRow): LockedOrder {
  return {
    id: row.id,
    status: row.status,
    sellerId: row.seller_id,
    subtotalMinor: row.subtotal_minor,
    discountMinor: row.discount_minor,
    totalMinor: row.total_minor,
    tillId: row.till_id,
    customerId: row.customer_id,
    occurredAt: row.occurred_at,
  };
}

/** Orders whose deadline has passed: not locked, since their tills are locked first. */
export async function findOverdue(db: Queryable, limit: number): Promise<string[]> {
  const rows = await db.query<{ id: string }>(
    'SELECT id FROM orders WHERE deadline_at < now() ORDER BY deadline_at LIMIT $1',
    [limit],
  );
  return rows.map(({ id }) => id);
}

/** Locks those of some orders whose deadline has still passed and that nobody else works on. */
export async function lockOverdue(tx: Tx, ids: string[]): Promise<LockedOrder[]> {
  const rows = await tx.query<LockedRow>(
    `SELECT ${lockedColumns} FROM orders
     WHERE id = ANY($1::uuid[]) AND deadline_at < now() ORDER BY id FOR UPDATE SKIP LOCKED`,
    [ids],
  );
  return rows.map(fromLockedRow);
}
