/** Stock as it was at the end of a day, by the movement ledger. */
import type { PastStock } from '@balcao/contracts/api/past-stock.ts';
import { normaliseText } from '@balcao/contracts/normalise-text.ts';
import type { Queryable } from '@balcao/kit/db.ts';

// What has been moved since is taken off what is there: the ledger of the last days is short, all of it is not.
const listed = `
  WITH later AS (
    SELECT product_id, sum(quantity_milli)::bigint AS quantity_milli,
      sum(cost_minor)::bigint AS cost_minor
    FROM movement WHERE business_date > $1::date GROUP BY product_id)
  SELECT p.id AS "productId", p.name, p.unit, $1::date AS "asOf",
    l.on_hand_milli - coalesce(m.quantity_milli, 0) AS "onHandMilli",
    l.value_minor - coalesce(m.cost_minor, 0) AS "valueMinor"
  FROM stock_level l JOIN product p ON p.id = l.product_id
  LEFT JOIN later m ON m.product_id = l.product_id
  WHERE ($3::text IS NULL OR (p.name, p.id) > ($3, $4::uuid))
    AND ($5::text IS NULL OR position($5 IN p.search_text) > 0)
    AND (p.is_active OR l.on_hand_milli - coalesce(m.quantity_milli, 0) <> 0)
  ORDER BY p.name, p.id LIMIT $2`;

export interface PastQuery {
  asOf: string;
  limit: number;
  q?: string | undefined;
}

/** Levels by name at the end of a business day, of what is sold and of what was left of archived products. */
export function listPastStock(
  db: Queryable,
  { asOf, limit, q }: PastQuery,
  after: { name: string; productId: string } | null,
): Promise<PastStock[]> {
  return db.query<PastStock>(listed, [
    asOf,
    limit + 1,
    after?.name ?? null,
    after?.productId ?? null,
    q === undefined ? null : normaliseText(q),
  ]);
}
