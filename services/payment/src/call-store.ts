/** SQL of the calls to the provider. */
import type { PaymentMethod } from '@balcao/contracts/payment-method.ts';
import type { Queryable, Tx } from '@balcao/kit/db.ts';
import { newId } from '@balcao/kit/ids.ts';

/** A refund of a part has a kind of its own, which the version before leaves alone. */
export type CallKind = 'charge' | 'void' | 'refund' | 'partial_refund';

/** In the place of a refund's id where there is none. */
const nilId = '00000000-0000-0000-0000-000000000000';

export interface NewCall {
  paymentId: string;
  kind: CallKind;
  /** Charges of cards only. */
  cardToken?: string | undefined;
  /** Of refunds. */
  refundId?: string;
  amountMinor?: number;
  traceparent: string | null;
}

/** A call that this process has taken to make. */
export interface TakenCall {
  /** Names a refund at the provider; a charge and a void go by the payment's id. */
  id: string;
  kind: CallKind;
  paymentId: string;
  /** Ours, of refunds; a whole one of the version before has none but zeros. */
  refundId: string;
  method: PaymentMethod;
  /** Of the refund, or of the payment. */
  amountMinor: number;
  cardToken: string | null;
  traceparent: string | null;
  attempts: number;
}

/** Stores calls: a charge and a void once per payment, a refund once per id; answers the ids of the payments that got a new one. */
export async function insertCalls(tx: Tx, calls: NewCall[]): Promise<string[]> {
  const rows = await tx.query<{ payment_id: string }>(
    `INSERT INTO provider_call (id, payment_id, kind, card_token, traceparent, refund_id, amount_minor)
     SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::uuid[], $7::bigint[])
     ON CONFLICT DO NOTHING RETURNING payment_id`,
    [
      calls.map(() => newId()),
      calls.map((call) => call.paymentId),
      calls.map((call) => call.kind),
      calls.map((call) => call.cardToken ?? null),
      calls.map((call) => call.traceparent),
      calls.map((call) => call.refundId ?? nilId),
      calls.map((call) => call.amountMinor ?? null),
    ],
  );
  return rows.map((row) => row.payment_id);
}

interface TakenRow {
  id: string;
  kind: CallKind;
  payment_id: string;
  refund_id: string;
  method: PaymentMethod;
  amount_minor: number;
  card_token: string | null;
  traceparent: string | null;
  attempts: number;
}

/**
 * Takes due calls for `leaseMs`: afterwards another replica may repeat what this one did not finish.
 * A payment whose other call is under way waits: a void must not overtake its charge.
 */
export async function takeCalls(
  db: Queryable,
  { limit, leaseMs }: { limit: number; leaseMs: number },
): Promise<TakenCall[]> {
  const rows = await db.query<TakenRow>(
    `WITH due AS MATERIALIZED (
       SELECT c.id FROM provider_call c
       WHERE c.state = 'waiting' AND c.due_at <= now()
         AND (c.taken_until IS NULL OR c.taken_until < now())
         AND NOT EXISTS (SELECT FROM provider_call o
           WHERE o.payment_id = c.payment_id AND o.id <> c.id AND o.taken_until > now())
       ORDER BY c.due_at LIMIT $1 FOR UPDATE SKIP LOCKED)
     UPDATE provider_call c
     SET taken_until = now() + make_interval(secs => $2::float8 / 1000), attempts = c.attempts + 1
     FROM due, payment p WHERE c.id = due.id AND p.id = c.payment_id
     RETURNING c.id, c.kind, c.payment_id, c.refund_id, p.method,
       coalesce(c.amount_minor, p.amount_minor) AS amount_minor, c.card_token, c.traceparent, c.attempts`,
    [limit, leaseMs],
  );
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    paymentId: row.payment_id,
    refundId: row.refund_id,
    method: row.method,
    amountMinor: row.amount_minor,
    cardToken: row.card_token,
    traceparent: row.traceparent,
    attempts: row.attempts,
  }));
}

/** Ends a call that was answered; the card's token is needed no longer. */
export async function finishCall(tx: Tx, id: string): Promise<void> {
  await tx.query(
    `UPDATE provider_call SET state = 'done', taken_until = NULL, card_token = NULL, error = NULL
     WHERE id = $1`,
    [id],
  );
}

/** Puts a call back to be tried again after `delayMs`; null: its attempts are used up. */
export async function failCall(
  db: Queryable,
  id: string,
  { error, delayMs }: { error: string; delayMs: number | null },
): Promise<void> {
  await db.query(
    `UPDATE provider_call SET taken_until = NULL, error = $2,
       state = CASE WHEN state = 'waiting' AND $3::float8 IS NULL THEN 'failed' ELSE state END,
       due_at = now() + make_interval(secs => coalesce($3::float8, 0) / 1000)
     WHERE id = $1`,
    [id, error, delayMs],
  );
}

/** Gives calls back untried, at a stop. */
export async function returnCall(db: Queryable, id: string): Promise<void> {
  await db.query(
    'UPDATE provider_call SET taken_until = NULL, attempts = attempts - 1 WHERE id = $1',
    [id],
  );
}

/** Ends the charges of payments that are decided; one under way still reports what it did. */
export async function dropCharges(tx: Tx, paymentIds: string[]): Promise<void> {
  await tx.query(
    `UPDATE provider_call SET state = 'dropped', card_token = NULL
     WHERE payment_id = ANY($1::uuid[]) AND kind = 'charge' AND state IN ('waiting', 'failed')`,
    [paymentIds],
  );
}

/** Gives the failed voids and refunds of a payment a fresh set of attempts; false when there are none. */
export async function restartFailedCalls(tx: Tx, paymentId: string): Promise<boolean> {
  const rows = await tx.query(
    `UPDATE provider_call SET state = 'waiting', attempts = 0, due_at = now()
     WHERE payment_id = $1 AND kind <> 'charge' AND state = 'failed' RETURNING id`,
    [paymentId],
  );
  return rows.length > 0;
}

/** How many calls wait and how many have failed for good. */
export async function countCalls(db: Queryable): Promise<{ waiting: number; failed: number }> {
  const [row] = await db.query<{ waiting: number; failed: number }>(
    `SELECT count(*) FILTER (WHERE state = 'waiting') AS waiting,
       count(*) FILTER (WHERE state = 'failed') AS failed
     FROM provider_call WHERE state IN ('waiting', 'failed')`,
  );
  return row ?? { waiting: 0, failed: 0 };
}
