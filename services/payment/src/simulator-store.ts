/** SQL of the simulated provider's own memory. */
import type { SimulatorFault } from '@balcao/contracts/api/payment.ts';
import type { Database, Queryable } from '@balcao/kit/db.ts';
import type { RefundRequest } from './provider.ts';
import type { SimulatedOutcome } from './simulated-outcome.ts';

export async function readFault(db: Queryable): Promise<SimulatorFault | null> {
  const [row] = await db.query<{ fault: SimulatorFault | null }>('SELECT fault FROM simulator');
  return row?.fault ?? null;
}

export async function saveFault(db: Queryable, fault: SimulatorFault | null): Promise<void> {
  await db.query('UPDATE simulator SET fault = $1', [fault]);
}

/** Makes a charge, or finds the one made before: the first outcome stays. An approved one has its money. */
export async function rememberCharge(
  db: Queryable,
  { paymentId, amountMinor, at }: { paymentId: string; amountMinor: number; at: string },
  outcome: SimulatedOutcome,
): Promise<{ outcome: SimulatedOutcome; isVoided: boolean }> {
  const [row] = await db.query<{ outcome: SimulatedOutcome; is_voided: boolean }>(
    `INSERT INTO simulated_charge AS c (payment_id, outcome, amount_minor, paid_at)
     VALUES ($1, $2, $3, CASE WHEN $2 = 'approve' THEN $4::timestamptz END)
     ON CONFLICT (payment_id) DO UPDATE
       SET requests = c.requests + 1, amount_minor = coalesce(c.amount_minor, excluded.amount_minor)
     RETURNING outcome, voided_at IS NOT NULL AS is_voided`,
    [paymentId, outcome, amountMinor, at],
  );
  return { outcome: row?.outcome ?? outcome, isVoided: row?.is_voided ?? false };
}

/** The customer has paid, be it after a void. */
export async function rememberPaid(db: Queryable, paymentId: string, at: string): Promise<void> {
  await db.query(
    'UPDATE simulated_charge SET paid_at = coalesce(paid_at, $2) WHERE payment_id = $1',
    [paymentId, at],
  );
}

/** Voids a charge, also one that has not arrived yet: its money, where none of it went back, was never taken. */
export async function rememberVoid(db: Queryable, paymentId: string): Promise<void> {
  await db.query(
    `INSERT INTO simulated_charge AS c (payment_id, outcome, requests, voided_at)
     VALUES ($1, 'decline', 0, now())
     ON CONFLICT (payment_id) DO UPDATE SET voided_at = coalesce(c.voided_at, now()),
       paid_at = CASE WHEN c.voided_at IS NOT NULL OR c.refunded_minor > 0 THEN c.paid_at END`,
    [paymentId],
  );
}

interface ChargeRow {
  amount_minor: number | null;
  is_paid: boolean;
  is_voided: boolean;
  refunded_minor: number;
}

/**
 * Gives some of a charge back and answers how much: 0 where nothing was taken, and for a repeat what was
 * given first. Rejects where less is left.
 */
export async function rememberRefund(
  db: Database,
  { refundId, paymentId, amountMinor, at }: RefundRequest & { at: string },
): Promise<number> {
  return db.transaction(async (tx) => {
    const [charge] = await tx.query<ChargeRow>(
      `SELECT amount_minor, paid_at IS NOT NULL AS is_paid, voided_at IS NOT NULL AS is_voided,
         refunded_minor
       FROM simulated_charge WHERE payment_id = $1 FOR UPDATE`,
      [paymentId],
    );
    const [known] = await tx.query<{ amount_minor: number }>(
      'SELECT amount_minor FROM simulated_refund WHERE refund_id = $1',
      [refundId],
    );
    if (known !== undefined) return known.amount_minor;
    const givenMinor = givable(charge, amountMinor);
    tx.send(
      `INSERT INTO simulated_refund (refund_id, payment_id, amount_minor, created_at)
       VALUES ($1, $2, $3, $4)`,
      [refundId, paymentId, givenMinor, at],
    );
    tx.send(
      `UPDATE simulated_charge SET refunded_minor = refunded_minor + $2 WHERE payment_id = $1`,
      [paymentId, givenMinor],
    );
    return givenMinor;
  });
}

function givable(charge: ChargeRow | undefined, amountMinor: number): number {
  if (charge === undefined) return 0;
  const isFromBefore = charge.amount_minor === null && !charge.is_voided;
  if (!charge.is_paid && !isFromBefore) return 0;
  const leftMinor = (charge.amount_minor ?? amountMinor) - charge.refunded_minor;
  if (amountMinor <= leftMinor) return amountMinor;
  throw new Error(`${amountMinor} centavos are asked back of ${leftMinor} that are left`);
}

export async function findOutcome(
  db: Queryable,
  paymentId: string,
): Promise<SimulatedOutcome | undefined> {
  const [row] = await db.query<{ outcome: SimulatedOutcome }>(
    'SELECT outcome FROM simulated_charge WHERE payment_id = $1',
    [paymentId],
  );
  return row?.outcome;
}
