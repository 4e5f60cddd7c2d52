/** SQL of alerts on prices that are kept quiet while they go on. */
import type { Tx } from '@balcao/kit/db.ts';

export interface Muting {
  thread: string;
  /** Of one alert the highest holds. */
  change: number;
}

/** A condition: whether the alert whose thread is `thread` in SQL is kept quiet. */
export const isMuted = (thread: string): string =>
  `EXISTS (SELECT FROM muted_alert m WHERE m.thread = ${thread} AND m.is_muted)`;

/** Answers the threads that are muted, or not any more, by this: what has a later word already is not among them. */
export async function saveMutings(tx: Tx, mutings: Muting[], muted: boolean): Promise<string[]> {
  const rows = await tx.query<{ thread: string }>(
    `INSERT INTO muted_alert AS known (thread, change, is_muted)
     SELECT DISTINCT ON (thread) thread, change, $3
     FROM unnest($1::text[], $2::integer[]) AS n (thread, change) ORDER BY thread, change DESC
     ON CONFLICT (thread) DO UPDATE
       SET change = excluded.change, is_muted = excluded.is_muted, changed_at = now()
       WHERE known.change < excluded.change
     RETURNING thread`,
    [mutings.map(({ thread }) => thread), mutings.map(({ change }) => change), muted],
  );
  return rows.map(({ thread }) => thread);
}

/** They have ended. */
export function forgetMuted(tx: Tx, threads: string[]): void {
  tx.send('DELETE FROM muted_alert WHERE thread = ANY($1::text[])', [threads]);
}

/** What of an array is not in another one, in its order. */
const without = (whole: string, others: string): string =>
  `ARRAY(SELECT item FROM unnest(${whole}) WITH ORDINALITY AS u (item, place)
     WHERE item <> ALL(${others}) ORDER BY place)`;

/**
 * Takes back what was to be told again of these alerts and waits yet, for the end of quiet hours or for its group: it
 * is due again as it was. What a worker has once taken stays, since it may have arrived.
 */
export async function withdrawRepetitions(tx: Tx, threads: string[]): Promise<void> {
  const left = await tx.query<{ id: string; is_empty: boolean }>(
    `WITH again AS MATERIALIZED (
       SELECT d.id, f.route_id, f.thread, f.notification_id
       FROM firing_alert f JOIN delivery d ON d.route_id = f.route_id
         AND d.threads && ARRAY[f.thread] AND f.notification_id = ANY(d.repeated_ids)
       WHERE f.thread = ANY($1::text[]) AND d.state = 'waiting' AND d.attempts = 0
       ORDER BY d.id FOR UPDATE OF d),
     due AS (
       UPDATE firing_alert f SET told_at = told_at - make_interval(secs => coalesce(r.repeat_seconds, 0))
       FROM again, route r WHERE f.route_id = again.route_id AND f.thread = again.thread AND r.id = f.route_id),
     gone AS (
       SELECT id, array_agg(notification_id) AS ids, array_agg(thread) AS threads FROM again GROUP BY id)
     UPDATE delivery d SET notification_ids = ${without('d.notification_ids', 'gone.ids')},
       repeated_ids = ${without('d.repeated_ids', 'gone.ids')}, threads = ${without('d.threads', 'gone.threads')}
     FROM gone WHERE d.id = gone.id
     RETURNING d.id, d.notification_ids = '{}' AS is_empty`,
    [threads],
  );
  const empty = left.filter(({ is_empty }) => is_empty).map(({ id }) => id);
  if (empty.length > 0) await tx.query('DELETE FROM delivery WHERE id = ANY($1::uuid[])', [empty]);
}
