/** The copy of the catalogue that selling needs, fed by product events. */
import type { ProductChanged } from '@balcao/contracts/events/product.ts';
import type { PromotionRule } from '@balcao/contracts/promotion.ts';
import type { Unit } from '@balcao/contracts/unit.ts';
import type { Queryable } from '@balcao/kit/db.ts';
import { readPromotions } from './promotion-store.ts';

export interface CatalogueProduct {
  id: string;
  name: string;
  unit: Unit;
  /** The list price, before any promotion. */
  priceMinor: number;
  categoryId: string | null;
  isActive: boolean;
}

export interface CatalogueKeys {
  ids: string[];
  plus: string[];
  barcodes: string[];
}

export interface Catalogue {
  byId: Map<string, CatalogueProduct>;
  byPlu: Map<string, CatalogueProduct>;
  byBarcode: Map<string, CatalogueProduct>;
  promotions: PromotionRule[];
}

interface Row {
  id: string;
  name: string;
  unit: Unit;
  price_minor: number;
  category_id: string | null;
  plu: string | null;
  barcode: string | null;
  is_active: boolean;
}

const columns = 'id, name, unit, price_minor, category_id, plu, barcode, is_active';

/**
 * Reads all products that some orders are about, and, in the same round trip, the promotions that have not
 * ended before the business date `since`. A code that moved to another product finds the active one.
 */
export async function readCatalogue(
  db: Queryable,
  keys: CatalogueKeys,
  since: string,
): Promise<Catalogue> {
  const [rows, promotions] = await Promise.all([
    db.query<Row>(
      `SELECT ${columns} FROM product WHERE id = ANY($1::uuid[])
       UNION SELECT ${columns} FROM product WHERE plu = ANY($2::text[])
       UNION SELECT ${columns} FROM product WHERE barcode = ANY($3::text[])
       ORDER BY is_active`,
      [keys.ids, keys.plus, keys.barcodes],
    ),
    readPromotions(db, since),
  ]);
  return { ...byKey(rows), promotions };
}

function byKey(rows: Row[]): Omit<Catalogue, 'promotions'> {
  const catalogue = { byId: new Map(), byPlu: new Map(), byBarcode: new Map() };
  for (const row of rows) {
    const { id, name, unit, price_minor: priceMinor, is_active: isActive } = row;
    const product = { id, name, unit, priceMinor, categoryId: row.category_id, isActive };
    catalogue.byId.set(id, product);
    if (row.plu !== null) catalogue.byPlu.set(row.plu, product);
    if (row.barcode !== null) catalogue.byBarcode.set(row.barcode, product);
  }
  return catalogue;
}

/** Keeps the newest version of each product; older news that arrives late changes nothing. */
export async function saveProducts(
  db: Queryable,
  products: ProductChanged['product'][],
): Promise<void> {
  await db.query(
    `INSERT INTO product AS p (id, name, unit, price_minor, plu, barcode, is_active, version,
       category_id)
     SELECT DISTINCT ON (id) * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::text[],
       $7::boolean[], $8::int[], $9::uuid[])
       AS n (id, name, unit, price_minor, plu, barcode, is_active, version, category_id)
     ORDER BY id, version DESC
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, unit = excluded.unit,
       price_minor = excluded.price_minor, plu = excluded.plu, barcode = excluded.barcode,
       is_active = excluded.is_active, version = excluded.version, category_id = excluded.category_id
     WHERE p.version < excluded.version`,
    [
      products.map((product) => product.id),
      products.map((product) => product.name),
      products.map((product) => product.unit),
      products.map((product) => product.priceMinor),
      products.map((product) => product.plu),
      products.map((product) => product.barcode),
      products.map((product) => product.active),
      products.map((product) => product.version),
      products.map((product) => product.categoryId),
    ],
  );
}
