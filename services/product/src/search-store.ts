/** The SQL of a search: what has changed since the index was last brought up to date, and the rows of a page. */
import type { Queryable } from '@balcao/kit/db.ts';
import { type ProductRow, productColumns, withAvailability } from './product-store.ts';
import type { SearchDocument } from './search-index.ts';

export interface Changes {
  documents: SearchDocument[];
  /** Every later change is of this transaction or a later one. */
  until: string;
}

interface Row {
  until: string;
  id: string | null;
  version: number;
  sku: string;
  plu: string | null;
  barcode: string | null;
  category_id: string | null;
  active: boolean;
  sort_name: string;
  search_text: string;
}

const columns = `pg_snapshot_xmin(pg_current_snapshot())::text AS until, p.id, p.version, p.sku, p.plu,
  p.barcode, p.category_id, p.active, p.sort_name, p.search_text`;

/** All products, and what has to be read again afterwards. */
export async function readAll(db: Queryable): Promise<Changes> {
  return toChanges(
    await db.query<Row>(`SELECT ${columns} FROM (SELECT 1) AS one LEFT JOIN product p ON true`),
  );
}

/**
 * What transactions from `since` on have changed. One that was open when the index was last read has an id at or
 * above the oldest open one of then, so nothing is missed; what is read twice changes nothing. Ids at or above
 * the next one are from before the database was restored, and were read with all the rest.
 */
export async function readChanges(db: Queryable, since: string): Promise<Changes> {
  return toChanges(
    await db.query<Row>(
      `SELECT ${columns} FROM (SELECT 1) AS one LEFT JOIN product p
       ON p.changed_in >= $1::text::xid8 AND p.changed_in < pg_snapshot_xmax(pg_current_snapshot())`,
      [since],
    ),
  );
}

function toChanges(rows: Row[]): Changes {
  const documents = rows.flatMap(({ id, version, sku, plu, barcode, active, ...row }) =>
    id === null
      ? []
      : [
          {
            id,
            version,
            sku,
            plu,
            barcode,
            categoryId: row.category_id,
            active,
            sortName: row.sort_name,
            searchText: row.search_text,
          },
        ],
  );
  return { documents, until: rows[0]?.until ?? '0' };
}

/** The products with these ids, in the order of the ids. */
export async function listByIds(db: Queryable, ids: string[]): Promise<ProductRow[]> {
  if (ids.length === 0) return [];
  const rows = await db.query<ProductRow>(
    `SELECT ${productColumns} FROM product p ${withAvailability} WHERE p.id = ANY($1::uuid[])`,
    [ids],
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
