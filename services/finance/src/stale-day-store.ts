/** The SQL of what Redis has to forget. */
import type { Queryable, Tx } from '@balcao/kit/db.ts';

const maxDays = 10_000;

interface StaleDay {
  id: number;
  date: string;
  /** Since when it waits. */
  notedAt: string;
}

/** What was committed and not yet taken away, less what another replica is at. */
export async function lockStaleDays(tx: Tx): Promise<StaleDay[]> {
  const rows = await tx.query<{ id: number; date: string; noted_at: string }>(
    'SELECT id, date, noted_at FROM stale_day LIMIT $1 FOR UPDATE SKIP LOCKED',
    [maxDays],
  );
  return rows.map(({ id, date, noted_at: notedAt }) => ({ id, date, notedAt }));
}

export function sendForgotten(tx: Tx, ids: number[]): void {
  tx.send('DELETE FROM stale_day WHERE id = ANY($1::bigint[])', [ids]);
}

/** Notes that this day and every later one have changed: now, or as long ago as what it stands for. */
export function sendStaleDay(tx: Tx, date: string, notedAt: string | null = null): void {
  tx.send('INSERT INTO stale_day (date, noted_at) VALUES ($1, coalesce($2::timestamptz, now()))', [
    date,
    notedAt,
  ]);
}

/** For how many seconds the oldest of them has waited; 0 where none waits. */
export async function readStaleSeconds(db: Queryable): Promise<number> {
  const [row] = await db.query<{ seconds: number }>(
    `SELECT coalesce(greatest(extract(epoch FROM now() - min(noted_at)), 0), 0)::float8 AS seconds FROM stale_day`,
  );
  return row?.seconds ?? 0;
}

export async function readCacheId(db: Queryable): Promise<string> {
  const [row] = await db.query<{ id: string }>('SELECT id FROM daily_cache');
  if (row === undefined) throw new Error('the database has no name for its cache');
  return row.id;
}
