/** The SQL of counts; that of their lines is in `count-line-store.ts`. */
import type { Count, CountListQuery, CountStatus } from '@balcao/contracts/api/counts.ts';
import type { Queryable, Tx } from '@balcao/kit/db.ts';

interface CountRow {
  seq: number;
  id: string;
  status: CountStatus;
  note: string | null;
  category_id: string | null;
  opened_by: string;
  opened_at: string;
  closed_by: string | null;
  closed_at: string | null;
  business_date: string | null;
  product_count: number;
  counted_count: number;
  difference_count: number;
  shortage_minor: number;
  surplus_minor: number;
}

const counts = `
  SELECT c.*, s.* FROM stock_count c CROSS JOIN LATERAL (
    SELECT count(*) AS product_count, count(l.counted_milli) AS counted_count,
      count(*) FILTER (WHERE l.counted_milli <> l.expected_milli) AS difference_count,
      coalesce(sum(l.cost_minor) FILTER (WHERE l.counted_milli < l.expected_milli), 0)::bigint AS shortage_minor,
      coalesce(sum(l.cost_minor) FILTER (WHERE l.counted_milli > l.expected_milli), 0)::bigint AS surplus_minor
    FROM count_line l WHERE l.count_id = c.id) s`;

export interface ListedCount {
  /** The key of the list. */
  seq: number;
  count: Count;
}

/** Counts, newest first; `before` is the key of the last one of the page before. */
export async function listCounts(
  db: Queryable,
  { limit, status }: CountListQuery,
  before: number | null,
): Promise<ListedCount[]> {
  const rows = await db.query<CountRow>(
    `${counts} WHERE ($2::bigint IS NULL OR c.seq < $2) AND ($3::text IS NULL OR c.status = $3)
     ORDER BY c.seq DESC LIMIT $1`,
    [limit + 1, before, status ?? null],
  );
  return rows.map((row) => ({ seq: row.seq, count: toCount(row) }));
}

export async function findCount(db: Queryable, id: string): Promise<Count | undefined> {
  const [row] = await db.query<CountRow>(`${counts} WHERE c.id = $1`, [id]);
  return row === undefined ? undefined : toCount(row);
}

export interface CountHead {
  id: string;
  status: CountStatus;
  openedAt: string;
}

/** Locks a count: `shared` lets several clerks save at once, and keeps it from being closed meanwhile. */
export async function lockCount(
  tx: Tx,
  id: string,
  mode: 'shared' | 'alone',
): Promise<CountHead | undefined> {
  const [row] = await tx.query<{ id: string; status: CountStatus; opened_at: string }>(
    `SELECT id, status, opened_at FROM stock_count WHERE id = $1 FOR ${mode === 'shared' ? 'SHARE' : 'UPDATE'}`,
    [id],
  );
  return row === undefined
    ? undefined
    : { id: row.id, status: row.status, openedAt: row.opened_at };
}

export interface NewCount {
  id: string;
  note: string | null;
  categoryId: string | null;
  openedBy: string;
  openedAt: string;
}

/** Rejects where the id is taken (`stock_count_pkey`) or a product is being counted (`count_line_open`). */
export async function insertCount(tx: Tx, count: NewCount, productIds: string[]): Promise<void> {
  await Promise.all([
    tx.query(
      `INSERT INTO stock_count (id, note, category_id, opened_by, opened_at) VALUES ($1, $2, $3, $4, $5)`,
      [count.id, count.note, count.categoryId, count.openedBy, count.openedAt],
    ),
    tx.query(
      `INSERT INTO count_line (count_id, product_id)
       SELECT $1, p FROM unnest($2::uuid[]) AS p ORDER BY p`,
      [count.id, productIds],
    ),
  ]);
}

/** The products that a count without chosen ones is about: what is sold, and what is left of the rest. */
export async function findCountable(
  db: Queryable,
  categoryId: string | null,
  limit: number,
): Promise<string[]> {
  const rows = await db.query<{ id: string }>(
    `SELECT p.id FROM product p JOIN stock_level l ON l.product_id = p.id
     WHERE (p.is_active OR l.on_hand_milli <> 0) AND ($1::uuid IS NULL OR p.category_id = $1) LIMIT $2`,
    [categoryId, limit],
  );
  return rows.map((row) => row.id);
}

/** Those of some products that are known here. */
export async function findKnown(db: Queryable, productIds: string[]): Promise<Set<string>> {
  const rows = await db.query<{ id: string }>('SELECT id FROM product WHERE id = ANY($1::uuid[])', [
    productIds,
  ]);
  return new Set(rows.map((row) => row.id));
}

/** A product that is being counted already, and in which count. */
export async function findBeingCounted(
  db: Queryable,
  productIds: string[],
): Promise<{ countId: string; name: string } | undefined> {
  const [row] = await db.query<{ count_id: string; name: string }>(
    `SELECT l.count_id, p.name FROM count_line l JOIN product p ON p.id = l.product_id
     WHERE l.is_open AND l.product_id = ANY($1::uuid[]) ORDER BY p.name LIMIT 1`,
    [productIds],
  );
  return row === undefined ? undefined : { countId: row.count_id, name: row.name };
}

export interface Closing {
  id: string;
  status: 'submitted' | 'cancelled';
  closedBy: string;
  closedAt: string;
  businessDate: string | null;
}

/** Ends a count that `tx` has locked, and frees its products for the next one. */
export function closeCount(tx: Tx, closing: Closing): void {
  tx.send(
    `UPDATE stock_count SET status = $2, closed_by = $3, closed_at = $4, business_date = $5 WHERE id = $1`,
    [closing.id, closing.status, closing.closedBy, closing.closedAt, closing.businessDate],
  );
  tx.send('UPDATE count_line SET is_open = false WHERE count_id = $1', [closing.id]);
}

function toCount(row: CountRow): Count {
  return {
    id: row.id,
    status: row.status,
    note: row.note,
    categoryId: row.category_id,
    productCount: row.product_count,
    countedCount: row.counted_count,
    openedBy: row.opened_by,
    openedAt: row.opened_at,
    closedBy: row.closed_by,
    closedAt: row.closed_at,
    result:
      row.business_date === null
        ? null
        : {
            differenceCount: row.difference_count,
            shortageMinor: row.shortage_minor,
            surplusMinor: row.surplus_minor,
            businessDate: row.business_date,
          },
  };
}
