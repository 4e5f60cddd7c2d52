/** Reads orders as the API shows them. */
import type { Refund } from '@balcao/contracts/api/refunds.ts';
import type {
  CancelReason,
  Limit,
  Order,
  OrderLine,
  OrderListQuery,
  OrderPayment,
  OrderStatus,
  Shortage,
} from '@balcao/contracts/api/sales.ts';
import { type Batcher, createBatcher } from '@balcao/kit/batcher.ts';
import { decodeCursor, toPage, unusableCursor } from '@balcao/kit/cursor.ts';
import type { Database, Queryable } from '@balcao/kit/db.ts';
import { changeMinor } from './order-payments.ts';
import { withLeft } from './refund-amounts.ts';
import { refundsOf } from './refund-store.ts';

interface Row {
  id: string;
  seq: number;
  status: OrderStatus;
  seller_id: string;
  subtotal_minor: number;
  discount_minor: number;
  total_minor: number;
  note: string | null;
  customer_id: string | null;
  till_id: string | null;
  receipt_number: number | null;
  completed_at: string | null;
  occurred_at: string | null;
  beyond_limit: Limit[];
  reason: CancelReason | null;
  shortages: Shortage[] | null;
  created_at: string;
  updated_at: string;
  lines: OrderLine[];
  payments: (Omit<OrderPayment, 'tenderedMinor'> & { tenderedMinor: number | null })[];
  refunds: Refund[] | null;
  history?: { status: OrderStatus; at: string; by: string | null; note: string | null }[];
}

const columns = `
  o.id, o.seq, o.status, o.seller_id, o.subtotal_minor, o.discount_minor, o.total_minor, o.note,
  o.customer_id, o.till_id, o.receipt_number, o.completed_at, o.occurred_at, o.beyond_limit, o.reason,
  o.shortages, o.created_at, o.updated_at,
  (SELECT json_agg(json_build_object('productId', l.product_id, 'name', l.name, 'unit', l.unit,
     'quantityMilli', l.quantity_milli, 'quantityDisplay', l.quantity_display,
     'unitPriceMinor', l.unit_price_minor, 'listPriceMinor', l.list_price_minor,
     'promotionId', l.promotion_id, 'totalMinor', l.total_minor,
     'isPriceStale', l.is_price_stale) ORDER BY l.position)
   FROM order_line l WHERE l.order_id = o.id) AS lines,
  coalesce((SELECT json_agg(json_build_object('id', p.id, 'method', p.method,
     'amountMinor', p.amount_minor - p.given_back_minor, 'status', p.status,
     'tenderedMinor', CASE WHEN p.given_back_minor = 0 THEN p.tendered_minor END)
     ORDER BY p.position, p.id)
   FROM order_payment p WHERE p.order_id = o.id), '[]') AS payments,
  CASE WHEN o.status IN ('partially_refunded', 'refunded') THEN ${refundsOf('o.id')} END AS refunds`;

const history = `
  (SELECT json_agg(json_build_object('status', h.status, 'by', h.by, 'note', h.note,
     'at', to_char(h.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) ORDER BY h.seq)
   FROM order_history h WHERE h.order_id = o.id) AS history`;

function fromRow(row: Row): Order {
  const payments = row.payments.map(({ tenderedMinor, ...payment }) =>
    tenderedMinor === null ? payment : { ...payment, tenderedMinor },
  );
  const refunds = row.refunds ?? [];
  const { status, lines, discount_minor: discountMinor } = row;
  return {
    id: row.id,
    status,
    sellerId: row.seller_id,
    lines: withLeft({ status, lines, discountMinor, refunds }),
    subtotalMinor: row.subtotal_minor,
    discountMinor,
    totalMinor: row.total_minor,
    changeMinor: changeMinor(payments),
    payments,
    refunds,
    note: row.note,
    customerId: row.customer_id,
    tillId: row.till_id,
    receiptNumber: row.receipt_number,
    completedAt: row.completed_at,
    occurredAt: row.occurred_at,
    beyondLimit: row.beyond_limit,
    isOversold: row.occurred_at !== null && row.shortages !== null,
    ...(row.reason === null ? {} : { reason: row.reason }),
    ...(row.shortages === null ? {} : { shortages: row.shortages }),
    ...(row.history === undefined ? {} : { history: row.history }),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/** Reads one order with its history. */
export async function readOrder(db: Queryable, id: string): Promise<Order | undefined> {
  const [row] = await db.query<Row>(`SELECT ${columns}, ${history} FROM orders o WHERE o.id = $1`, [
    id,
  ]);
  return row === undefined ? undefined : fromRow(row);
}

/** Reads orders one by one or many at once: concurrent calls share a statement. */
export function createOrderReader(db: Database): Batcher<string, Order> {
  return createBatcher<string, Order>({
    maxSize: 200,
    concurrency: 2,
    async run(ids) {
      const rows = await db.query<Row>(
        `SELECT ${columns} FROM orders o WHERE o.id = ANY($1::uuid[])`,
        [ids],
      );
      const orders = new Map(rows.map((row) => [row.id, fromRow(row)]));
      return ids.map((id) => {
        const order = orders.get(id);
        return order === undefined
          ? { status: 'rejected', reason: new Error(`order ${id} is gone`) }
          : { status: 'fulfilled', value: order };
      });
    },
  });
}

/** In the words of the index on them. */
const beyondLimit = { true: "o.beyond_limit <> '{}'", false: "o.beyond_limit = '{}'" };

/** Orders, newest first; `sellerId` limits them to one seller's own. */
export async function listOrders(db: Queryable, query: OrderListQuery) {
  const { limit, cursor, status, sellerId, tillId, customerId, method, reason, from, to } = query;
  const { isBeyondLimit } = query;
  const before = decodeCursor(cursor, 1)?.[0] ?? null;
  if (before !== null && !/^\d{1,15}$/.test(before)) throw unusableCursor();
  const rows = await db.query<Row>(
    `SELECT ${columns} FROM orders o
     WHERE ($1::bigint IS NULL OR o.seq < $1) AND ($2::text IS NULL OR o.status = $2)
       AND ($3::uuid IS NULL OR o.seller_id = $3)
       AND ($4::date IS NULL OR o.business_date >= $4) AND ($5::date IS NULL OR o.business_date <= $5)
       AND ($6::uuid IS NULL OR o.till_id = $6) AND ($7::uuid IS NULL OR o.customer_id = $7)
       AND ($8::text IS NULL OR EXISTS (
         SELECT FROM order_payment p WHERE p.order_id = o.id AND p.method = $8))
       AND ($9::text IS NULL OR o.reason = $9)
       AND ${isBeyondLimit === undefined ? 'true' : beyondLimit[`${isBeyondLimit}`]}
     ORDER BY o.seq DESC LIMIT $10`,
    [
      before,
      status ?? null,
      sellerId ?? null,
      from ?? null,
      to ?? null,
      tillId ?? null,
      customerId ?? null,
      method ?? null,
      reason ?? null,
      limit + 1,
    ],
  );
  return toPage(rows, limit, { item: fromRow, key: ({ seq }) => [seq] });
}
