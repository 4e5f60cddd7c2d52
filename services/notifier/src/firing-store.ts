/** SQL of alerts on prices that go on: what a route has told the beginning of, and not the end. */
import type { Queryable, Tx } from '@balcao/kit/db.ts';
import { forgetMuted, isMuted, withdrawRepetitions } from './muting-store.ts';
import type { Addressed } from './notification.ts';

export interface FiringAlert {
  routeId: string;
  thread: string;
  notificationId: string;
  toldAt: Date;
}

/** Unless somebody has acknowledged it before. Its route must be held. */
export async function rememberFiring(tx: Tx, alert: FiringAlert): Promise<void> {
  await tx.query(
    `INSERT INTO firing_alert (route_id, thread, notification_id, told_at)
     SELECT $1::uuid, $2::text, $3::uuid, $4::timestamptz
     WHERE NOT EXISTS (SELECT FROM acknowledged_alert WHERE thread = $2)
     ON CONFLICT (route_id, thread) DO NOTHING`,
    [alert.routeId, alert.thread, alert.notificationId, alert.toldAt],
  );
}

/** They have ended, of whatever route. */
export async function forgetFiring(tx: Tx, threads: string[]): Promise<void> {
  if (threads.length === 0) return;
  tx.send('DELETE FROM acknowledged_alert WHERE thread = ANY($1::text[])', [threads]);
  forgetMuted(tx, threads);
  await tx.query('DELETE FROM firing_alert WHERE thread = ANY($1::text[])', [threads]);
}

/** Somebody has acknowledged them: of whatever route, and also of one that tells their beginning later. */
export async function acknowledgeFiring(tx: Tx, threads: string[]): Promise<void> {
  tx.send(
    `INSERT INTO acknowledged_alert (thread) SELECT unnest($1::text[]) ON CONFLICT (thread) DO NOTHING`,
    [threads],
  );
  await withdrawRepetitions(tx, threads);
  await tx.query('DELETE FROM firing_alert WHERE thread = ANY($1::text[])', [threads]);
}

/** What an older version has told the end of, and what was told after its end: a message that a person replayed. */
export async function forgetEnded(tx: Tx): Promise<void> {
  await tx.query(
    `DELETE FROM firing_alert f USING notification n
     WHERE n.id = f.notification_id AND EXISTS (SELECT FROM notification e
       WHERE e.event = 'market.alert.resolved' AND e.subject = n.subject)`,
  );
}

/** Whether any is to be told again; `now` is the shop's. */
export async function isRepetitionDue(db: Queryable, now: Date): Promise<boolean> {
  const [row] = await db.query<{ is_due: boolean }>(
    `SELECT EXISTS (SELECT FROM firing_alert f JOIN route r ON r.id = f.route_id
       WHERE f.told_at <= $1::timestamptz - make_interval(secs => r.repeat_seconds)
       AND NOT ${isMuted('f.thread')}) AS is_due`,
    [now],
  );
  return row?.is_due ?? false;
}

/** The next interval begins when the quiet hours are over in which this one has ended. */
export async function countFrom(
  tx: Tx,
  { routeId, thread, toldAt }: Omit<FiringAlert, 'notificationId'>,
): Promise<void> {
  await tx.query('UPDATE firing_alert SET told_at = $3 WHERE route_id = $1 AND thread = $2', [
    routeId,
    thread,
    toldAt,
  ]);
}

export interface Due {
  routeId: string;
  channelId: string;
  repeatSeconds: number;
  /** The shop's. */
  now: Date;
  limit: number;
}

/**
 * Takes those of a route that are to be told again, the oldest first. What was missed is not made up for: the next
 * time is one that it would have been anyway. So it is for those that are not answered, as a word on them by the route
 * still waits for the channel: it fails, or rests, and that word is news enough.
 */
export async function takeRepetitions(
  tx: Tx,
  { routeId, channelId, repeatSeconds, now, limit }: Due,
): Promise<(Addressed & Pick<FiringAlert, 'thread'>)[]> {
  return tx.query<Addressed & Pick<FiringAlert, 'thread'>>(
    `WITH due AS MATERIALIZED (
       SELECT thread FROM firing_alert
       WHERE route_id = $1 AND told_at <= $3::timestamptz - make_interval(secs => $2::float8)
         AND NOT ${isMuted('firing_alert.thread')}
       ORDER BY told_at, thread LIMIT $4),
     taken AS (
       UPDATE firing_alert f SET told_at = told_at
         + make_interval(secs => $2::float8 * floor(extract(epoch FROM $3::timestamptz - told_at) / $2::float8))
       FROM due WHERE f.route_id = $1 AND f.thread = due.thread
       RETURNING f.thread, f.notification_id)
     SELECT n.id, n.event, n.subject, n.severity, n.rule, n.symbol, taken.thread
     FROM taken JOIN notification n ON n.id = taken.notification_id
     WHERE NOT EXISTS (SELECT FROM delivery d WHERE d.state = 'waiting' AND d.threads && ARRAY[taken.thread]
       AND d.route_id = $1 AND d.channel_id = $5)
     ORDER BY n.seq`,
    [routeId, repeatSeconds, now, limit, channelId],
  );
}
