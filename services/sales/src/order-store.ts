/** The SQL that changes orders: many at a time, rows locked in the order of their ids. */
import type {
  CancelReason,
  Limit,
  OrderLine,
  OrderStatus,
  Shortage,
} from '@balcao/contracts/api/sales.ts';
import type { Queryable, Tx } from '@balcao/kit/db.ts';
import { insertPayments, type NewPayment } from './payment-store.ts';

export interface NewOrder {
  id: string;
  status: 'open' | 'placed';
  sellerId: string;
  subtotalMinor: number;
  discountMinor: number;
  deadlineAt: string | null;
  businessDate: string;
  note: string | null;
  customerId: string | null;
  tillId: string | null;
  /** Of a sale that has happened already. */
  occurredAt: string | null;
  /** What it went beyond, if it has happened already. */
  beyondLimit: Limit[];
  lines: OrderLine[];
  payments: NewPayment[];
}

/** Stores orders with lines, payments and first history; answers the ids that were not taken yet. */
export async function insertOrders(tx: Tx, orders: NewOrder[]): Promise<Set<string>> {
  const rows = await tx.query<{ id: string }>(
    `INSERT INTO orders (id, status, seller_id, subtotal_minor, discount_minor, deadline_at,
       business_date, note, till_id, customer_id, occurred_at, beyond_limit)
     SELECT id, status, seller_id, subtotal_minor, discount_minor, deadline_at, business_date, note,
       till_id, customer_id, occurred_at, string_to_array(beyond_limit, ',')
     FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::bigint[], $5::bigint[],
       $6::timestamptz[], $7::date[], $8::text[], $9::uuid[], $10::uuid[], $11::timestamptz[],
       $12::text[]) AS n (id, status, seller_id, subtotal_minor, discount_minor, deadline_at,
       business_date, note, till_id, customer_id, occurred_at, beyond_limit)
     ON CONFLICT (id) DO NOTHING RETURNING id`,
    [
      orders.map((order) => order.id),
      orders.map((order) => order.status),
      orders.map((order) => order.sellerId),
      orders.map((order) => order.subtotalMinor),
      orders.map((order) => order.discountMinor),
      orders.map((order) => order.deadlineAt),
      orders.map((order) => order.businessDate),
      orders.map((order) => order.note),
      orders.map((order) => order.tillId),
      orders.map((order) => order.customerId),
      orders.map((order) => order.occurredAt),
      orders.map((order) => order.beyondLimit.join()),
    ],
  );
  const inserted = new Set(rows.map(({ id }) => id));
  const stored = orders.filter(({ id }) => inserted.has(id));
  const steps = stored.map(({ id, status, sellerId }) => ({ orderId: id, status, by: sellerId }));
  insertLines(tx, stored);
  insertPayments(tx, stored);
  insertHistory(tx, steps);
  return inserted;
}

/** Stores the lines of orders that have none. */
function insertLines(tx: Tx, orders: Pick<NewOrder, 'id' | 'lines'>[]): void {
  const lines = orders.flatMap(({ id, lines: own }) =>
    own.map((line, position) => ({ ...line, orderId: id, position })),
  );
  if (lines.length === 0) return;
  tx.send(
    `INSERT INTO order_line (order_id, position, product_id, name, unit, quantity_milli,
       quantity_display, unit_price_minor, total_minor, is_price_stale, list_price_minor, promotion_id)
     SELECT * FROM unnest($1::uuid[], $2::int[], $3::uuid[], $4::text[], $5::text[], $6::bigint[],
       $7::text[], $8::bigint[], $9::bigint[], $10::boolean[], $11::bigint[], $12::uuid[])`,
    [
      lines.map((line) => line.orderId),
      lines.map((line) => line.position),
      lines.map((line) => line.productId),
      lines.map((line) => line.name),
      lines.map((line) => line.unit),
      lines.map((line) => line.quantityMilli),
      lines.map((line) => line.quantityDisplay),
      lines.map((line) => line.unitPriceMinor),
      lines.map((line) => line.totalMinor),
      lines.map((line) => line.isPriceStale),
      lines.map((line) => line.listPriceMinor),
      lines.map((line) => line.promotionId),
    ],
  );
}

/** Replaces the lines of one order that the caller has locked. */
export function replaceLines(
  tx: Tx,
  order: Pick<NewOrder, 'id' | 'lines' | 'subtotalMinor' | 'discountMinor'>,
): void {
  tx.send('DELETE FROM order_line WHERE order_id = $1', [order.id]);
  insertLines(tx, [order]);
  tx.send(
    `UPDATE orders SET subtotal_minor = $2, discount_minor = $3, updated_at = clock_timestamp()
     WHERE id = $1`,
    [order.id, order.subtotalMinor, order.discountMinor],
  );
}

