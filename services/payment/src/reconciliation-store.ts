/** SQL of what is booked here of a provider's charges and refunds. */
import type { PaymentStatus } from '@balcao/contracts/payment-method.ts';
import type { Queryable } from '@balcao/kit/db.ts';
import type { BookedTransaction } from './reconcile.ts';

/** Money that came too late and went back is a charge too; a refund for which nothing was there is none. */
const booked = `
  SELECT 'charge' AS kind, p.id AS name, p.id AS payment_id, p.status, p.amount_minor, p.approved_at AS at
  FROM payment p WHERE p.provider = $1 AND p.approved_at IS NOT NULL
  UNION ALL
  SELECT 'charge', r.payment_id, p.id, p.status, p.amount_minor, r.created_at
  FROM payment_refund r JOIN payment p ON p.id = r.payment_id
  WHERE p.provider = $1 AND r.refund_id = r.payment_id AND (r.given_minor IS NULL OR r.given_minor > 0)
  UNION ALL
  SELECT 'refund', c.id, p.id, p.status, r.given_minor, r.done_at
  FROM payment_refund r JOIN payment p ON p.id = r.payment_id
  JOIN provider_call c ON c.payment_id = r.payment_id AND c.refund_id = r.refund_id
    AND c.kind IN ('refund', 'partial_refund')
  WHERE p.provider = $1 AND r.given_minor > 0`;

interface Row {
  kind: 'charge' | 'refund';
  name: string;
  payment_id: string;
  status: PaymentStatus;
  amount_minor: number;
  at: string;
}

function fromRow({ payment_id, amount_minor, ...row }: Row): BookedTransaction {
  return { ...row, paymentId: payment_id, amountMinor: amount_minor };
}

/** What was booked from one instant to before another; at most `limit` of it. */
export async function bookedBetween(
  db: Queryable,
  { provider, from, to, limit }: { provider: string; from: string; to: string; limit: number },
): Promise<BookedTransaction[]> {
  const rows = await db.query<Row>(
    `SELECT * FROM (${booked}) b WHERE at >= $2 AND at < $3 LIMIT $4`,
    [provider, from, to, limit],
  );
  return rows.map(fromRow);
}

/** What is booked under these names, whenever that was. */
export async function bookedUnder(
  db: Queryable,
  { provider, names }: { provider: string; names: string[] },
): Promise<BookedTransaction[]> {
  const rows = await db.query<Row>(`SELECT * FROM (${booked}) b WHERE name = ANY($2::uuid[])`, [
    provider,
    names,
  ]);
  return rows.map(fromRow);
}

/** The instants at which a business day begins and ends. */
export async function boundsOf(
  db: Queryable,
  { date, timeZone }: { date: string; timeZone: string },
): Promise<{ from: string; to: string }> {
  const [row] = await db.query<{ from: string; to: string }>(
    `SELECT $1::date::timestamp AT TIME ZONE $2 AS from, ($1::date + 1)::timestamp AT TIME ZONE $2 AS to`,
    [date, timeZone],
  );
  if (row === undefined) throw new Error('a SELECT without a table has one row');
  return row;
}
