/** The SQL of what products and promotions were: append-only, one row for each version that was told. */
import type { ProductChanged, PromotionChanged } from '@balcao/contracts/events/product.ts';
import type { PromotionRule } from '@balcao/contracts/promotion.ts';
import type { Queryable, Tx } from '@balcao/kit/db.ts';
import type { Past } from './past-catalogue.ts';

/** Products as they have been since `since`; one that is known already stays as it is. */
export function keepProducts(
  tx: Tx,
  told: { product: ProductChanged['product']; since: string }[],
): void {
  tx.send(
    `INSERT INTO product_version (product_id, version, price_minor, category_id, since)
     SELECT * FROM unnest($1::uuid[], $2::int[], $3::bigint[], $4::uuid[], $5::timestamptz[])
     ON CONFLICT DO NOTHING`,
    [
      told.map(({ product }) => product.id),
      told.map(({ product }) => product.version),
      told.map(({ product }) => product.priceMinor),
      told.map(({ product }) => product.categoryId),
      told.map(({ since }) => since),
    ],
  );
}

/** Promotions as they have been since `since`; one that is known already stays as it is. */
export function keepPromotions(
  tx: Tx,
  told: { promotion: PromotionChanged['promotion']; since: string }[],
): void {
  tx.send(
    `INSERT INTO promotion_version (promotion_id, version, rule, since)
     SELECT * FROM unnest($1::uuid[], $2::int[], $3::jsonb[], $4::timestamptz[])
     ON CONFLICT DO NOTHING`,
    [
      told.map(({ promotion }) => promotion.id),
      told.map(({ promotion }) => promotion.version),
      told.map(({ promotion }) => JSON.stringify(promotion)),
      told.map(({ since }) => since),
    ],
  );
}

/**
 * What was otherwise at some moment from `from` on. Read it after the catalogue: a change that is committed in
 * between is then in both, and never in neither.
 */
export async function readPast(
  db: Queryable,
  { productIds, from, fromDate }: { productIds: string[]; from: Date; fromDate: string },
): Promise<Past> {
  const [products, promotions] = await Promise.all([
    db.query<{ id: string; price_minor: number; category_id: string | null; until: string }>(
      `SELECT * FROM (
         SELECT product_id AS id, version, price_minor, category_id,
           lead(since) OVER (PARTITION BY product_id ORDER BY version) AS until
         FROM product_version WHERE product_id = ANY($1::uuid[])) AS v
       WHERE until > $2 ORDER BY version`,
      [productIds, from.toISOString()],
    ),
    db.query<{ rule: PromotionRule; since: string | null; until: string | null }>(
      `SELECT * FROM (
         SELECT rule, since, lead(since) OVER (PARTITION BY promotion_id ORDER BY version) AS until
         FROM promotion_version) AS v
       WHERE (until IS NULL OR until > $1) AND (rule->>'active')::boolean
         AND ((rule->>'endsOn') IS NULL OR (rule->>'endsOn')::date >= $2::date)`,
      [from.toISOString(), fromDate],
    ),
  ]);
  return {
    products: products.map(({ id, price_minor: priceMinor, category_id: categoryId, until }) => ({
      id,
      priceMinor,
      categoryId,
      until,
    })),
    promotions,
  };
}

/** So many rows of each table go at once, that nobody who sells has to wait for them. */
const forgottenAtOnce = 10_000;

/**
 * Forgets versions that had been replaced before `before`. The newest version of each stays for ever: without it,
 * an old one that is told again would be taken for the present one.
 */
export async function forgetPast(db: Queryable, before: Date): Promise<void> {
  for (const [table, key] of [
    ['product_version', 'product_id'],
    ['promotion_version', 'promotion_id'],
  ]) {
    await db.query(
      `DELETE FROM ${table} WHERE (${key}, version) IN (
         SELECT ${key}, version FROM (
           SELECT ${key}, version, lead(since) OVER (PARTITION BY ${key} ORDER BY version) AS until
           FROM ${table}) AS v
         WHERE until < $1 LIMIT ${forgottenAtOnce})`,
      [before.toISOString()],
    );
  }
}
