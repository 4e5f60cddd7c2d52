/** The SQL of counts' lines: what is counted, by whom and when, and what came out. */
import type { CountLine } from '@balcao/contracts/api/counts.ts';
import type { Unit } from '@balcao/contracts/unit.ts';
import type { Queryable, Tx } from '@balcao/kit/db.ts';

/** The units of those of some products that a count is about. */
export async function findLineUnits(
  tx: Tx,
  countId: string,
  productIds: string[],
): Promise<Map<string, Unit>> {
  const rows = await tx.query<{ product_id: string; unit: Unit }>(
    `SELECT l.product_id, p.unit FROM count_line l JOIN product p ON p.id = l.product_id
     WHERE l.count_id = $1 AND l.product_id = ANY($2::uuid[])`,
    [countId, productIds],
  );
  return new Map(rows.map((row) => [row.product_id, row.unit]));
}

export interface Counted {
  productId: string;
  /** Null takes the figure back. */
  countedMilli: number | null;
  countedAt: string;
}

/** Keeps the later counting of each product. Rows are locked in order, so that no two clerks wait in a circle. */
export async function saveCounted(
  tx: Tx,
  { countId, countedBy }: { countId: string; countedBy: string },
  lines: Counted[],
): Promise<void> {
  await tx.query(
    `WITH locked AS (
       SELECT product_id FROM count_line WHERE count_id = $1 AND product_id = ANY($3::uuid[])
       ORDER BY product_id FOR UPDATE)
     UPDATE count_line l SET counted_milli = n.counted_milli, counted_at = n.counted_at, counted_by = $2
     FROM locked JOIN unnest($3::uuid[], $4::bigint[], $5::timestamptz[])
       AS n (product_id, counted_milli, counted_at) USING (product_id)
     WHERE l.count_id = $1 AND l.product_id = n.product_id
       AND (l.counted_at IS NULL OR l.counted_at <= n.counted_at)`,
    [
      countId,
      countedBy,
      lines.map((line) => line.productId),
      lines.map((line) => line.countedMilli),
      lines.map((line) => line.countedAt),
    ],
  );
}

export interface Tally {
  productId: string;
  countedMilli: number;
  /** What has come in (less what has gone out) after it was counted. */
  movedSinceMilli: number;
}

/**
 * What was counted, with what has moved since. The caller holds the locks on the levels. Business days bound the
 * search, since nothing that happens after an instant belongs to an earlier day.
 */
export async function readTallies(tx: Tx, countId: string, firstDay: string): Promise<Tally[]> {
  const rows = await tx.query<{
    product_id: string;
    counted_milli: number;
    moved_since_milli: number;
  }>(
    `SELECT l.product_id, l.counted_milli, coalesce(sum(m.quantity_milli), 0)::bigint AS moved_since_milli
     FROM count_line l LEFT JOIN movement m ON m.product_id = l.product_id
       AND m.occurred_at > l.counted_at AND m.business_date >= $2
     WHERE l.count_id = $1 AND l.counted_milli IS NOT NULL
     GROUP BY l.product_id, l.counted_milli ORDER BY l.product_id`,
    [countId, firstDay],
  );
  return rows.map((row) => ({
    productId: row.product_id,
    countedMilli: row.counted_milli,
    movedSinceMilli: row.moved_since_milli,
  }));
}

/** The products that have been counted. */
export async function readCountedProducts(
  tx: Tx,
  countId: string,
): Promise<{ productId: string }[]> {
  const rows = await tx.query<{ product_id: string }>(
    'SELECT product_id FROM count_line WHERE count_id = $1 AND counted_milli IS NOT NULL',
    [countId],
  );
  return rows.map((row) => ({ productId: row.product_id }));
}

export interface Finding {
  productId: string;
  expectedMilli: number;
  costMinor: number;
}

export function saveFindings(tx: Tx, countId: string, findings: Finding[]): void {
  tx.send(
    `UPDATE count_line l SET expected_milli = n.expected_milli, cost_minor = n.cost_minor
     FROM unnest($2::uuid[], $3::bigint[], $4::bigint[]) AS n (product_id, expected_milli, cost_minor)
     WHERE l.count_id = $1 AND l.product_id = n.product_id`,
    [
      countId,
      findings.map((finding) => finding.productId),
      findings.map((finding) => finding.expectedMilli),
      findings.map((finding) => finding.costMinor),
    ],
  );
}

interface LineRow {
  product_id: string;
  sku: string;
  name: string;
  unit: Unit;
  counted_milli: number | null;
  counted_by: string | null;
  counted_at: string | null;
  expected_milli: number | null;
  cost_minor: number | null;
}

interface LineFilter {
  countId: string;
  /** Null: all of them. */
  limit: number | null;
  isCounted?: boolean | undefined;
}

/** A count's lines by product name, after `after`. */
export async function listCountLines(
  db: Queryable,
  { countId, limit, isCounted }: LineFilter,
  after: { name: string; productId: string } | null,
): Promise<CountLine[]> {
  const rows = await db.query<LineRow>(
    `SELECT l.product_id, p.sku, p.name, p.unit, l.counted_milli, l.counted_by, l.counted_at,
       l.expected_milli, l.cost_minor
     FROM count_line l JOIN product p ON p.id = l.product_id
     WHERE l.count_id = $1 AND ($3::text IS NULL OR (p.name, p.id) > ($3, $4::uuid))
       AND ($5::boolean IS NULL OR (l.counted_milli IS NOT NULL) = $5)
     ORDER BY p.name, p.id LIMIT $2`,
    [countId, limit, after?.name ?? null, after?.productId ?? null, isCounted ?? null],
  );
  return rows.map(toLine);
}

function toLine(row: LineRow): CountLine {
  const { counted_milli: countedMilli, expected_milli: expectedMilli } = row;
  const isFound = countedMilli !== null && expectedMilli !== null;
  return {
    productId: row.product_id,
    sku: row.sku,
    name: row.name,
    unit: row.unit,
    countedMilli,
    countedBy: countedMilli === null ? null : row.counted_by,
    countedAt: countedMilli === null ? null : row.counted_at,
    expectedMilli,
    differenceMilli: isFound ? countedMilli - expectedMilli : null,
    costMinor: row.cost_minor,
  };
}
