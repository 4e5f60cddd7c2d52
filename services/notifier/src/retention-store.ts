/** SQL of forgetting. */
import type { Queryable } from '@balcao/kit/db.ts';

/** Deletes up to `limit` messages that were sent or given up more than `days` ago; answers how many. */
export async function deleteOldDeliveries(
  db: Queryable,
  days: number,
  limit: number,
): Promise<number> {
  const rows = await db.query(
    `DELETE FROM delivery WHERE id IN (
       SELECT id FROM delivery
       WHERE state <> 'waiting' AND created_at < now() - make_interval(days => $1)
         AND coalesce(tried_at, created_at) < now() - make_interval(days => $1)
       ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED)
     RETURNING id`,
    [days, limit],
  );
  return rows.length;
}

/** Deletes up to `limit` notifications of more than `days` ago; those stay that may still be sent, or again. */
export async function deleteOldNotifications(
  db: Queryable,
  days: number,
  limit: number,
): Promise<number> {
  const rows = await db.query(
    `DELETE FROM notification WHERE id IN (
       SELECT id FROM notification
       WHERE created_at < now() - make_interval(days => $1)
         AND id NOT IN (SELECT unnest(notification_ids) FROM delivery WHERE state <> 'sent')
         AND id NOT IN (SELECT f.notification_id FROM firing_alert f JOIN route r ON r.id = f.route_id
           WHERE r.repeat_seconds IS NOT NULL)
       ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED)
     RETURNING id`,
    [days, limit],
  );
  return rows.length;
}

/** Deletes up to `limit` acknowledgements of more than `days` ago: the end of an alert that was not told may never come. */
export async function deleteOldAcknowledged(
  db: Queryable,
  days: number,
  limit: number,
): Promise<number> {
  const rows = await db.query(
    `DELETE FROM acknowledged_alert WHERE thread IN (
       SELECT thread FROM acknowledged_alert WHERE created_at < now() - make_interval(days => $1)
       ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED)
     RETURNING thread`,
    [days, limit],
  );
  return rows.length;
}

/** The same of what was muted, or not any more; a route that goes on with it keeps it. */
export async function deleteOldMutings(
  db: Queryable,
  days: number,
  limit: number,
): Promise<number> {
  const rows = await db.query(
    `DELETE FROM muted_alert WHERE thread IN (
       SELECT thread FROM muted_alert m WHERE changed_at < now() - make_interval(days => $1)
         AND NOT EXISTS (SELECT FROM firing_alert f WHERE f.thread = m.thread)
       ORDER BY changed_at LIMIT $2 FOR UPDATE SKIP LOCKED)
     RETURNING thread`,
    [days, limit],
  );
  return rows.length;
}
