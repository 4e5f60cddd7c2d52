/** The SQL of products. */
import type { Product, UpdateProductRequest } from '@balcao/contracts/api/product.ts';
import { sortName } from '@balcao/contracts/normalise-text.ts';
import type { Unit } from '@balcao/contracts/unit.ts';
import type { Queryable, Tx } from '@balcao/kit/db.ts';
import { Problem } from '@balcao/kit/problem.ts';
import type { NameKey } from './list-cursor.ts';
import { refusalOf } from './product-conflict.ts';
import { searchText } from './search-text.ts';

export interface ProductRow {
  id: string;
  sku: string;
  name: string;
  sort_name: string;
  category_id: string | null;
  unit: Unit;
  price_minor: number;
  cost_minor: number | null;
  plu: string | null;
  barcode: string | null;
  shelf_life_days: number | null;
  active: boolean;
  available_milli: number | null;
  version: number;
  created_at: string;
  updated_at: string;
}

/** What a person says of a product. */
export type ProductInput = UpdateProductRequest & { id: string };

export interface ProductFilter {
  categoryId: string | undefined;
  active: boolean | undefined;
  /** Only what was changed then or later. */
  updatedSince: string | undefined;
  after: NameKey;
  limit: number;
}

export const productColumns = `p.id, p.sku, p.name, p.sort_name, p.category_id, p.unit, p.price_minor, p.cost_minor,
  p.plu, p.barcode, p.shelf_life_days, p.active, a.available_milli, p.version, p.created_at, p.updated_at`;
export const withAvailability = 'LEFT JOIN product_availability a ON a.product_id = p.id';
export const selectProducts = `SELECT ${productColumns} FROM product p ${withAvailability}`;

/** Adds what inventory said to the rows that a statement leaves behind. */
export const returning = (statement: string) =>
  `WITH p AS (${statement} RETURNING product.*) SELECT ${productColumns} FROM p ${withAvailability}`;

export function toProduct(row: ProductRow): Product {
  const { id, sku, name, unit, plu, barcode, active, version } = row;
  return {
    id,
    sku,
    name,
    categoryId: row.category_id,
    unit,
    priceMinor: row.price_minor,
    costMinor: row.cost_minor,
    plu,
    barcode,
    shelfLifeDays: row.shelf_life_days,
    active,
    availableMilli: row.available_milli,
    version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/** Products by name, after `after`. */
export function listProducts(db: Queryable, filter: ProductFilter): Promise<ProductRow[]> {
  const { categoryId, active, updatedSince, after, limit } = filter;
  return db.query<ProductRow>(
    `${selectProducts}
     WHERE (p.sort_name, p.id) > ($1::text, $2::uuid)
       AND ($3::uuid IS NULL OR p.category_id = $3)
       AND ($4::boolean IS NULL OR p.active = $4)
       AND ($5::timestamptz IS NULL OR p.updated_at >= $5)
     ORDER BY p.sort_name, p.id LIMIT $6`,
    [after.sortName, after.id, categoryId ?? null, active ?? null, updatedSince ?? null, limit],
  );
}

/** Throws `not_found`. */
export async function getProduct(db: Queryable, id: string): Promise<Product> {
  return only(await db.query<ProductRow>(`${selectProducts} WHERE p.id = $1`, [id]), id);
}

/** The product, held until the transaction ends. Throws `not_found`. */
export async function lockProduct(tx: Tx, id: string): Promise<Product> {
  return only(
    await tx.query<ProductRow>(`${selectProducts} WHERE p.id = $1 FOR UPDATE OF p`, [id]),
    id,
  );
}

const insert = returning(`
  INSERT INTO product (id, sku, name, sort_name, search_text, category_id, unit, price_minor,
    cost_minor, plu, barcode, shelf_life_days, active)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`);

/** Throws `already_exists` naming the field, or `validation_failed` for an unknown category. */
export function insertProduct(tx: Tx, product: ProductInput): Promise<Product> {
  return write(tx, insert, product);
}

const update = returning(`
  UPDATE product SET sku = $2, name = $3, sort_name = $4, search_text = $5, category_id = $6, unit = $7,
    price_minor = $8, cost_minor = $9, plu = $10, barcode = $11, shelf_life_days = $12, active = $13,
    version = version + 1, updated_at = now()
  WHERE id = $1`);

/** Replaces the product and counts its version up. Fails as `insertProduct` does. */
export function updateProduct(tx: Tx, product: ProductInput): Promise<Product> {
  return write(tx, update, product);
}

const archive = returning(`
  UPDATE product SET active = false, version = version + 1, updated_at = now() WHERE id = $1`);

/** Takes the product from sale and counts its version up. */
export async function archiveProduct(tx: Tx, id: string): Promise<Product> {
  return only(await tx.query<ProductRow>(archive, [id]), id);
}

const leaveCategory = returning(`
  UPDATE product SET category_id = NULL, version = version + 1, updated_at = now()
  WHERE id IN (SELECT id FROM product WHERE category_id = $1 AND NOT active ORDER BY id FOR UPDATE)
    AND NOT active`);

const setPrice = returning(`
  UPDATE product SET price_minor = n.price_minor, version = version + 1, updated_at = now()
  FROM unnest($1::uuid[], $2::bigint[]) AS n (product_id, price_minor)
  WHERE product.id = n.product_id AND product.price_minor <> n.price_minor`);

/** Changes the prices of locked products; answers those that had another price. */
export async function setPrices(
  tx: Tx,
  prices: { productId: string; priceMinor: number }[],
): Promise<Product[]> {
  const rows = await tx.query<ProductRow>(setPrice, [
    prices.map(({ productId }) => productId),
    prices.map(({ priceMinor }) => priceMinor),
  ]);
  return rows.map(toProduct);
}

/** Takes a category from all archived products, which must not keep it alive. */
export async function clearCategory(tx: Tx, categoryId: string): Promise<Product[]> {
  const rows = await tx.query<ProductRow>(leaveCategory, [categoryId]);
  return rows.map(toProduct);
}

async function write(tx: Tx, statement: string, product: ProductInput): Promise<Product> {
  const { id, sku, name, categoryId, unit, priceMinor, costMinor } = product;
  const { plu, barcode, shelfLifeDays, active } = product;
  const values = [id, sku, name, sortName(name), searchText(product), categoryId, unit, priceMinor];
  try {
    const rows = await tx.query<ProductRow>(statement, [
      ...values,
      costMinor,
      plu,
      barcode,
      shelfLifeDays,
      active,
    ]);
    return only(rows, id);
  } catch (error) {
    throw refusalOf(error, product);
  }
}

function only([row]: ProductRow[], id: string): Product {
  if (row === undefined) throw new Problem('not_found', `No product has the id ${id}.`);
  return toProduct(row);
}
