/** The SQL of breakdowns. */
import type { BreakdownCostKey, BreakdownListQuery } from '@balcao/contracts/api/breakdowns.ts';
import type { Queryable, Tx } from '@balcao/kit/db.ts';
import type { KeptBreakdown, KeptOutput } from './breakdown.ts';

interface Row {
  seq: number;
  id: string;
  template_id: string | null;
  input_product_id: string;
  input_lot_id: string;
  supplier_id: string | null;
  quantity_milli: number;
  cost_minor: number;
  cost_key: BreakdownCostKey;
  loss_milli: number;
  expected_loss_basis_points: number | null;
  note: string | null;
  created_by: string;
  occurred_at: string;
  business_date: string;
  reversed_by: string | null;
  reversed_at: string | null;
  outputs: KeptOutput[];
}

// The outputs come as JSON in the shape in which they are kept: a breakdown is one row, whatever was cut.
const breakdowns = `
  SELECT b.*, o.outputs FROM breakdown b CROSS JOIN LATERAL (
    SELECT json_agg(json_build_object('productId', product_id, 'lotId', lot_id,
      'quantityMilli', quantity_milli, 'weightMilli', weight_milli, 'costMinor', cost_minor,
      'salePriceMinor', sale_price_minor, 'expiresOn', expires_on,
      'expectedBasisPoints', expected_basis_points) ORDER BY position) AS outputs
    FROM breakdown_output WHERE breakdown_id = b.id) o`;

export async function isBreakdownKnown(db: Queryable, id: string): Promise<boolean> {
  const rows = await db.query('SELECT 1 FROM breakdown WHERE id = $1', [id]);
  return rows.length > 0;
}

/** Stores a breakdown; rejects at once (`breakdown_id`) where its id is taken. */
export async function tryBreakdown(tx: Tx, kept: KeptBreakdown): Promise<void> {
  await Promise.all([insertBreakdown(tx, kept), insertOutputs(tx, kept)]);
}

async function insertBreakdown(tx: Tx, kept: KeptBreakdown): Promise<void> {
  await tx.query(
    `INSERT INTO breakdown (id, template_id, input_product_id, input_lot_id, supplier_id, quantity_milli,
       cost_minor, cost_key, loss_milli, expected_loss_basis_points, note, created_by, occurred_at, business_date)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      kept.id,
      kept.templateId,
      kept.inputProductId,
      kept.inputLotId,
      kept.supplierId,
      kept.quantityMilli,
      kept.costMinor,
      kept.costKey,
      kept.lossMilli,
      kept.expectedLossBasisPoints,
      kept.note,
      kept.createdBy,
      kept.occurredAt,
      kept.businessDate,
    ],
  );
}

async function insertOutputs(tx: Tx, { id, outputs }: KeptBreakdown): Promise<void> {
  await tx.query(
    `INSERT INTO breakdown_output (breakdown_id, position, product_id, lot_id, quantity_milli, weight_milli,
       cost_minor, sale_price_minor, expires_on, expected_basis_points)
     SELECT $1, o.position, o.product_id, o.lot_id, o.quantity_milli, o.weight_milli, o.cost_minor,
       o.sale_price_minor, o.expires_on, o.expected_basis_points
     FROM unnest($2::uuid[], $3::uuid[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::date[],
       $9::integer[]) WITH ORDINALITY AS o (product_id, lot_id, quantity_milli, weight_milli, cost_minor,
       sale_price_minor, expires_on, expected_basis_points, position)`,
    [
      id,
      outputs.map((output) => output.productId),
      outputs.map((output) => output.lotId),
      outputs.map((output) => output.quantityMilli),
      outputs.map((output) => output.weightMilli),
      outputs.map((output) => output.costMinor),
      outputs.map((output) => output.salePriceMinor),
      outputs.map((output) => output.expiresOn),
      outputs.map((output) => output.expectedBasisPoints),
    ],
  );
}

export interface ListedBreakdown {
  /** The key of the list. */
  seq: number;
  kept: KeptBreakdown;
}

/** Breakdowns, newest first; `before` is the key of the last one of the page before. */
export async function listBreakdowns(
  db: Queryable,
  query: BreakdownListQuery,
  before: number | null,
): Promise<ListedBreakdown[]> {
  const rows = await db.query<Row>(
    `${breakdowns}
     WHERE ($2::bigint IS NULL OR b.seq < $2) AND ($3::date IS NULL OR b.business_date >= $3)
       AND ($4::date IS NULL OR b.business_date <= $4) AND ($5::uuid IS NULL OR b.input_product_id = $5)
       AND ($6::uuid IS NULL OR b.input_lot_id = $6) AND ($7::uuid IS NULL OR b.template_id = $7)
       AND ($8::uuid IS NULL OR b.supplier_id = $8)
     ORDER BY b.seq DESC LIMIT $1`,
    [
      query.limit + 1,
      before,
      query.from ?? null,
      query.to ?? null,
      query.inputProductId ?? null,
      query.inputLotId ?? null,
      query.templateId ?? null,
      query.supplierId ?? null,
    ],
  );
  return rows.map((row) => ({ seq: row.seq, kept: fromRow(row) }));
}

export async function findBreakdown(db: Queryable, id: string): Promise<KeptBreakdown | undefined> {
  const [row] = await db.query<Row>(`${breakdowns} WHERE b.id = $1`, [id]);
  return row === undefined ? undefined : fromRow(row);
}

/** Locks a breakdown, so that it is reversed once. */
export async function lockBreakdown(tx: Tx, id: string): Promise<KeptBreakdown | undefined> {
  const [row] = await tx.query<Row>(`${breakdowns} WHERE b.id = $1 FOR UPDATE OF b`, [id]);
  return row === undefined ? undefined : fromRow(row);
}

export interface Reversal {
  reversalId: string;
  reversedBy: string;
  reversedAt: string;
}

export function markReversed(tx: Tx, id: string, reversal: Reversal): void {
  tx.send(
    'UPDATE breakdown SET reversal_id = $2, reversed_by = $3, reversed_at = $4 WHERE id = $1',
    [id, reversal.reversalId, reversal.reversedBy, reversal.reversedAt],
  );
}

function fromRow(row: Row): KeptBreakdown {
  return {
    id: row.id,
    templateId: row.template_id,
    inputProductId: row.input_product_id,
    inputLotId: row.input_lot_id,
    supplierId: row.supplier_id,
    quantityMilli: row.quantity_milli,
    costMinor: row.cost_minor,
    costKey: row.cost_key,
    outputs: row.outputs,
    lossMilli: row.loss_milli,
    expectedLossBasisPoints: row.expected_loss_basis_points,
    note: row.note,
    createdBy: row.created_by,
    occurredAt: row.occurred_at,
    businessDate: row.business_date,
    reversedBy: row.reversed_by,
    reversedAt: row.reversed_at,
  };
}
