/** The copy of the catalogue that stock needs, fed by product events. */
import type { ProductChanged } from '@balcao/contracts/events/product.ts';
import { normaliseText } from '@balcao/contracts/normalise-text.ts';
import type { Tx } from '@balcao/kit/db.ts';

type Product = ProductChanged['product'];

/** Keeps the highest version of each product, and makes a stock level for each new one. */
export async function saveProducts(tx: Tx, products: Product[]): Promise<void> {
  const newest = newestOfEach(products);
  const ids = newest.map((product) => product.id);
  await Promise.all([
    tx.query(
      `INSERT INTO product AS p (id, sku, name, search_text, unit, cost_minor, is_active, version,
         shelf_life_days, category_id, price_minor)
       SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[],
         $7::boolean[], $8::bigint[], $9::integer[], $10::uuid[], $11::bigint[])
         AS n (id, sku, name, search_text, unit, cost_minor, is_active, version, shelf_life_days,
           category_id, price_minor)
       ORDER BY n.id
       ON CONFLICT (id) DO UPDATE SET sku = excluded.sku, name = excluded.name,
         search_text = excluded.search_text, unit = excluded.unit, cost_minor = excluded.cost_minor,
         is_active = excluded.is_active, version = excluded.version,
         shelf_life_days = excluded.shelf_life_days, category_id = excluded.category_id,
         price_minor = excluded.price_minor
       WHERE p.version < excluded.version`,
      [
        ids,
        newest.map((product) => product.sku),
        newest.map((product) => product.name),
        newest.map((product) => normaliseText(`${product.name} ${product.sku}`)),
        newest.map((product) => product.unit),
        newest.map((product) => product.costMinor),
        newest.map((product) => product.active),
        newest.map((product) => product.version),
        newest.map((product) => product.shelfLifeDays),
        newest.map((product) => product.categoryId),
        newest.map((product) => product.priceMinor),
      ],
    ),
    tx.query(
      `INSERT INTO stock_level (product_id) SELECT id FROM unnest($1::uuid[]) AS id ORDER BY id
       ON CONFLICT DO NOTHING`,
      [ids],
    ),
  ]);
}

/** One statement cannot write a row twice, and a batch may hold several versions of a product. */
function newestOfEach(products: Product[]): Product[] {
  const newest = new Map<string, Product>();
  for (const product of products) {
    const known = newest.get(product.id);
    if (known === undefined || known.version < product.version) newest.set(product.id, product);
  }
  return [...newest.values()];
}
