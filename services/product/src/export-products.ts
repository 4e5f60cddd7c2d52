/** The active products as CSV that a spreadsheet of the country opens and an import takes back unchanged. */
import { formatAmount } from '@balcao/contracts/amount-text.ts';
import { csvColumns } from '@balcao/contracts/api/product-import.ts';
import type { Unit } from '@balcao/contracts/unit.ts';
import { csvLine, csvMark } from '@balcao/kit/csv-cells.ts';
import type { Queryable } from '@balcao/kit/db.ts';
import { type NameKey, nameKeyOf } from './list-cursor.ts';

interface Row {
  id: string;
  sku: string;
  name: string;
  sort_name: string;
  category: string | null;
  unit: Unit;
  price_minor: number;
  cost_minor: number | null;
  plu: string | null;
  barcode: string | null;
  shelf_life_days: number | null;
}

const pageSize = 500;

/** Page by page, so that the catalogue is never in memory whole. */
export async function* exportProducts(db: Queryable): AsyncGenerator<string> {
  yield csvMark + csvLine(csvColumns);
  let after: NameKey | undefined = nameKeyOf(undefined);
  while (after !== undefined) {
    const rows: Row[] = await listRows(db, after);
    if (rows.length > 0) yield rows.map(toLine).join('');
    const last: Row | undefined = rows.length < pageSize ? undefined : rows.at(-1);
    after = last && { sortName: last.sort_name, id: last.id };
  }
}

function listRows(db: Queryable, after: NameKey): Promise<Row[]> {
  return db.query<Row>(
    `SELECT p.id, p.sku, p.name, p.sort_name, c.name AS category, p.unit, p.price_minor, p.cost_minor,
       p.plu, p.barcode, p.shelf_life_days
     FROM product p LEFT JOIN category c ON c.id = p.category_id
     WHERE p.active AND (p.sort_name, p.id) > ($1::text, $2::uuid)
     ORDER BY p.sort_name, p.id LIMIT $3`,
    [after.sortName, after.id, pageSize],
  );
}

/** In the order of `csvColumns`. */
function toLine(row: Row): string {
  return csvLine([
    row.sku,
    row.name,
    row.category ?? '',
    row.unit,
    formatAmount(row.price_minor),
    row.cost_minor === null ? '' : formatAmount(row.cost_minor),
    row.plu ?? '',
    row.barcode ?? '',
    row.shelf_life_days ?? '',
  ]);
}
