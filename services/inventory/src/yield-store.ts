/** What lots yielded when they were broken down, by supplier or template, over time. */
import type { YieldQuery, YieldReport } from '@balcao/contracts/api/stock-reports.ts';
import type { Queryable } from '@balcao/kit/db.ts';
import { basisPointsOf } from './breakdown-rules.ts';

interface PeriodRow {
  group_id: string | null;
  group_name: string | null;
  input_product_id: string;
  input_name: string;
  starts_on: string;
  breakdown_count: number;
  input_milli: number;
  loss_milli: number;
  cost_minor: number;
  outputs: OutputSums[];
}

/** Of one product in one period; `expectedMilli` is what the templates would have had it weigh. */
interface OutputSums {
  productId: string;
  name: string;
  weightMilli: number;
  costMinor: number;
  /** In how many of the breakdowns a template named it. */
  expectedCount: number;
  expectedMilli: number;
}

const groups = {
  supplier: { id: 'b.supplier_id', table: 'supplier' },
  template: { id: 'b.template_id', table: 'breakdown_template' },
} as const;

function yieldsBy(groupBy: YieldQuery['groupBy']): string {
  const { id, table } = groups[groupBy];
  return `
    WITH done AS (
      SELECT b.id, ${id} AS group_id, b.input_product_id, date_trunc($3, b.business_date)::date AS starts_on,
        b.quantity_milli, b.loss_milli, b.cost_minor
      FROM breakdown b
      WHERE b.business_date BETWEEN $1 AND $2 AND b.reversed_at IS NULL
        AND ($4::uuid IS NULL OR b.input_product_id = $4)),
    period AS (
      SELECT group_id, input_product_id, starts_on, count(*) AS breakdown_count,
        sum(quantity_milli)::bigint AS input_milli, sum(loss_milli)::bigint AS loss_milli,
        sum(cost_minor)::bigint AS cost_minor
      FROM done GROUP BY group_id, input_product_id, starts_on),
    output AS (
      SELECT d.group_id, d.input_product_id, d.starts_on, o.product_id, p.name,
        sum(o.weight_milli)::bigint AS weight_milli, sum(o.cost_minor)::bigint AS cost_minor,
        count(o.expected_basis_points) AS expected_count,
        coalesce(round(sum(d.quantity_milli * o.expected_basis_points) / 10000.0), 0)::bigint AS expected_milli
      FROM done d JOIN breakdown_output o ON o.breakdown_id = d.id JOIN product p ON p.id = o.product_id
      GROUP BY d.group_id, d.input_product_id, d.starts_on, o.product_id, p.name),
    outputs AS (
      SELECT group_id, input_product_id, starts_on, json_agg(json_build_object('productId', product_id,
        'name', name, 'weightMilli', weight_milli, 'costMinor', cost_minor, 'expectedCount', expected_count,
        'expectedMilli', expected_milli) ORDER BY name, product_id) AS outputs
      FROM output GROUP BY group_id, input_product_id, starts_on)
    SELECT t.*, g.name AS group_name, i.name AS input_name, o.outputs
    FROM period t JOIN outputs o ON o.group_id IS NOT DISTINCT FROM t.group_id
        AND o.input_product_id = t.input_product_id AND o.starts_on = t.starts_on
      JOIN product i ON i.id = t.input_product_id
      LEFT JOIN ${table} g ON g.id = t.group_id
    ORDER BY g.name NULLS LAST, t.group_id, i.name, t.input_product_id, t.starts_on`;
}

/** Weights and costs are sums of a period, yields shares of the sums: a large carcass counts for more. */
export async function reportYields(db: Queryable, query: YieldQuery): Promise<YieldReport> {
  const { from, to, groupBy, interval, inputProductId } = query;
  const rows = await db.query<PeriodRow>(yieldsBy(groupBy), [
    from,
    to,
    interval,
    inputProductId ?? null,
  ]);
  const byGroup = Map.groupBy(rows, (row) => `${row.group_id} ${row.input_product_id}`);
  return { from, to, groups: [...byGroup.values()].flatMap(groupOf) };
}

function groupOf(rows: PeriodRow[]): YieldReport['groups'] {
  const [first] = rows;
  if (first === undefined) return [];
  return [
    {
      id: first.group_id,
      name: first.group_name,
      inputProductId: first.input_product_id,
      inputName: first.input_name,
      periods: rows.map(periodOf),
    },
  ];
}

function periodOf(row: PeriodRow): YieldReport['groups'][number]['periods'][number] {
  const outputMilli = row.input_milli - row.loss_milli;
  return {
    startsOn: row.starts_on,
    breakdownCount: row.breakdown_count,
    inputMilli: row.input_milli,
    outputMilli,
    lossMilli: row.loss_milli,
    costMinor: row.cost_minor,
    yieldBasisPoints: basisPointsOf(outputMilli, row.input_milli),
    outputs: row.outputs.map((output) => {
      const isExpected = output.expectedCount === row.breakdown_count;
      const yieldBasisPoints = basisPointsOf(output.weightMilli, row.input_milli);
      const expected = isExpected ? basisPointsOf(output.expectedMilli, row.input_milli) : null;
      return {
        productId: output.productId,
        name: output.name,
        weightMilli: output.weightMilli,
        costMinor: output.costMinor,
        yieldBasisPoints,
        expectedBasisPoints: expected,
        deviationBasisPoints: expected === null ? null : yieldBasisPoints - expected,
      };
    }),
  };
}
