/** The SQL of the payments that sales knows of: those named with an order, and those made at the counter. */
import type { PaymentMethod, PaymentStatus } from '@balcao/contracts/payment-method.ts';
import type { Queryable, Tx } from '@balcao/kit/db.ts';

export interface NewPayment {
  id: string;
  method: PaymentMethod;
  amountMinor: number;
  tenderedMinor?: number | undefined;
  cardToken?: string | undefined;
}

/** Stores the payments that were named with orders, all pending. */
export function insertPayments(tx: Tx, orders: { id: string; payments: NewPayment[] }[]): void {
  const payments = orders.flatMap(({ id, payments: own }) =>
    own.map((payment, position) => ({ ...payment, orderId: id, position })),
  );
  if (payments.length === 0) return;
  tx.send(
    `INSERT INTO order_payment (id, order_id, position, method, amount_minor, tendered_minor,
       card_token, status)
     SELECT *, 'pending' FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[], $5::bigint[],
       $6::bigint[], $7::text[])`,
    [
      payments.map((payment) => payment.id),
      payments.map((payment) => payment.orderId),
      payments.map((payment) => payment.position),
      payments.map((payment) => payment.method),
      payments.map((payment) => payment.amountMinor),
      payments.map((payment) => payment.tenderedMinor ?? null),
      payments.map((payment) => payment.cardToken ?? null),
    ],
  );
}

/** `amountMinor` is without what went back before the sale was made. */
export interface OrderPaymentRow extends NewPayment {
  orderId: string;
  status: PaymentStatus;
  givenBackMinor: number;
}

/**
 * Whether its money makes the sale: of a payment of which something went back only where it is noted how much,
 * which the version before 0009 did not.
 */
export function countsForSale({ status, givenBackMinor }: OrderPaymentRow): boolean {
  return status === 'approved' || (status === 'partially_refunded' && givenBackMinor > 0);
}

export function holdsMoney({ status }: OrderPaymentRow): boolean {
  return status === 'approved' || status === 'partially_refunded';
}

/** The payments of orders, in the order in which they were named. */
export async function readPayments(
  db: Queryable,
  orderIds: string[],
): Promise<Map<string, OrderPaymentRow[]>> {
  const rows = await db.query<{
    id: string;
    order_id: string;
    method: PaymentMethod;
    amount_minor: number;
    tendered_minor: number | null;
    given_back_minor: number;
    card_token: string | null;
    status: PaymentStatus;
  }>(
    `SELECT id, order_id, method, amount_minor, tendered_minor, given_back_minor, card_token, status
     FROM order_payment WHERE order_id = ANY($1::uuid[]) ORDER BY order_id, position, id`,
    [orderIds],
  );
  const payments = rows.map((row) => ({
    id: row.id,
    orderId: row.order_id,
    method: row.method,
    amountMinor: row.amount_minor - row.given_back_minor,
    // What went back is no change.
    tenderedMinor: row.given_back_minor > 0 ? undefined : (row.tendered_minor ?? undefined),
    cardToken: row.card_token ?? undefined,
    status: row.status,
    givenBackMinor: row.given_back_minor,
  }));
  return Map.groupBy(payments, ({ orderId }) => orderId);
}

export interface PaymentNews {
  paymentId: string;
  orderId: string;
  status: PaymentStatus;
  /** Known for payments made at the counter, which the order has not heard of before. */
  method?: PaymentMethod;
  amountMinor?: number;
}

/** Records what became of payments; one that was made at the counter is added to its order. */
export function savePaymentNews(tx: Tx, news: PaymentNews[]): void {
  const values = [
    news.map(({ paymentId }) => paymentId),
    news.map(({ orderId }) => orderId),
    news.map(({ method }) => method ?? null),
    news.map(({ amountMinor }) => amountMinor ?? null),
    news.map(({ status }) => status),
  ];
  tx.send(
    `INSERT INTO order_payment AS p (id, order_id, position, method, amount_minor, status)
     SELECT n.id, n.order_id, 1000, n.method, n.amount_minor, n.status
     FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::bigint[], $5::text[])
       AS n (id, order_id, method, amount_minor, status)
     WHERE n.method IS NOT NULL AND n.order_id IN (SELECT id FROM orders WHERE id = ANY($2::uuid[]))
     ORDER BY n.id
     ON CONFLICT (id) DO UPDATE SET status = excluded.status WHERE p.order_id = excluded.order_id`,
    values,
  );
  if (news.every(({ method }) => method !== undefined)) return;
  tx.send(
    `UPDATE order_payment p SET status = n.status
     FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::bigint[], $5::text[])
       AS n (id, order_id, method, amount_minor, status)
     WHERE p.id = n.id AND n.method IS NULL`,
    values,
  );
}

/** Takes what goes back off the payments of orders that still wait for money. */
export function giveBack(
  tx: Tx,
  refunds: { paymentId: string; orderId: string; amountMinor: number }[],
): void {
  tx.send(
    `UPDATE order_payment p SET given_back_minor = p.given_back_minor + n.amount_minor
     FROM (SELECT id, order_id, sum(amount_minor)::bigint AS amount_minor
           FROM unnest($1::uuid[], $2::uuid[], $3::bigint[]) AS t (id, order_id, amount_minor)
           GROUP BY id, order_id) n
     JOIN orders o ON o.id = n.order_id AND o.status = 'awaiting_payment'
     WHERE p.id = n.id AND p.order_id = n.order_id`,
    [
      refunds.map(({ paymentId }) => paymentId),
      refunds.map(({ orderId }) => orderId),
      refunds.map(({ amountMinor }) => amountMinor),
    ],
  );
}
