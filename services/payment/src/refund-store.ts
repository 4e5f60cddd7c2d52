/** SQL of refunds: what was asked back of each payment, and what has gone back. */
import type { PaymentStatus } from '@balcao/contracts/payment-method.ts';
import type { Tx } from '@balcao/kit/db.ts';

/** Centavos; `givenMinor` is null while the provider is at it. */
export interface RefundRow {
  paymentId: string;
  refundId: string;
  amountMinor: number;
  givenMinor: number | null;
}

/** All refunds of some payments, by payment; complete only while the payments are locked. */
export async function readRefunds(tx: Tx, paymentIds: string[]): Promise<Map<string, RefundRow[]>> {
  const rows = await tx.query<{
    payment_id: string;
    refund_id: string;
    amount_minor: number;
    given_minor: number | null;
  }>(
    `SELECT payment_id, refund_id, amount_minor, given_minor FROM payment_refund
     WHERE payment_id = ANY($1::uuid[])`,
    [paymentIds],
  );
  const refunds = rows.map((row) => ({
    paymentId: row.payment_id,
    refundId: row.refund_id,
    amountMinor: row.amount_minor,
    givenMinor: row.given_minor,
  }));
  return Map.groupBy(refunds, ({ paymentId }) => paymentId);
}

export interface NewRefund extends RefundRow {
  by: string | null;
  note: string | null;
}

/** Stores refunds; each id counts once per payment. Those that have gone back did so `at` this time. */
export async function insertRefunds(tx: Tx, refunds: NewRefund[], at: string): Promise<void> {
  if (refunds.length === 0) return;
  await tx.query(
    `INSERT INTO payment_refund (payment_id, refund_id, amount_minor, given_minor, by, note, created_at, done_at)
     SELECT n.*, $7, CASE WHEN n.given_minor IS NOT NULL THEN $7::timestamptz END
     FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bigint[], $5::uuid[], $6::text[])
       AS n (payment_id, refund_id, amount_minor, given_minor, by, note)
     ON CONFLICT DO NOTHING`,
    [
      refunds.map((refund) => refund.paymentId),
      refunds.map((refund) => refund.refundId),
      refunds.map((refund) => refund.amountMinor),
      refunds.map((refund) => refund.givenMinor),
      refunds.map((refund) => refund.by),
      refunds.map((refund) => refund.note),
      at,
    ],
  );
}

/**
 * Records that a refund has gone back; one that the version before asked for is added. Answers who wanted
 * it, or undefined when it was recorded before.
 */
export async function finishRefund(
  tx: Tx,
  { paymentId, refundId, amountMinor, givenMinor, at }: RefundRow & { at: string },
): Promise<{ by: string | null; note: string | null } | undefined> {
  const [row] = await tx.query<{ by: string | null; note: string | null }>(
    `INSERT INTO payment_refund AS r (payment_id, refund_id, amount_minor, given_minor, done_at)
     VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (payment_id, refund_id) DO UPDATE
       SET given_minor = excluded.given_minor, done_at = excluded.done_at WHERE r.done_at IS NULL
     RETURNING by, note`,
    [paymentId, refundId, amountMinor, givenMinor, at],
  );
  return row;
}

/** A refund that has gone back, and what the payment is after it. */
export interface RefundedStep {
  paymentId: string;
  status: PaymentStatus;
  refundedMinor: number;
  by: string | null;
  note: string | null;
}

/** Moves locked payments through their refunds, in order, and notes each in the history. */
export function saveRefunded(tx: Tx, steps: RefundedStep[]): void {
  tx.send(
    `WITH wanted AS (
       SELECT * FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::uuid[], $5::text[])
         WITH ORDINALITY AS w (id, status, refunded_minor, by, note, position)),
     noted AS (
       INSERT INTO payment_history (payment_id, status, by, note)
       SELECT id, status, by, note FROM wanted ORDER BY position)
     UPDATE payment p SET status = w.status, refunded_minor = w.refunded_minor, updated_at = now()
     FROM (SELECT DISTINCT ON (id) * FROM wanted ORDER BY id, position DESC) w WHERE p.id = w.id`,
    [
      steps.map((step) => step.paymentId),
      steps.map((step) => step.status),
      steps.map((step) => step.refundedMinor),
      steps.map((step) => step.by),
      steps.map((step) => step.note),
    ],
  );
}
