/** What was lost and why, read from the ledger. */
import {
  type ShrinkageQuery,
  type ShrinkageReason,
  type ShrinkageReport,
  shrinkageReasons,
} from '@balcao/contracts/api/stock-reports.ts';
import { sumMinor } from '@balcao/contracts/money.ts';
import type { Unit } from '@balcao/contracts/unit.ts';
import type { Queryable } from '@balcao/kit/db.ts';

interface Row {
  reason: ShrinkageReason;
  product_id: string;
  name: string;
  unit: Unit;
  quantity_milli: number;
  cost_minor: number;
}

// A reversed breakdown has lost nothing.
const lost = `
  WITH loss AS (
    SELECT CASE type WHEN 'waste' THEN reason ELSE type END AS reason, product_id,
      -quantity_milli AS quantity_milli, -cost_minor AS cost_minor
    FROM movement WHERE type IN ('waste', 'adjustment', 'count') AND business_date BETWEEN $1 AND $2
    UNION ALL
    SELECT 'breakdown_loss', input_product_id, loss_milli, 0
    FROM breakdown WHERE business_date BETWEEN $1 AND $2 AND reversed_at IS NULL AND loss_milli > 0)
  SELECT l.reason, l.product_id, p.name, p.unit, sum(l.quantity_milli)::bigint AS quantity_milli,
    sum(l.cost_minor)::bigint AS cost_minor
  FROM loss l JOIN product p ON p.id = l.product_id
  GROUP BY l.reason, l.product_id, p.name, p.unit
  ORDER BY cost_minor DESC, quantity_milli DESC, l.product_id, l.reason`;

/** By reason and product. At most one row per product and reason, so that it is bounded by the catalogue. */
export async function reportShrinkage(
  db: Queryable,
  { from, to }: ShrinkageQuery,
): Promise<ShrinkageReport> {
  const items = (await db.query<Row>(lost, [from, to])).map((row) => ({
    reason: row.reason,
    productId: row.product_id,
    name: row.name,
    unit: row.unit,
    quantityMilli: row.quantity_milli,
    costMinor: row.cost_minor,
  }));
  const costOf = (of: typeof items) => sumMinor(of.map(({ costMinor }) => costMinor));
  const byReason = shrinkageReasons
    .map((reason) => ({ reason, of: items.filter((item) => item.reason === reason) }))
    .filter(({ of }) => of.length > 0)
    .map(({ reason, of }) => ({ reason, costMinor: costOf(of) }));
  return { from, to, costMinor: costOf(items), byReason, items };
}
