/** The SQL of a look-up: one product by a unique index, and the promotions that concern it. */
import type { Product } from '@balcao/contracts/api/product.ts';
import type { PromotionRule } from '@balcao/contracts/promotion.ts';
import type { Queryable } from '@balcao/kit/db.ts';
import { type ProductRow, productColumns, toProduct, withAvailability } from './product-store.ts';

/** A product with the promotions that may hold for it now or later. */
export interface OnOffer {
  product: Product;
  promotions: (PromotionRule & { name: string })[];
}

type Row = ProductRow & { promotions: OnOffer['promotions'] | null };

const promotions = `
  (SELECT json_agg(json_build_object('id', r.id, 'name', r.name, 'productId', r.product_id,
     'categoryId', r.category_id, 'kind', r.kind, 'percentBasisPoints', r.percent_basis_points,
     'priceMinor', r.price_minor, 'weekdays', r.weekdays, 'startsOn', r.starts_on,
     'endsOn', r.ends_on, 'fromTime', r.from_time, 'toTime', r.to_time, 'active', r.active))
   FROM promotion r
   WHERE (r.product_id = p.id OR r.category_id = p.category_id) AND r.active
     AND (r.ends_on IS NULL OR r.ends_on >= $2::date)) AS promotions`;

const select = `SELECT ${productColumns}, ${promotions} FROM product p ${withAvailability}`;

/** The product that is sold under a PLU, with the promotions that have not ended before the day `since`. */
export async function findByPlu(
  db: Queryable,
  plu: string,
  since: string,
): Promise<OnOffer | undefined> {
  return first(await db.query<Row>(`${select} WHERE p.plu = $1 AND p.active`, [plu, since]));
}

/** As `findByPlu`, by the barcode. */
export async function findByBarcode(
  db: Queryable,
  barcode: string,
  since: string,
): Promise<OnOffer | undefined> {
  return first(
    await db.query<Row>(`${select} WHERE p.barcode = $1 AND p.active`, [barcode, since]),
  );
}

function first([row]: Row[]): OnOffer | undefined {
  return row && { product: toProduct(row), promotions: row.promotions ?? [] };
}
