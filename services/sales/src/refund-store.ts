/** The SQL of refunds. Whoever writes here has locked the order. */
import type { Refund } from '@balcao/contracts/api/refunds.ts';
import type { Queryable, Tx } from '@balcao/kit/db.ts';

export interface NewRefund extends Refund {
  orderId: string;
}

/** Stores a refund with its lines and payments; answers whether its id was free. */
export async function insertRefund(tx: Tx, refund: NewRefund): Promise<boolean> {
  const { id, orderId, totalMinor, note, by, businessDate, refundedAt, tabPayoutMinor } = refund;
  const rows = await tx.query(
    `INSERT INTO refund (id, order_id, total_minor, note, by, business_date, refunded_at,
       tab_payout_minor)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING RETURNING id`,
    [id, orderId, totalMinor, note, by, businessDate, refundedAt, tabPayoutMinor],
  );
  if (rows.length === 0) return false;
  insertParts(tx, refund);
  return true;
}

function insertParts(tx: Tx, { id, lines, payments }: NewRefund): void {
  tx.send(
    `INSERT INTO refund_line (refund_id, ordinal, position, quantity_milli, total_minor, disposition)
     SELECT $1, * FROM unnest($2::int[], $3::int[], $4::bigint[], $5::bigint[], $6::text[])`,
    [
      id,
      lines.map((_, ordinal) => ordinal),
      lines.map(({ position }) => position),
      lines.map(({ quantityMilli }) => quantityMilli),
      lines.map(({ totalMinor }) => totalMinor),
      lines.map(({ disposition }) => disposition),
    ],
  );
  tx.send(
    `INSERT INTO refund_payment (refund_id, payment_id, amount_minor)
     SELECT $1, * FROM unnest($2::uuid[], $3::bigint[])`,
    [
      id,
      payments.map(({ paymentId }) => paymentId),
      payments.map(({ amountMinor }) => amountMinor),
    ],
  );
}

/** The refunds of an order, in the order in which they were made. */
export async function readRefunds(db: Queryable, orderId: string): Promise<Refund[]> {
  const [row] = await db.query<{ refunds: Refund[] }>(
    `SELECT coalesce(${refundsOf('$1')}, '[]') AS refunds`,
    [orderId],
  );
  return row?.refunds ?? [];
}

/** An expression for the refunds of an order as JSON; null when there are none. */
export const refundsOf = (orderId: string): string => `
  (SELECT json_agg(json_build_object('id', r.id, 'totalMinor', r.total_minor, 'note', r.note, 'by', r.by,
     'businessDate', r.business_date, 'tabPayoutMinor', r.tab_payout_minor,
     'refundedAt', to_char(r.refunded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
     'lines', (SELECT json_agg(json_build_object('position', b.position,
         'quantityMilli', b.quantity_milli, 'totalMinor', b.total_minor,
         'disposition', b.disposition) ORDER BY b.ordinal)
       FROM refund_line b WHERE b.refund_id = r.id),
     'payments', coalesce((SELECT json_agg(json_build_object('paymentId', m.payment_id,
         'amountMinor', m.amount_minor) ORDER BY m.payment_id)
       FROM refund_payment m WHERE m.refund_id = r.id), '[]')) ORDER BY r.seq)
   FROM refund r WHERE r.order_id = ${orderId})`;
