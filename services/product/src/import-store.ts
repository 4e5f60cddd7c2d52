/** The SQL of an import: every statement is about many rows at once. */
import type { Category, Product } from '@balcao/contracts/api/product.ts';
import { sortName } from '@balcao/contracts/normalise-text.ts';
import type { Queryable, Tx } from '@balcao/kit/db.ts';
import { type CategoryRow, toCategory } from './category-store.ts';
import type { NamedCategory } from './plan-import.ts';
import {
  type ProductInput,
  type ProductRow,
  returning,
  selectProducts,
  toProduct,
} from './product-store.ts';
import { searchText } from './search-text.ts';

const rowsAtOnce = 2_000;

/** The active products with these SKUs, by SKU, held until the transaction ends. */
export async function lockBySku(tx: Tx, skus: string[]): Promise<Map<string, Product>> {
  const rows = await tx.query<ProductRow>(
    `${selectProducts} WHERE p.sku = ANY($1::text[]) AND p.active ORDER BY p.id FOR UPDATE OF p`,
    [skus],
  );
  return new Map(rows.map((row) => [row.sku, toProduct(row)]));
}

export function listAllCategories(db: Queryable): Promise<NamedCategory[]> {
  return db.query<{ id: string; name: string }>('SELECT id, name FROM category');
}

/** The names of active products that have a PLU or barcode (`column`) of the file and are not in it. */
export async function codeOwners(
  db: Queryable,
  column: 'plu' | 'barcode',
  { codes, skus }: { codes: string[]; skus: string[] },
): Promise<Map<string, string>> {
  const rows = await db.query<{ code: string; name: string; sku: string }>(
    `SELECT p.${column} AS code, p.name, p.sku FROM product p
     WHERE p.active AND p.${column} = ANY($1::text[]) AND p.sku <> ALL($2::text[])`,
    [codes, skus],
  );
  return new Map(rows.map(({ code, name, sku }) => [code, `${name} (${sku})`]));
}

export async function insertCategories(tx: Tx, categories: NamedCategory[]): Promise<Category[]> {
  if (categories.length === 0) return [];
  const rows = await tx.query<CategoryRow>(
    `INSERT INTO category (id, name, sort_name)
     SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[]) RETURNING *`,
    [
      categories.map(({ id }) => id),
      categories.map(({ name }) => name),
      categories.map(({ name }) => sortName(name)),
    ],
  );
  return rows.map(toCategory);
}

const values = `unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::uuid[], $7::text[],
    $8::bigint[], $9::bigint[], $10::text[], $11::text[], $12::int[])`;
const fields = `id, sku, name, sort_name, search_text, category_id, unit, price_minor, cost_minor, plu,
    barcode, shelf_life_days`;

const columnsOf = (products: ProductInput[]) => [
  products.map(({ id }) => id),
  products.map(({ sku }) => sku),
  products.map(({ name }) => name),
  products.map(({ name }) => sortName(name)),
  products.map(searchText),
  products.map(({ categoryId }) => categoryId),
  products.map(({ unit }) => unit),
  products.map(({ priceMinor }) => priceMinor),
  products.map(({ costMinor }) => costMinor),
  products.map(({ plu }) => plu),
  products.map(({ barcode }) => barcode),
  products.map(({ shelfLifeDays }) => shelfLifeDays),
];

const insertAll = returning(`
  INSERT INTO product (${fields}, active) SELECT v.*, true FROM ${values} AS v`);

export function insertProducts(tx: Tx, products: ProductInput[]): Promise<Product[]> {
  return write(tx, insertAll, products);
}

const updateAll = returning(`
  UPDATE product SET name = v.name, sort_name = v.sort_name, search_text = v.search_text,
    category_id = v.category_id, unit = v.unit, price_minor = v.price_minor, cost_minor = v.cost_minor,
    plu = v.plu, barcode = v.barcode, shelf_life_days = v.shelf_life_days,
    version = product.version + 1, updated_at = now()
  FROM ${values} AS v (${fields}) WHERE product.id = v.id`);

/** Replaces locked products and counts their versions up. */
export function updateProducts(tx: Tx, products: ProductInput[]): Promise<Product[]> {
  return write(tx, updateAll, products);
}

/** One after the other, so that on a slow machine too each statement ends within its time-out. */
async function write(tx: Tx, statement: string, products: ProductInput[]): Promise<Product[]> {
  const written: Product[] = [];
  for (let start = 0; start < products.length; start += rowsAtOnce) {
    const some = products.slice(start, start + rowsAtOnce);
    const rows = await tx.query<ProductRow>(statement, columnsOf(some));
    for (const row of rows) written.push(toProduct(row));
  }
  return written;
}

/** Takes the codes from locked products that will have others, so that two may swap theirs. */
export function freeCodes(tx: Tx, ids: string[]): void {
  if (ids.length === 0) return;
  tx.send('UPDATE product SET plu = NULL, barcode = NULL WHERE id = ANY($1::uuid[])', [ids]);
}
