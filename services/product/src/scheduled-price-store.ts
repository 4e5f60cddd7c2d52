/** The SQL of prices that begin later. */
import type {
  ScheduledPrice,
  ScheduledPriceStatus,
} from '@balcao/contracts/api/scheduled-prices.ts';
import type { Queryable, Tx } from '@balcao/kit/db.ts';
import { brokenConstraint } from '@balcao/kit/db-errors.ts';
import { Problem } from '@balcao/kit/problem.ts';
import type { TimeKey } from './list-cursor.ts';

export interface ScheduledPriceRow {
  id: string;
  product_id: string;
  price_minor: number;
  starts_at: string;
  status: ScheduledPriceStatus;
  created_by: string;
  created_at: string;
  ended_at: string | null;
}

export interface NewScheduledPrice {
  id: string;
  productId: string;
  priceMinor: number;
  startsAt: string;
  createdBy: string;
}

export function toScheduledPrice(row: ScheduledPriceRow): ScheduledPrice {
  return {
    id: row.id,
    productId: row.product_id,
    priceMinor: row.price_minor,
    startsAt: row.starts_at,
    status: row.status,
    createdBy: row.created_by,
    createdAt: row.created_at,
    endedAt: row.ended_at,
  };
}

/** Throws `already_exists` for a taken id, or where another price of the product begins at the same moment. */
export async function insertScheduledPrice(
  tx: Tx,
  { id, productId, priceMinor, startsAt, createdBy }: NewScheduledPrice,
): Promise<ScheduledPrice> {
  try {
    const rows = await tx.query<ScheduledPriceRow>(
      `INSERT INTO scheduled_price (id, product_id, price_minor, starts_at, created_by)
       VALUES ($1, $2, $3, $4, $5) RETURNING *`,
      [id, productId, priceMinor, startsAt, createdBy],
    );
    return only(rows, id);
  } catch (cause) {
    switch (brokenConstraint(cause)) {
      case 'scheduled_price_pkey':
        throw taken('id', `A scheduled price with the id ${id} exists. Send another.`, cause);
      case 'scheduled_price_moment':
        throw taken('startsAt', `Another price begins at ${startsAt}. Cancel it first.`, cause);
      default:
        throw cause;
    }
  }
}

function taken(path: string, detail: string, cause: unknown): Problem {
  return new Problem('already_exists', detail, {
    pt: 'Já há um preço agendado para este momento. Cancele-o antes.',
    cause,
    errors: [{ path, message: 'another scheduled price has it' }],
  });
}

/** The scheduled prices of a product by their beginning, after `after`. */
export function listScheduledPrices(
  db: Queryable,
  { productId, after, limit }: { productId: string; after: TimeKey; limit: number },
): Promise<ScheduledPriceRow[]> {
  return db.query<ScheduledPriceRow>(
    `SELECT * FROM scheduled_price
     WHERE product_id = $1 AND (starts_at, id) > ($2::timestamptz, $3::uuid)
     ORDER BY starts_at, id LIMIT $4`,
    [productId, after.at, after.id, limit],
  );
}

/** Cancels a price that has not begun. Throws `not_found`, or `invalid_transition` when it has ended. */
export async function cancelScheduledPrice(
  tx: Tx,
  { id, productId }: { id: string; productId: string },
): Promise<void> {
  const rows = await tx.query<ScheduledPriceRow>(
    'SELECT * FROM scheduled_price WHERE id = $1 AND product_id = $2 FOR UPDATE',
    [id, productId],
  );
  const { status } = only(rows, id);
  if (status === 'cancelled') return;
  if (status !== 'waiting') {
    throw new Problem('invalid_transition', `It is ${status}, so it cannot be cancelled.`, {
      pt: 'O preço já começou a valer e não pode mais ser cancelado.',
    });
  }
  tx.send(
    "UPDATE scheduled_price SET status = 'cancelled', ended_at = clock_timestamp() WHERE id = $1",
    [id],
  );
}

export interface DuePrice {
  productId: string;
  priceMinor: number;
  createdBy: string;
}

/**
 * Ends what is due at `now` of up to `limit` products that nobody else holds, and answers the last one of
 * each. The products are locked, not the prices: two replicas would else apply one product's out of order.
 */
export async function takeDuePrices(
  tx: Tx,
  { now, limit }: { now: string; limit: number },
): Promise<DuePrice[]> {
  const rows = await tx.query<{ product_id: string; price_minor: number; created_by: string }>(
    `WITH locked AS MATERIALIZED (
       SELECT p.id FROM product p
       WHERE p.id IN (SELECT product_id FROM scheduled_price
                      WHERE status = 'waiting' AND starts_at <= $1::timestamptz)
       ORDER BY p.id LIMIT $2 FOR UPDATE SKIP LOCKED
     ), due AS MATERIALIZED (
       SELECT s.id, s.product_id,
         row_number() OVER (PARTITION BY s.product_id ORDER BY s.starts_at DESC) AS place
       FROM scheduled_price s JOIN locked l ON l.id = s.product_id
       WHERE s.status = 'waiting' AND s.starts_at <= $1::timestamptz
     ), ended AS (
       UPDATE scheduled_price s SET ended_at = clock_timestamp(),
         status = CASE d.place WHEN 1 THEN 'applied' ELSE 'superseded' END
       FROM due d WHERE s.id = d.id AND s.status = 'waiting'
       RETURNING s.product_id, s.price_minor, s.created_by, s.status
     )
     SELECT product_id, price_minor, created_by FROM ended WHERE status = 'applied'
     ORDER BY product_id`,
    [now, limit],
  );
  return rows.map((row) => ({
    productId: row.product_id,
    priceMinor: row.price_minor,
    createdBy: row.created_by,
  }));
}

function only([row]: ScheduledPriceRow[], id: string): ScheduledPrice {
  if (row === undefined) throw new Problem('not_found', `No scheduled price has the id ${id}.`);
  return toScheduledPrice(row);
}
