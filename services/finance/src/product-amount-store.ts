/** The SQL of products' revenue and cost per day; rows are touched in sorted order. */
import type { Unit } from '@balcao/contracts/unit.ts';
import type { Queryable, Tx } from '@balcao/kit/db.ts';
import type { ProductAmounts, ProductCost, ProductRevenue } from './product-amounts.ts';
import { boundsOf, type Periods } from './report-store.ts';

/** Adds to the days of products, and keeps names that are new. */
export function addProductAmounts(tx: Tx, amounts: (ProductAmounts & { date: string })[]): void {
  addRevenues(
    tx,
    amounts.flatMap(({ date, revenues }) => revenues.map((revenue) => ({ ...revenue, date }))),
  );
  addCosts(
    tx,
    amounts.flatMap(({ date, costs }) => costs.map((cost) => ({ ...cost, date }))),
  );
}

function addRevenues(tx: Tx, revenues: (ProductRevenue & { date: string })[]): void {
  if (revenues.length === 0) return;
  tx.send(
    `INSERT INTO product_revenue_day AS d (date, product_id, quantity_milli, revenue_minor)
     SELECT date, product_id, sum(quantity_milli), sum(revenue_minor)
     FROM unnest($1::date[], $2::uuid[], $3::bigint[], $4::bigint[])
       AS r (date, product_id, quantity_milli, revenue_minor)
     GROUP BY date, product_id ORDER BY date, product_id
     ON CONFLICT (date, product_id) DO UPDATE SET
       quantity_milli = d.quantity_milli + excluded.quantity_milli,
       revenue_minor = d.revenue_minor + excluded.revenue_minor`,
    [
      revenues.map(({ date }) => date),
      revenues.map(({ productId }) => productId),
      revenues.map(({ quantityMilli }) => quantityMilli),
      revenues.map(({ revenueMinor }) => revenueMinor),
    ],
  );
  tx.send(
    `INSERT INTO sold_product AS p (product_id, name, unit)
     SELECT DISTINCT ON (product_id) product_id, name, unit
     FROM unnest($1::uuid[], $2::text[], $3::text[]) WITH ORDINALITY AS s (product_id, name, unit, position)
     WHERE NOT EXISTS (SELECT FROM sold_product k
       WHERE k.product_id = s.product_id AND k.name = s.name AND k.unit = s.unit)
     ORDER BY product_id, position DESC
     ON CONFLICT (product_id) DO UPDATE SET name = excluded.name, unit = excluded.unit`,
    [
      revenues.map(({ productId }) => productId),
      revenues.map(({ name }) => name),
      revenues.map(({ unit }) => unit),
    ],
  );
}

function addCosts(tx: Tx, costs: (ProductCost & { date: string })[]): void {
  if (costs.length === 0) return;
  tx.send(
    `INSERT INTO product_cost_day AS d (date, product_id, cost_minor)
     SELECT date, product_id, sum(cost_minor)
     FROM unnest($1::date[], $2::uuid[], $3::bigint[]) AS c (date, product_id, cost_minor)
     GROUP BY date, product_id ORDER BY date, product_id
     ON CONFLICT (date, product_id) DO UPDATE SET cost_minor = d.cost_minor + excluded.cost_minor`,
    [
      costs.map(({ date }) => date),
      costs.map(({ productId }) => productId),
      costs.map(({ costMinor }) => costMinor),
    ],
  );
}

export interface ProductSum {
  productId: string;
  name: string | null;
  unit: Unit | null;
  period: ProductFigures;
  before: ProductFigures;
}

export interface ProductFigures {
  quantityMilli: number;
  revenueMinor: number;
  costMinor: number;
}

interface ProductSumRow {
  product_id: string;
  name: string | null;
  unit: Unit | null;
  quantity: number;
  revenue: number;
  cost: number;
  quantity_before: number;
  revenue_before: number;
  cost_before: number;
}

const sumOf = (column: string) =>
  `coalesce(sum(${column}) FILTER (WHERE date >= $2), 0)::bigint AS ${column},
   coalesce(sum(${column}) FILTER (WHERE date < $2), 0)::bigint AS ${column}_before`;

/** What every product that was sold in either period earned and cost. */
export async function readProductSums(db: Queryable, periods: Periods): Promise<ProductSum[]> {
  const rows = await db.query<ProductSumRow>(
    `WITH revenue AS (
       SELECT product_id, ${sumOf('quantity')}, ${sumOf('revenue')}
       FROM (SELECT product_id, date, quantity_milli AS quantity, revenue_minor AS revenue
             FROM product_revenue_day WHERE date BETWEEN $1 AND $3) d GROUP BY product_id),
     cost AS (
       SELECT product_id, ${sumOf('cost')}
       FROM (SELECT product_id, date, cost_minor AS cost
             FROM product_cost_day WHERE date BETWEEN $1 AND $3) d GROUP BY product_id)
     SELECT product_id, p.name, p.unit,
       coalesce(quantity, 0) AS quantity, coalesce(quantity_before, 0) AS quantity_before,
       coalesce(revenue, 0) AS revenue, coalesce(revenue_before, 0) AS revenue_before,
       coalesce(cost, 0) AS cost, coalesce(cost_before, 0) AS cost_before
     FROM revenue FULL JOIN cost USING (product_id) LEFT JOIN sold_product p USING (product_id)`,
    boundsOf(periods),
  );
  return rows.map((row) => ({
    productId: row.product_id,
    name: row.name,
    unit: row.unit,
    period: { quantityMilli: row.quantity, revenueMinor: row.revenue, costMinor: row.cost },
    before: {
      quantityMilli: row.quantity_before,
      revenueMinor: row.revenue_before,
      costMinor: row.cost_before,
    },
  }));
}
