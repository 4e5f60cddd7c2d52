/** The SQL of forgetting alerts and silences. */
import type { Queryable } from '@balcao/kit/db.ts';

/** Deletes up to `limit` alerts that ended before an instant; answers how many. An open one is never old. */
export async function deleteEndedAlerts(
  db: Queryable,
  before: Date,
  limit: number,
): Promise<number> {
  const rows = await db.query(
    `DELETE FROM alert WHERE id IN (
       SELECT id FROM alert WHERE resolved_at < $1
       ORDER BY resolved_at LIMIT $2 FOR UPDATE SKIP LOCKED)
     RETURNING id`,
    [before.toISOString(), limit],
  );
  return rows.length;
}

/** Deletes up to `limit` silences that were over before an instant; answers how many. */
export async function deleteOverSilences(
  db: Queryable,
  before: Date,
  limit: number,
): Promise<number> {
  const rows = await db.query(
    `DELETE FROM silence WHERE id IN (
       SELECT id FROM silence WHERE ends_at < $1
       ORDER BY ends_at LIMIT $2 FOR UPDATE SKIP LOCKED)
     RETURNING id`,
    [before.toISOString(), limit],
  );
  return rows.length;
}
