/** The SQL that stores orders and moves them along, many at a time, with a history of every state. */
import type {
  CancelReason,
  Limit,
  OrderLine,
  OrderStatus,
  Shortage,
} from '@balcao/contracts/api/sales.ts';
import type { Tx } from '@balcao/kit/db.ts';
import { insertLines } from './order-line-store.ts';
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

/** Gives a locked order to another seller. */
export function saveSeller(tx: Tx, orderId: string, sellerId: string): void {
  tx.send('UPDATE orders SET seller_id = $2 WHERE id = $1', [orderId, sellerId]);
}

/** Names the customer of a locked order that is being placed. */
export function saveCustomer(tx: Tx, orderId: string, customerId: string): void {
  tx.send('UPDATE orders SET customer_id = $2 WHERE id = $1', [orderId, customerId]);
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
