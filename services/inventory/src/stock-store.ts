/** Stock levels as the API shows them, and the proof that they are the sum of their movements. */
import type {
  NegativeStock,
  StockLevel,
  StockListQuery,
  StockVerification,
} from '@balcao/contracts/api/inventory.ts';
import type { Unit } from '@balcao/contracts/unit.ts';
import type { Queryable } from '@balcao/kit/db.ts';
import { searchText } from './search-text.ts';

interface Row {
  product_id: string;
  name: string;
  unit: Unit;
  on_hand_milli: number;
  reserved_milli: number;
  value_minor: number;
  minimum_milli: number | null;
  negative_stock: NegativeStock;
  is_low: boolean;
  version: number;
  updated_at: string;
}

const columns = `l.product_id, p.name, p.unit, l.on_hand_milli, l.reserved_milli, l.value_minor,
  l.minimum_milli, l.negative_stock, coalesce(l.on_hand_milli < l.minimum_milli, false) AS is_low,
  l.version, l.updated_at`;

const listed = `
  SELECT ${columns} FROM stock_level l JOIN product p ON p.id = l.product_id
  WHERE ($2::text IS NULL OR (p.name, p.id) > ($2, $3::uuid))
    AND ($4::text IS NULL OR position($4 IN p.search_text) > 0)
    AND ($5::boolean IS NULL OR coalesce(l.on_hand_milli < l.minimum_milli, false) = $5)
    AND (p.is_active OR l.on_hand_milli <> 0)
  ORDER BY p.name, p.id LIMIT $1`;

/** Levels by name, of what is sold and of what is left of archived products. */
export async function listStock(
  db: Queryable,
  query: StockListQuery,
  after: { name: string; productId: string } | null,
): Promise<StockLevel[]> {
  const { limit, q, isLow } = query;
  const rows = await db.query<Row>(listed, [
    limit + 1,
    after?.name ?? null,
    after?.productId ?? null,
    q === undefined ? null : searchText(q),
    isLow ?? null,
  ]);
  return rows.map(fromRow);
}

export async function findStock(db: Queryable, productId: string): Promise<StockLevel | undefined> {
  const [row] = await db.query<Row>(
    `SELECT ${columns} FROM stock_level l JOIN product p ON p.id = l.product_id WHERE l.product_id = $1`,
    [productId],
  );
  return row === undefined ? undefined : fromRow(row);
}

/** The levels of at most `limit` products, those with a minimum first: what a metric can bear. */
export async function readWatchedStock(
  db: Queryable,
  limit: number,
): Promise<{ sku: string; on_hand_milli: number }[]> {
  return db.query(
    `SELECT p.sku, l.on_hand_milli FROM stock_level l JOIN product p ON p.id = l.product_id
     WHERE p.is_active ORDER BY l.minimum_milli IS NULL, p.name, p.id LIMIT $1`,
    [limit],
  );
}

/** Without a difference there is one row, of totals only. */
interface DifferenceRow {
  product_id: string | null;
  level_milli: number;
  movements_milli: number;
  level_value_minor: number;
  movements_cost_minor: number;
  product_count: number;
  movement_count: number;
}

// One statement sees one moment, so that movements made meanwhile are no differences.
const differences = `
  WITH ledger AS (
    SELECT product_id, count(*) AS movements, sum(quantity_milli)::bigint AS quantity_milli,
      sum(cost_minor)::bigint AS cost_minor
    FROM movement GROUP BY product_id),
  compared AS (
    SELECT coalesce(l.product_id, m.product_id) AS product_id,
      coalesce(l.on_hand_milli, 0) AS level_milli, coalesce(m.quantity_milli, 0) AS movements_milli,
      coalesce(l.value_minor, 0) AS level_value_minor, coalesce(m.cost_minor, 0) AS movements_cost_minor,
      coalesce(m.movements, 0) AS movements
    FROM stock_level l FULL JOIN ledger m ON m.product_id = l.product_id),
  totals AS (
    SELECT count(*) AS product_count, coalesce(sum(movements), 0)::bigint AS movement_count FROM compared)
  SELECT t.product_count, t.movement_count, d.* FROM totals t
  LEFT JOIN compared d ON d.level_milli <> d.movements_milli
    OR d.level_value_minor <> d.movements_cost_minor
  ORDER BY d.product_id`;

/** Adds up all movements and compares them with the levels. */
export async function verifyStock(db: Queryable): Promise<StockVerification> {
  const rows = await db.query<DifferenceRow>(differences);
  const found = rows.flatMap(differenceOf);
  return {
    isConsistent: found.length === 0,
    productCount: rows[0]?.product_count ?? 0,
    movementCount: rows[0]?.movement_count ?? 0,
    differences: found,
  };
}

function differenceOf(row: DifferenceRow): StockVerification['differences'] {
  if (row.product_id === null) return [];
  return [
    {
      productId: row.product_id,
      levelMilli: row.level_milli,
      movementsMilli: row.movements_milli,
      levelValueMinor: row.level_value_minor,
      movementsCostMinor: row.movements_cost_minor,
    },
  ];
}

function fromRow(row: Row): StockLevel {
  return {
    productId: row.product_id,
    name: row.name,
    unit: row.unit,
    onHandMilli: row.on_hand_milli,
    reservedMilli: row.reserved_milli,
    availableMilli: row.on_hand_milli - row.reserved_milli,
    valueMinor: row.value_minor,
    minimumMilli: row.minimum_milli,
    negativeStock: row.negative_stock,
    isLow: row.is_low,
    version: row.version,
    updatedAt: row.updated_at,
  };
}
