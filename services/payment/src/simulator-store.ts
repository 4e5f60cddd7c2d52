/** SQL of the simulated provider's own memory. */
import type { SimulatorFault } from '@balcao/contracts/api/payment.ts';
import type { Queryable } from '@balcao/kit/db.ts';
import type { SimulatedOutcome } from './simulated-outcome.ts';

export async function readFault(db: Queryable): Promise<SimulatorFault | null> {
  const [row] = await db.query<{ fault: SimulatorFault | null }>('SELECT fault FROM simulator');
  return row?.fault ?? null;
}

export async function saveFault(db: Queryable, fault: SimulatorFault | null): Promise<void> {
  await db.query('UPDATE simulator SET fault = $1', [fault]);
}

/** Makes a charge, or finds the one made before: the first outcome stays. */
export async function rememberCharge(
  db: Queryable,
  paymentId: string,
  outcome: SimulatedOutcome,
): Promise<{ outcome: SimulatedOutcome; isVoided: boolean }> {
  const [row] = await db.query<{ outcome: SimulatedOutcome; is_voided: boolean }>(
    `INSERT INTO simulated_charge AS c (payment_id, outcome) VALUES ($1, $2)
     ON CONFLICT (payment_id) DO UPDATE SET requests = c.requests + 1
     RETURNING outcome, voided_at IS NOT NULL AS is_voided`,
    [paymentId, outcome],
  );
  return { outcome: row?.outcome ?? outcome, isVoided: row?.is_voided ?? false };
}

/** Voids a charge, also one that has not arrived yet. */
export async function rememberVoid(db: Queryable, paymentId: string): Promise<void> {
  await db.query(
    `INSERT INTO simulated_charge AS c (payment_id, outcome, requests, voided_at)
     VALUES ($1, 'decline', 0, now())
     ON CONFLICT (payment_id) DO UPDATE SET voided_at = coalesce(c.voided_at, now())`,
    [paymentId],
  );
}

/** Gives a charge back; a repeat, or a refund of what was never charged, changes nothing. */
export async function rememberRefund(
  db: Queryable,
  paymentId: string,
  refundId: string,
): Promise<void> {
  await db.query(
    'UPDATE simulated_charge SET refund_id = $2 WHERE payment_id = $1 AND refund_id IS NULL',
    [paymentId, refundId],
  );
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
