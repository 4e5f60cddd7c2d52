/** The SQL of the months of the books. */
import type { Period } from '@balcao/contracts/api/periods.ts';
import type { Queryable, Tx } from '@balcao/kit/db.ts';
import { firstDayOf } from './period.ts';

/** All closed months: a shop has twelve a year. */
export async function readClosedMonths(db: Queryable): Promise<Set<string>> {
  const rows = await db.query<{ month: string }>(
    "SELECT to_char(month, 'YYYY-MM') AS month FROM period WHERE is_closed",
  );
  return new Set(rows.map(({ month }) => month));
}

/** Waits until everybody who posts at the moment has committed, and lets nobody begin until `tx` ends. */
export function sendHaltPostings(tx: Tx): void {
  tx.send('LOCK TABLE journal_transaction IN SHARE ROW EXCLUSIVE MODE');
}

interface PeriodRow {
  month: string;
  is_closed: boolean;
  changed_at: string | null;
  changed_by: string | null;
}

const toPeriod = (row: PeriodRow): Period => ({
  month: row.month,
  isClosed: row.is_closed,
  changedAt: row.changed_at,
  changedBy: row.changed_by,
});

export interface PeriodChange {
  month: string;
  isClosed: boolean;
  changedBy: string;
}

/** Closes or opens a month; undefined where it is so already. */
export async function changePeriod(
  tx: Tx,
  { month, isClosed, changedBy }: PeriodChange,
): Promise<Period | undefined> {
  const [row] = await tx.query<PeriodRow>(
    `INSERT INTO period AS p (month, is_closed, changed_at, changed_by)
     SELECT $1, $2, now(), $3 WHERE $2 OR EXISTS (SELECT FROM period WHERE month = $1)
     ON CONFLICT (month) DO UPDATE SET is_closed = excluded.is_closed, changed_at = excluded.changed_at,
       changed_by = excluded.changed_by WHERE p.is_closed <> excluded.is_closed
     RETURNING to_char(month, 'YYYY-MM') AS month, is_closed, changed_at, changed_by`,
    [firstDayOf(month), isClosed, changedBy],
  );
  return row && toPeriod(row);
}

/** The months from the first posting to `present`, the latest first: one more than the limit where there are more. */
export async function listPeriods(
  db: Queryable,
  { present, before, limit }: { present: string; before: string | null; limit: number },
): Promise<Period[]> {
  const rows = await db.query<PeriodRow>(
    `SELECT to_char(m, 'YYYY-MM') AS month, coalesce(p.is_closed, false) AS is_closed, p.changed_at, p.changed_by
     FROM generate_series(
       date_trunc('month', least((SELECT min(date) FROM account_day), $1::date)::timestamp),
       $1::date::timestamp, interval '1 month') AS m
     LEFT JOIN period p ON p.month = m::date
     WHERE m < coalesce($2::date::timestamp, 'infinity') ORDER BY m DESC LIMIT $3`,
    [firstDayOf(present), before === null ? null : firstDayOf(before), limit + 1],
  );
  return rows.map(toPeriod);
}
