/** The SQL of what Redis has to forget. */
import type { Queryable, Tx } from '@balcao/kit/db.ts';

const maxDays = 10_000;

interface StaleDay {
  id: number;
  date: string;
}

/** What was committed and not yet taken away, less what another replica is at. */
export function lockStaleDays(tx: Tx): Promise<StaleDay[]> {
  return tx.query<StaleDay>('SELECT id, date FROM stale_day LIMIT $1 FOR UPDATE SKIP LOCKED', [
    maxDays,
  ]);
}

export function sendForgotten(tx: Tx, ids: number[]): void {
  tx.send('DELETE FROM stale_day WHERE id = ANY($1::bigint[])', [ids]);
}

/** Notes that this day and every later one have changed. */
export function sendStaleDay(tx: Tx, date: string): void {
  tx.send('INSERT INTO stale_day (date) VALUES ($1)', [date]);
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
