/** The SQL of the price history: append-only, one row for each change of price or cost. */
import type { Price, Product } from '@balcao/contracts/api/product.ts';
import type { Queryable, Tx } from '@balcao/kit/db.ts';

export interface PriceRow {
  version: number;
  price_minor: number;
  cost_minor: number | null;
  valid_from: string;
  valid_to: string | null;
  changed_by: string | null;
}

export function toPrice(row: PriceRow): Price {
  return {
    priceMinor: row.price_minor,
    costMinor: row.cost_minor,
    validFrom: row.valid_from,
    validTo: row.valid_to,
    changedBy: row.changed_by,
  };
}

/** Prices of a product below a version, the newest first; each holds until the next begins. */
export function listPrices(
  db: Queryable,
  { productId, below, limit }: { productId: string; below: number; limit: number },
): Promise<PriceRow[]> {
  return db.query<PriceRow>(
    `SELECT p.version, p.price_minor, p.cost_minor, p.valid_from, p.changed_by,
       (SELECT n.valid_from FROM product_price n
        WHERE n.product_id = p.product_id AND n.version > p.version
        ORDER BY n.version LIMIT 1) AS valid_to
     FROM product_price p WHERE p.product_id = $1 AND p.version < $2
     ORDER BY p.version DESC LIMIT $3`,
    [productId, below, limit],
  );
}

export interface NewPrice {
  product: Product;
  changedBy: string | null;
}

/** Adds the present prices of products; the writer holds their rows. */
export function appendPrices(tx: Tx, prices: NewPrice[]): void {
  if (prices.length === 0) return;
  tx.send(
    `INSERT INTO product_price (product_id, version, price_minor, cost_minor, changed_by)
     SELECT * FROM unnest($1::uuid[], $2::int[], $3::bigint[], $4::bigint[], $5::uuid[])`,
    [
      prices.map(({ product }) => product.id),
      prices.map(({ product }) => product.version),
      prices.map(({ product }) => product.priceMinor),
      prices.map(({ product }) => product.costMinor),
      prices.map(({ changedBy }) => changedBy),
    ],
  );
}

/** Adds the product's present price; the writer holds its row, so versions and times grow together. */
export async function appendPrice(tx: Tx, product: Product, changedBy: string): Promise<void> {
  await tx.query(
    `INSERT INTO product_price (product_id, version, price_minor, cost_minor, changed_by)
     VALUES ($1, $2, $3, $4, $5)`,
    [product.id, product.version, product.priceMinor, product.costMinor, changedBy],
  );
}
