/** The SQL of what the clock brings: which lots are due to be told of, which products, and how much there is. */
import type { Queryable, Tx } from '@balcao/kit/db.ts';

export interface DueLot {
  lotId: string;
  productId: string;
  quantityMilli: number;
  expiresOn: string;
  /** False where a nearer expiry was told already. */
  isNearest: boolean;
}

// A rival that claims the same rows is waited for, and then has them.
const claim = `
  WITH due AS (
    SELECT l.id, l.expires_on FROM lot l
    WHERE l.has_stock AND EXISTS (
      SELECT 1 FROM unnest($1::integer[]) AS t WHERE l.expires_on <= $2::date + t
        AND NOT EXISTS (SELECT 1 FROM lot_notice n WHERE n.lot_id = l.id AND n.threshold = t))
      AND l.expires_on <= $2::date + (SELECT max(t) FROM unnest($1::integer[]) AS t)
    ORDER BY l.id LIMIT $3),
  claimed AS (
    INSERT INTO lot_notice (lot_id, threshold)
    SELECT due.id, t FROM due CROSS JOIN unnest($1::integer[]) AS t
    WHERE due.expires_on <= $2::date + t ORDER BY due.id, t
    ON CONFLICT DO NOTHING RETURNING lot_id, threshold)
  SELECT l.id AS "lotId", l.product_id AS "productId", l.on_hand_milli AS "quantityMilli",
    l.expires_on AS "expiresOn",
    NOT EXISTS (SELECT 1 FROM lot_notice n
      WHERE n.lot_id = l.id AND n.threshold < min(c.threshold)) AS "isNearest"
  FROM claimed c JOIN lot l ON l.id = c.lot_id GROUP BY l.id ORDER BY l.id`;

/** Notes that lots with goods have reached thresholds (days before their last day), and answers which. */
export function claimExpiries(
  tx: Tx,
  { thresholds, onDate, batch }: { thresholds: number[]; onDate: string; batch: number },
): Promise<DueLot[]> {
  return tx.query<DueLot>(claim, [thresholds, onDate, batch]);
}

/** Products of which it was told that they are low or not, and which are the other; some of them. */
export async function readMistoldProducts(
  db: Queryable,
  onDate: string,
  limit: number,
): Promise<string[]> {
  const rows = await db.query<{ product_id: string }>(
    `SELECT l.product_id FROM stock_level l JOIN product p ON p.id = l.product_id
     LEFT JOIN (
       SELECT product_id, sum(on_hand_milli)::bigint AS milli FROM lot
       WHERE has_stock AND expires_on < $1::date GROUP BY product_id) e USING (product_id)
     WHERE p.is_active AND l.is_low_told <>
       coalesce(l.on_hand_milli - coalesce(e.milli, 0) < l.minimum_milli, false)
     ORDER BY l.product_id LIMIT $2`,
    [onDate, limit],
  );
  return rows.map((row) => row.product_id);
}

export interface Expiries {
  expired_lots: number;
  expired_value_minor: number;
  /** Those that expire within the given days, today's among them, and have not yet. */
  expiring_lots: number;
}

/** How much of what is on hand has expired, or is about to. */
export async function readExpiries(
  db: Queryable,
  onDate: string,
  withinDays: number,
): Promise<Expiries> {
  const [row] = await db.query<Expiries>(
    `SELECT count(*) FILTER (WHERE expires_on < $1::date) AS expired_lots,
       coalesce(sum(value_minor) FILTER (WHERE expires_on < $1::date), 0)::bigint
         AS expired_value_minor,
       count(*) FILTER (WHERE expires_on >= $1::date) AS expiring_lots
     FROM lot WHERE has_stock AND expires_on <= $1::date + $2::integer`,
    [onDate, withinDays],
  );
  return row ?? { expired_lots: 0, expired_value_minor: 0, expiring_lots: 0 };
}
