/** The SQL of what may be sold of each product, as inventory last said. */
import type { Queryable } from '@balcao/kit/db.ts';

export interface Availability {
  productId: string;
  /** Thousandths of the product's unit. */
  availableMilli: number;
  levelVersion: number;
}

/** Keeps the highest level version of each product; older news that arrives late changes nothing. */
export async function saveAvailability(db: Queryable, items: Availability[]): Promise<void> {
  await db.query(
    `INSERT INTO product_availability AS a (product_id, available_milli, level_version)
     SELECT DISTINCT ON (product_id) product_id, available_milli, level_version
     FROM unnest($1::uuid[], $2::bigint[], $3::bigint[])
       AS n (product_id, available_milli, level_version)
     ORDER BY product_id, level_version DESC
     ON CONFLICT (product_id) DO UPDATE
       SET available_milli = excluded.available_milli, level_version = excluded.level_version
       WHERE a.level_version < excluded.level_version`,
    [
      items.map(({ productId }) => productId),
      items.map(({ availableMilli }) => availableMilli),
      items.map(({ levelVersion }) => levelVersion),
    ],
  );
}
