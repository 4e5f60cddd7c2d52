/** The SQL of breakdown templates. */
import type {
  BreakdownCostKey,
  BreakdownTemplate,
  BreakdownTemplateListQuery,
} from '@balcao/contracts/api/breakdowns.ts';
import type { Queryable, Tx } from '@balcao/kit/db.ts';

interface Row {
  id: string;
  name: string;
  input_product_id: string;
  cost_key: BreakdownCostKey;
  expected_loss_basis_points: number;
  is_active: boolean;
  version: number;
  created_at: string;
  updated_at: string;
  product_ids: string[];
  expected_basis_points: number[];
}

const templates = `
  SELECT t.*, o.* FROM breakdown_template t CROSS JOIN LATERAL (
    SELECT array_agg(product_id ORDER BY position) AS product_ids,
      array_agg(expected_basis_points ORDER BY position) AS expected_basis_points
    FROM breakdown_template_output WHERE template_id = t.id) o`;

/** Templates by name, after `after`. */
export async function listTemplates(
  db: Queryable,
  { limit, inputProductId, active }: BreakdownTemplateListQuery,
  after: { name: string; id: string } | null,
): Promise<BreakdownTemplate[]> {
  const rows = await db.query<Row>(
    `${templates} WHERE ($2::text IS NULL OR (t.name, t.id) > ($2, $3::uuid))
       AND ($4::uuid IS NULL OR t.input_product_id = $4) AND ($5::boolean IS NULL OR t.is_active = $5)
     ORDER BY t.name, t.id LIMIT $1`,
    [limit + 1, after?.name ?? null, after?.id ?? null, inputProductId ?? null, active ?? null],
  );
  return rows.map(toTemplate);
}

export async function findTemplate(
  db: Queryable,
  id: string,
): Promise<BreakdownTemplate | undefined> {
  const [row] = await db.query<Row>(`${templates} WHERE t.id = $1`, [id]);
  return row === undefined ? undefined : toTemplate(row);
}

/** Locks a template and answers its version; undefined where there is none. */
export async function lockTemplate(tx: Tx, id: string): Promise<number | undefined> {
  const [row] = await tx.query<{ version: number }>(
    'SELECT version FROM breakdown_template WHERE id = $1 FOR UPDATE',
    [id],
  );
  return row?.version;
}

export type TemplateContent = Omit<BreakdownTemplate, 'version' | 'createdAt' | 'updatedAt'>;

/** Answers whether the id was free. */
export async function insertTemplate(tx: Tx, template: TemplateContent): Promise<boolean> {
  const rows = await tx.query(
    `INSERT INTO breakdown_template (id, name, input_product_id, cost_key, expected_loss_basis_points, is_active)
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING id`,
    valuesOf(template),
  );
  if (rows.length === 0) return false;
  addOutputs(tx, template);
  return true;
}

/** Replaces a template that `tx` has locked, and counts its version up. */
export function replaceTemplate(tx: Tx, template: TemplateContent): void {
  tx.send(
    `UPDATE breakdown_template SET name = $2, input_product_id = $3, cost_key = $4,
       expected_loss_basis_points = $5, is_active = $6, version = version + 1, updated_at = now()
     WHERE id = $1`,
    valuesOf(template),
  );
  tx.send('DELETE FROM breakdown_template_output WHERE template_id = $1', [template.id]);
  addOutputs(tx, template);
}

/** Rejects (`breakdown_of_template`) where a breakdown was made by it. */
export async function deleteTemplate(tx: Tx, id: string): Promise<void> {
  await tx.query('DELETE FROM breakdown_template WHERE id = $1', [id]);
}

function addOutputs(tx: Tx, { id, outputs }: TemplateContent): void {
  tx.send(
    `INSERT INTO breakdown_template_output (template_id, position, product_id, expected_basis_points)
     SELECT $1, n, p, e FROM unnest($2::uuid[], $3::integer[]) WITH ORDINALITY AS o (p, e, n)`,
    [
      id,
      outputs.map(({ productId }) => productId),
      outputs.map(({ expectedBasisPoints }) => expectedBasisPoints),
    ],
  );
}

function valuesOf(template: TemplateContent): unknown[] {
  const { id, name, inputProductId, costKey, expectedLossBasisPoints, active } = template;
  return [id, name, inputProductId, costKey, expectedLossBasisPoints, active];
}

function toTemplate(row: Row): BreakdownTemplate {
  return {
    id: row.id,
    name: row.name,
    inputProductId: row.input_product_id,
    costKey: row.cost_key,
    outputs: row.product_ids.map((productId, index) => ({
      productId,
      expectedBasisPoints: row.expected_basis_points[index] ?? 0,
    })),
    expectedLossBasisPoints: row.expected_loss_basis_points,
    active: row.is_active,
    version: row.version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
