/** Stock levels as the API shows them. */
import type { AvailableStock } from '@balcao/contracts/api/available-stock.ts';
import type { NegativeStock, StockLevel, StockListQuery } from '@balcao/contracts/api/inventory.ts';
import { normaliseText } from '@balcao/contracts/normalise-text.ts';
import type { Unit } from '@balcao/contracts/unit.ts';
import type { Queryable } from '@balcao/kit/db.ts';

interface Row {
  product_id: string;
  name: string;
  unit: Unit;
  on_hand_milli: number;
  reserved_milli: number;
  expired_milli: number;
  value_minor: number;
  minimum_milli: number | null;
  negative_stock: NegativeStock;
  is_low: boolean;
  version: number;
  updated_at: string;
}

/** `$1` is the day by which lots are expired or not. */
const source = `
  SELECT l.product_id, p.name, p.unit, l.on_hand_milli, l.reserved_milli, e.expired_milli,
    l.value_minor, l.minimum_milli, l.negative_stock,
    coalesce(l.on_hand_milli - e.expired_milli < l.minimum_milli, false) AS is_low,
    l.version, l.updated_at
  FROM stock_level l JOIN product p ON p.id = l.product_id
  CROSS JOIN LATERAL (
    SELECT coalesce(sum(on_hand_milli), 0)::bigint AS expired_milli
    FROM lot WHERE product_id = l.product_id AND has_stock AND expires_on < $1::date) e`;

const listed = `
  ${source}
  WHERE ($3::text IS NULL OR (p.name, p.id) > ($3, $4::uuid))
    AND ($5::text IS NULL OR position($5 IN p.search_text) > 0)
    AND ($6::boolean IS NULL
      OR coalesce(l.on_hand_milli - e.expired_milli < l.minimum_milli, false) = $6)
    AND ($7::boolean IS NULL OR (l.on_hand_milli < 0) = $7)
    AND (p.is_active OR l.on_hand_milli <> 0)
  ORDER BY p.name, p.id LIMIT $2`;

/** Levels by name, of what is sold and of what is left of archived products. */
export async function listStock(
  db: Queryable,
  query: StockListQuery,
  { after, today }: { after: { name: string; productId: string } | null; today: string },
): Promise<StockLevel[]> {
  const { limit, q, isLow, isNegative } = query;
  const rows = await db.query<Row>(listed, [
    today,
    limit + 1,
    after?.name ?? null,
    after?.productId ?? null,
    q === undefined ? null : normaliseText(q),
    isLow ?? null,
    isNegative ?? null,
  ]);
  return rows.map(fromRow);
}

export async function findStock(
  db: Queryable,
  productId: string,
  today: string,
): Promise<StockLevel | undefined> {
  const [row] = await db.query<Row>(`${source} WHERE l.product_id = $2`, [today, productId]);
  return row === undefined ? undefined : fromRow(row);
}

/** By product; one that is not known here is left out. */
export async function listAvailable(
  db: Queryable,
  productIds: string[],
  today: string,
): Promise<AvailableStock[]> {
  const rows = await db.query<Row>(
    `${source} WHERE l.product_id = ANY($2::uuid[]) ORDER BY l.product_id`,
    [today, productIds],
  );
  return rows.map(fromRow).map(({ productId, availableMilli }) => ({ productId, availableMilli }));
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

function fromRow(row: Row): StockLevel {
  return {
    productId: row.product_id,
    name: row.name,
    unit: row.unit,
    onHandMilli: row.on_hand_milli,
    reservedMilli: row.reserved_milli,
    expiredMilli: row.expired_milli,
    availableMilli: row.on_hand_milli - row.expired_milli - row.reserved_milli,
    valueMinor: row.value_minor,
    minimumMilli: row.minimum_milli,
    negativeStock: row.negative_stock,
    isLow: row.is_low,
    version: row.version,
    updatedAt: row.updated_at,
  };
}
