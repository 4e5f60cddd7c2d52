/** The SQL of what the label scales are told: what is sold under a PLU, and what is on offer. */
import type { PricedProduct } from '@balcao/contracts/effective-price.ts';
import type { PromotionRule } from '@balcao/contracts/promotion.ts';
import type { Unit } from '@balcao/contracts/unit.ts';
import type { Queryable } from '@balcao/kit/db.ts';
import { type PromotionRow, toPromotion } from './promotion-store.ts';

export interface PluProduct extends PricedProduct {
  sku: string;
  name: string;
  unit: Unit;
  plu: string;
  shelfLifeDays: number | null;
}

interface Row {
  id: string;
  sku: string;
  name: string;
  unit: Unit;
  category_id: string | null;
  price_minor: number;
  plu: string;
  shelf_life_days: number | null;
}

/** What is sold under a PLU, by its number. */
export async function listPluProducts(db: Queryable): Promise<PluProduct[]> {
  const rows = await db.query<Row>(
    `SELECT id, sku, name, unit, category_id, price_minor, plu, shelf_life_days FROM product
     WHERE active AND plu IS NOT NULL ORDER BY length(plu), plu`,
  );
  return rows.map(({ id, sku, name, unit, plu, ...row }) => ({
    id,
    sku,
    name,
    unit,
    categoryId: row.category_id,
    priceMinor: row.price_minor,
    plu,
    shelfLifeDays: row.shelf_life_days,
  }));
}

/** All promotions that have not ended before the business date `since`. */
export async function readPromotions(db: Queryable, since: string): Promise<PromotionRule[]> {
  const rows = await db.query<PromotionRow>(
    'SELECT * FROM promotion WHERE active AND (ends_on IS NULL OR ends_on >= $1::date)',
    [since],
  );
  return rows.map(toPromotion);
}
