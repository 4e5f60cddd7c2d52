/** SQL of deliveries that a worker has taken to send. */
import type { ChannelType, Language } from '@balcao/contracts/api/notification-channels.ts';
import type { Queryable, Tx } from '@balcao/kit/db.ts';

/** A delivery that this process has taken, and the channel that it goes to. */
export interface TakenDelivery {
  id: string;
  channelId: string;
  channelType: ChannelType;
  language: Language;
  sealed: Buffer;
  notificationIds: string[];
  repeatedIds: string[];
  attempts: number;
}

interface TakenRow {
  id: string;
  channel_id: string;
  type: ChannelType;
  language: Language;
  settings: Buffer;
  notification_ids: string[];
  repeated_ids: string[];
  attempts: number;
}

export interface Taking {
  limit: number;
  /** Channels that have enough under way. */
  busy: string[];
  leaseMs: number;
}

/**
 * Takes what is due, the urgent first, for `leaseMs`: afterwards another replica may repeat what this one did not
 * finish. An end does not overtake its beginning: what goes on with a thread waits for what the channel has of it.
 */
export async function takeDeliveries(
  db: Queryable,
  { limit, busy, leaseMs }: Taking,
): Promise<TakenDelivery[]> {
  const rows = await db.query<TakenRow>(
    `WITH due AS MATERIALIZED (
       SELECT d.id FROM delivery d JOIN channel c ON c.id = d.channel_id AND c.is_active
       WHERE d.state = 'waiting' AND d.due_at <= now() AND (d.taken_until IS NULL OR d.taken_until < now())
         AND d.channel_id <> ALL($3::uuid[])
         AND NOT EXISTS (SELECT FROM delivery e WHERE e.state = 'waiting' AND e.threads && d.threads
           AND e.channel_id = d.channel_id AND e.id < d.id)
       ORDER BY d.is_urgent DESC, d.due_at LIMIT $1 FOR UPDATE OF d SKIP LOCKED)
     UPDATE delivery d
     SET taken_until = now() + make_interval(secs => $2::float8 / 1000), attempts = d.attempts + 1
     FROM due, channel c WHERE d.id = due.id AND c.id = d.channel_id
     RETURNING d.id, d.channel_id, c.type, c.language, c.settings, d.notification_ids, d.repeated_ids, d.attempts`,
    [limit, leaseMs, busy],
  );
  return rows.map((row) => ({
    id: row.id,
    channelId: row.channel_id,
    channelType: row.type,
    language: row.language,
    sealed: row.settings,
    notificationIds: row.notification_ids,
    repeatedIds: row.repeated_ids,
    attempts: row.attempts,
  }));
}

/** A delivery by whoever took it: when its time was over and another replica has taken it since, it is not this one any more. */
type Own = Pick<TakenDelivery, 'id' | 'attempts'>;

const isOwn = `id = $1 AND state = 'waiting' AND attempts = $2`;

/** False where another replica has taken it since. */
export async function finishDelivery(db: Queryable, { id, attempts }: Own): Promise<boolean> {
  const rows = await db.query(
    `UPDATE delivery SET state = 'sent', sent_at = now(), tried_at = now(), taken_until = NULL, error = NULL
     WHERE ${isOwn} RETURNING id`,
    [id, attempts],
  );
  return rows.length > 0;
}

/** Puts one back to be tried again after `delayMs`; false where another replica has taken it since. */
export async function putOffDelivery(
  db: Queryable,
  { id, attempts }: Own,
  { error, delayMs }: { error: string; delayMs: number },
): Promise<boolean> {
  const rows = await db.query(
    `UPDATE delivery SET taken_until = NULL, tried_at = now(), error = $3,
       due_at = now() + make_interval(secs => $4::float8 / 1000)
     WHERE ${isOwn} RETURNING id`,
    [id, attempts, error, delayMs],
  );
  return rows.length > 0;
}

/** False where another replica has taken it since, or its channel was deleted, which has ended it already. */
export async function giveUpDelivery(
  tx: Tx,
  { id, attempts }: Own,
  error: string,
): Promise<boolean> {
  const rows = await tx.query(
    `UPDATE delivery SET state = 'dead', tried_at = now(), taken_until = NULL, error = $3
     WHERE ${isOwn} RETURNING id`,
    [id, attempts, error],
  );
  return rows.length > 0;
}

/** Keeps one for `leaseMs` from now on. */
export async function prolongDelivery(
  db: Queryable,
  { id, attempts }: Own,
  leaseMs: number,
): Promise<void> {
  await db.query(
    `UPDATE delivery SET taken_until = now() + make_interval(secs => $3::float8 / 1000) WHERE ${isOwn}`,
    [id, attempts, leaseMs],
  );
}

/** Gives one back untried, at a stop. */
export async function returnDelivery(db: Queryable, { id, attempts }: Own): Promise<void> {
  await db.query(`UPDATE delivery SET taken_until = NULL, attempts = attempts - 1 WHERE ${isOwn}`, [
    id,
    attempts,
  ]);
}

/** How many wait, and how many were given up. */
export async function countDeliveries(db: Queryable): Promise<{ waiting: number; dead: number }> {
  const [row] = await db.query<{ waiting: number; dead: number }>(
    `SELECT (SELECT count(*) FROM delivery WHERE state = 'waiting') AS waiting,
       (SELECT count(*) FROM delivery WHERE state = 'dead') AS dead`,
  );
  return row ?? { waiting: 0, dead: 0 };
}