interface Step {
  orderId: string;
  status: OrderStatus;
  by?: string | null | undefined;
  note?: string | undefined;
}

function insertHistory(tx: Tx, steps: Step[]): void {
  if (steps.length === 0) return;
  tx.send(
    `INSERT INTO order_history (order_id, status, by, note)
     SELECT * FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[])`,
    [
      steps.map((step) => step.orderId),
      steps.map((step) => step.status),
      steps.map((step) => step.by ?? null),
      steps.map((step) => step.note ?? null),
    ],
  );
}

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

/** Gives a locked order to another seller. */
export function saveSeller(tx: Tx, orderId: string, sellerId: string): void {
  tx.send('UPDATE orders SET seller_id = $2 WHERE id = $1', [orderId, sellerId]);
}

/** Names the customer of a locked order that is being placed. */
export function saveCustomer(tx: Tx, orderId: string, customerId: string): void {
  tx.send('UPDATE orders SET customer_id = $2 WHERE id = $1', [orderId, customerId]);
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

/** What is known of a sale when it is complete. */
export interface Sale {
  completedAt: string;
  businessDate: string;
  /** Null at no till, as is the number. */
  register: string | null;
  receiptNumber: number | null;
  isLate: boolean;
}

export interface Move {
  orderId: string;
  /** The states it passes through, in order; the last one stays. */
  path: [OrderStatus, ...OrderStatus[]];
  deadlineAt?: string | null;
  reason?: CancelReason | undefined;
  shortages?: Shortage[] | undefined;
  /** Set as the order is placed. */
  tillId?: string | null;
  sale?: Sale;
  by?: string | undefined;
  note?: string | undefined;
}

/** Moves locked orders along; whoever calls has checked that the moves are allowed. */
export function moveOrders(tx: Tx, moves: Move[]): void {
  if (moves.length === 0) return;
  const steps = moves.flatMap(({ orderId, path, by, note }) =>
    path.map((status) => ({ orderId, status, by, note })),
  );
  tx.send(
    `UPDATE orders o SET status = m.status, deadline_at = m.deadline_at,
       reason = coalesce(m.reason, o.reason), shortages = coalesce(m.shortages, o.shortages),
       till_id = coalesce(m.till_id, o.till_id),
       completed_at = coalesce(m.completed_at, o.completed_at),
       business_date = coalesce(m.business_date, o.business_date),
       receipt_number = coalesce(m.receipt_number, o.receipt_number),
       is_late = coalesce(m.is_late, o.is_late), updated_at = clock_timestamp()
     FROM unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::text[], $5::jsonb[], $6::uuid[],
       $7::timestamptz[], $8::date[], $9::bigint[], $10::boolean[])
       AS m (id, status, deadline_at, reason, shortages, till_id, completed_at, business_date,
         receipt_number, is_late)
     WHERE o.id = ANY($1::uuid[]) AND o.id = m.id`,
    [
      moves.map(({ orderId }) => orderId),
      moves.map(({ path }) => path.at(-1)),
      moves.map(({ deadlineAt }) => deadlineAt ?? null),
      moves.map(({ reason }) => reason ?? null),
      moves.map(({ shortages }) => (shortages === undefined ? null : JSON.stringify(shortages))),
      moves.map(({ tillId }) => tillId ?? null),
      moves.map(({ sale }) => sale?.completedAt ?? null),
      moves.map(({ sale }) => sale?.businessDate ?? null),
      moves.map(({ sale }) => sale?.receiptNumber ?? null),
      moves.map(({ sale }) => sale?.isLate ?? null),
    ],
  );
  insertHistory(tx, steps);
}

/** The lines of orders, as they were sold. */
export async function readLines(
  db: Queryable,
  orderIds: string[],
): Promise<Map<string, OrderLine[]>> {
  if (orderIds.length === 0) return new Map();
  const rows = await db.query<{ order_id: string; line: OrderLine }>(
    `SELECT order_id, json_build_object('productId', product_id, 'name', name, 'unit', unit,
       'quantityMilli', quantity_milli, 'quantityDisplay', quantity_display,
       'unitPriceMinor', unit_price_minor, 'listPriceMinor', list_price_minor,
       'promotionId', promotion_id, 'totalMinor', total_minor,
       'isPriceStale', is_price_stale) AS line
     FROM order_line WHERE order_id = ANY($1::uuid[]) ORDER BY order_id, position`,
    [orderIds],
  );
  const grouped = Map.groupBy(rows, ({ order_id }) => order_id);
  return new Map([...grouped].map(([id, group]) => [id, group.map(({ line }) => line)]));
}
