/** The copy of the promotions that pricing needs, fed by product's events. */
import type { PromotionChanged } from '@balcao/contracts/events/product.ts';
import type { PromotionRule } from '@balcao/contracts/promotion.ts';
import type { Queryable } from '@balcao/kit/db.ts';

/** All promotions that have not ended before the business date `since`. */
export async function readPromotions(db: Queryable, since: string): Promise<PromotionRule[]> {
  const rows = await db.query<{ rule: PromotionRule }>(
    'SELECT rule FROM promotion WHERE is_active AND (ends_on IS NULL OR ends_on >= $1::date)',
    [since],
  );
  return rows.map(({ rule }) => rule);
}

/** Keeps the newest version of each promotion; older news that arrives late changes nothing. */
export async function savePromotions(
  db: Queryable,
  promotions: PromotionChanged['promotion'][],
): Promise<void> {
  await db.query(
    `INSERT INTO promotion AS p (id, rule, is_active, ends_on, version)
     SELECT DISTINCT ON (id) * FROM unnest($1::uuid[], $2::jsonb[], $3::boolean[], $4::date[], $5::int[])
       AS n (id, rule, is_active, ends_on, version)
     ORDER BY id, version DESC
     ON CONFLICT (id) DO UPDATE SET rule = excluded.rule, is_active = excluded.is_active,
       ends_on = excluded.ends_on, version = excluded.version
     WHERE p.version < excluded.version`,
    [
      promotions.map(({ id }) => id),
      promotions.map((promotion) => JSON.stringify(promotion)),
      promotions.map(({ active }) => active),
      promotions.map(({ endsOn }) => endsOn),
      promotions.map(({ version }) => version),
    ],
  );
}
