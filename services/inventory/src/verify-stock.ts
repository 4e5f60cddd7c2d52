/** The proof that levels are the sum of their movements and of their lots, and lots that of theirs. */
import type { StockVerification } from '@balcao/contracts/api/inventory.ts';
import type { Queryable } from '@balcao/kit/db.ts';

/** Without a difference there is one row, of totals only. */
interface Row {
  product_id: string | null;
  level_milli: number;
  movements_milli: number;
  lots_milli: number;
  level_value_minor: number;
  movements_cost_minor: number;
  lots_value_minor: number;
  lot_differences: StockVerification['lotDifferences'];
  product_count: number;
  movement_count: number;
  lot_count: number;
}

// One statement sees one moment, so that movements made meanwhile are no differences.
const differences = `
  WITH ledger AS (
    SELECT product_id, count(*) AS movements, sum(quantity_milli)::bigint AS quantity_milli,
      sum(cost_minor)::bigint AS cost_minor
    FROM movement GROUP BY product_id),
  shelf AS (
    SELECT product_id, sum(lots)::bigint AS lots, sum(quantity_milli)::bigint AS quantity_milli,
      sum(value_minor)::bigint AS value_minor
    FROM (
      SELECT product_id, 1 AS lots, on_hand_milli AS quantity_milli, value_minor FROM lot
      UNION ALL SELECT product_id, 0, -quantity_milli, -value_minor FROM shortfall) part
    GROUP BY product_id),
  compared AS (
    SELECT product_id, coalesce(l.on_hand_milli, 0) AS level_milli,
      coalesce(m.quantity_milli, 0) AS movements_milli, coalesce(s.quantity_milli, 0) AS lots_milli,
      coalesce(l.value_minor, 0) AS level_value_minor,
      coalesce(m.cost_minor, 0) AS movements_cost_minor,
      coalesce(s.value_minor, 0) AS lots_value_minor,
      coalesce(m.movements, 0) AS movements, coalesce(s.lots, 0) AS lots
    FROM stock_level l FULL JOIN ledger m USING (product_id) FULL JOIN shelf s USING (product_id)),
  totals AS (
    SELECT count(*) AS product_count, coalesce(sum(movements), 0)::bigint AS movement_count,
      coalesce(sum(lots), 0)::bigint AS lot_count FROM compared),
  lot_ledger AS (
    SELECT lot_id AS id, sum(quantity_milli)::bigint AS quantity_milli,
      sum(cost_minor)::bigint AS cost_minor
    FROM lot_movement GROUP BY lot_id),
  lots_wrong AS (
    SELECT coalesce(jsonb_agg(jsonb_build_object('lotId', lot.id, 'productId', lot.product_id,
        'lotMilli', lot.on_hand_milli, 'movementsMilli', coalesce(m.quantity_milli, 0),
        'lotValueMinor', lot.value_minor, 'movementsCostMinor', coalesce(m.cost_minor, 0))
        ORDER BY lot.id), '[]') AS lot_differences
    FROM lot LEFT JOIN lot_ledger m USING (id)
    WHERE lot.on_hand_milli <> coalesce(m.quantity_milli, 0)
      OR lot.value_minor <> coalesce(m.cost_minor, 0))
  SELECT t.*, w.*, d.* FROM totals t CROSS JOIN lots_wrong w
  LEFT JOIN compared d ON d.level_milli <> d.movements_milli OR d.level_milli <> d.lots_milli
    OR d.level_value_minor <> d.movements_cost_minor OR d.level_value_minor <> d.lots_value_minor
  ORDER BY d.product_id`;

/** Adds up all movements, lots and shortfalls and compares them with the levels. */
export async function verifyStock(db: Queryable): Promise<StockVerification> {
  const rows = await db.query<Row>(differences);
  const [first] = rows;
  const found = rows.flatMap(differenceOf);
  const lotDifferences = first?.lot_differences ?? [];
  return {
    isConsistent: found.length === 0 && lotDifferences.length === 0,
    productCount: first?.product_count ?? 0,
    movementCount: first?.movement_count ?? 0,
    lotCount: first?.lot_count ?? 0,
    differences: found,
    lotDifferences,
  };
}

function differenceOf(row: Row): StockVerification['differences'] {
  if (row.product_id === null) return [];
  return [
    {
      productId: row.product_id,
      levelMilli: row.level_milli,
      movementsMilli: row.movements_milli,
      lotsMilli: row.lots_milli,
      levelValueMinor: row.level_value_minor,
      movementsCostMinor: row.movements_cost_minor,
      lotsValueMinor: row.lots_value_minor,
    },
  ];
}

const drifting = `
  WITH shelf AS (
    SELECT product_id, sum(quantity_milli)::bigint AS quantity_milli,
      sum(value_minor)::bigint AS value_minor
    FROM (
      SELECT product_id, on_hand_milli AS quantity_milli, value_minor FROM lot WHERE has_stock
      UNION ALL SELECT product_id, -quantity_milli, -value_minor FROM shortfall) part
    GROUP BY product_id)
  SELECT l.product_id FROM stock_level l LEFT JOIN shelf s USING (product_id)
  WHERE (l.on_hand_milli, l.value_minor)
      IS DISTINCT FROM (coalesce(s.quantity_milli, 0), coalesce(s.value_minor, 0))
    AND (l.on_hand_milli, l.value_minor) = (
      SELECT coalesce(sum(quantity_milli), 0), coalesce(sum(cost_minor), 0)
      FROM movement m WHERE m.product_id = l.product_id)
  ORDER BY l.product_id LIMIT $1`;

/** Products whose movements add up to their level while their lots do not: moved without lots. Some of them. */
export async function readDriftingProducts(db: Queryable, limit: number): Promise<string[]> {
  const rows = await db.query<{ product_id: string }>(drifting, [limit]);
  return rows.map((row) => row.product_id);
}
