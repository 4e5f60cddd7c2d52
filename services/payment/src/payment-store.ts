/** SQL of payments and their history. */
import type {
  PaymentMethod,
  PaymentOrigin,
  PaymentStatus,
} from '@balcao/contracts/payment-method.ts';
import type { Queryable, Tx } from '@balcao/kit/db.ts';
import type { NewPayment, Payment } from './payment.ts';

interface Row {
  id: string;
  order_id: string;
  method: PaymentMethod;
  amount_minor: number;
  tendered_minor: number | null;
  fee_minor: number;
  refunded_minor: number;
  status: PaymentStatus;
  origin: PaymentOrigin;
  reason: string | null;
  provider: string;
  provider_reference: string | null;
  br_code: string | null;
  expires_at: string | null;
  approved_at: string | null;
  created_at: string;
  updated_at: string;
}

function fromRow(row: Row): Payment {
  return {
    id: row.id,
    orderId: row.order_id,
    method: row.method,
    amountMinor: row.amount_minor,
    tenderedMinor: row.tendered_minor,
    feeMinor: row.fee_minor,
    // The version before kept nothing but the status.
    refundedMinor: row.status === 'refunded' ? row.amount_minor : row.refunded_minor,
    status: row.status,
    origin: row.origin,
    reason: row.reason,
    provider: row.provider,
    providerReference: row.provider_reference,
    brCode: row.br_code,
    expiresAt: row.expires_at,
    approvedAt: row.approved_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/** Stores payments; answers those whose id was free. */
export async function insertPayments(
  tx: Tx,
  payments: NewPayment[],
  by: string | null = null,
): Promise<Payment[]> {
  if (payments.length === 0) return [];
  const rows = await tx.query<Row>(
    `WITH made AS (
       INSERT INTO payment (id, order_id, method, amount_minor, tendered_minor, status, origin,
         provider, expires_at, fee_minor, approved_at)
       SELECT n.*
       FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::bigint[], $5::bigint[], $6::text[],
         $7::text[], $8::text[], $9::timestamptz[], $10::bigint[], $11::timestamptz[])
         AS n (id, order_id, method, amount_minor, tendered_minor, status, origin, provider, expires_at,
           fee_minor, approved_at)
       ORDER BY n.id
       ON CONFLICT DO NOTHING RETURNING *),
     noted AS (INSERT INTO payment_history (payment_id, status, by) SELECT id, status, $12 FROM made)
     SELECT * FROM made`,
    [
      payments.map((payment) => payment.id),
      payments.map((payment) => payment.orderId),
      payments.map((payment) => payment.method),
      payments.map((payment) => payment.amountMinor),
      payments.map((payment) => payment.tenderedMinor),
      payments.map((payment) => payment.status),
      payments.map((payment) => payment.origin),
      payments.map((payment) => payment.provider),
      payments.map((payment) => payment.expiresAt),
      payments.map((payment) => payment.feeMinor),
      payments.map((payment) => payment.approvedAt),
      by,
    ],
  );
  return rows.map(fromRow);
}

/** A payment's next status. */
export interface StatusChange {
  paymentId: string;
  status: PaymentStatus;
  reason: string | null;
  by: string | null;
  note: string | null;
  /** By the shop's clock; kept where the payment is approved. */
  at: string;
}

/** Changes the status of locked payments and notes it in their history; answers them as they are now. */
export async function updateStatuses(tx: Tx, changes: StatusChange[]): Promise<Payment[]> {
  const rows = await tx.query<Row>(
    `WITH wanted AS (
       SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::text[],
         $6::timestamptz[]) AS w (id, status, reason, by, note, at)),
     changed AS (
       UPDATE payment p
       SET status = w.status, reason = coalesce(w.reason, p.reason), updated_at = now(),
         approved_at = CASE WHEN w.status = 'approved' THEN w.at ELSE p.approved_at END
       FROM wanted w WHERE p.id = w.id RETURNING p.*),
     noted AS (
       INSERT INTO payment_history (payment_id, status, by, note)
       SELECT id, status, by, note FROM wanted)
     SELECT * FROM changed ORDER BY id`,
    [
      changes.map((change) => change.paymentId),
      changes.map((change) => change.status),
      changes.map((change) => change.reason),
      changes.map((change) => change.by),
      changes.map((change) => change.note),
      changes.map((change) => change.at),
    ],
  );
  return rows.map(fromRow);
}

export async function findPayment(db: Queryable, id: string): Promise<Payment | undefined> {
  const [row] = await db.query<Row>('SELECT * FROM payment WHERE id = $1', [id]);
  return row === undefined ? undefined : fromRow(row);
}

/** By their ids; unknown ones are missing. */
export async function findPayments(db: Queryable, ids: string[]): Promise<Map<string, Payment>> {
  const rows = await db.query<Row>('SELECT * FROM payment WHERE id = ANY($1::uuid[])', [ids]);
  return new Map(rows.map((row) => [row.id, fromRow(row)]));
}

export async function lockPayment(tx: Tx, id: string): Promise<Payment | undefined> {
  const [row] = await tx.query<Row>('SELECT * FROM payment WHERE id = $1 FOR UPDATE', [id]);
  return row === undefined ? undefined : fromRow(row);
}

/** Locks payments by their ids; unknown ones are missing. */
export async function lockPayments(tx: Tx, ids: string[]): Promise<Map<string, Payment>> {
  const rows = await tx.query<Row>(
    'SELECT * FROM payment WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE',
    [ids],
  );
  return new Map(rows.map((row) => [row.id, fromRow(row)]));
}

/** Locks the payments of some orders that hold money or wait for it. */
export async function lockOpenPayments(tx: Tx, orderIds: string[]): Promise<Payment[]> {
  const rows = await tx.query<Row>(
    `SELECT * FROM payment WHERE order_id = ANY($1::uuid[]) AND status IN ('pending', 'approved', 'partially_refunded')
     ORDER BY id FOR UPDATE`,
    [orderIds],
  );
  return rows.map(fromRow);
}

/** Locks pending payments whose time is over, and leaves out those that somebody else is at. */
export async function lockOverduePayments(tx: Tx, limit: number): Promise<Payment[]> {
  const rows = await tx.query<Row>(
    `SELECT * FROM payment WHERE status = 'pending' AND expires_at <= now()
     ORDER BY expires_at, id LIMIT $1 FOR UPDATE SKIP LOCKED`,
    [limit],
  );
  return rows.map(fromRow);
}

/** Centavos of an order that are paid and not given back, or under way; read it under the order's lock. */
export async function sumTakenMinor(tx: Tx, orderId: string): Promise<number> {
  const [row] = await tx.query<{ taken: number }>(
    `SELECT coalesce(sum(amount_minor - refunded_minor), 0)::bigint AS taken FROM payment
     WHERE order_id = $1 AND status IN ('pending', 'approved', 'partially_refunded')`,
    [orderId],
  );
  return row?.taken ?? 0;
}

/** Keeps the provider's name for a charge, such as the txid of a PIX, and the code to pay it by. */
export async function saveReference(
  tx: Tx,
  paymentId: string,
  { reference, brCode = null }: { reference: string; brCode?: string | null },
): Promise<void> {
  await tx.query(
    `UPDATE payment SET provider_reference = $2, br_code = coalesce(br_code, $3) WHERE id = $1`,
    [paymentId, reference, brCode],
  );
}
