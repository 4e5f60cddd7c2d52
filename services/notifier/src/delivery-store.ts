/** SQL of deliveries as they are listed, added and replayed. */
import type {
  Delivery,
  DeliveryListQuery,
  DeliveryState,
} from '@balcao/contracts/api/notification-routes.ts';
import type { Queryable, Tx } from '@balcao/kit/db.ts';
import { newId } from '@balcao/kit/ids.ts';

interface DeliveryRow {
  id: string;
  channel_id: string;
  notification_ids: string[];
  state: DeliveryState;
  attempts: number;
  due_at: string;
  error: string | null;
  sent_at: string | null;
  created_at: string;
}

const columns =
  'id, channel_id, notification_ids, state, attempts, due_at, error, sent_at, created_at';

function toDelivery(row: DeliveryRow): Delivery {
  return {
    id: row.id,
    channelId: row.channel_id,
    notificationIds: row.notification_ids,
    state: row.state,
    attempts: row.attempts,
    dueAt: row.due_at,
    error: row.error,
    sentAt: row.sent_at,
    createdAt: row.created_at,
  };
}

export interface NewDelivery {
  channelId: string;
  routeId: string | null;
  notificationIds: string[];
  /** What of it must not overtake what the channel still waits for. */
  threads: string[];
  /** Its group within the route. */
  groupKey: string;
  /** Which of the notifications are told again. */
  repeatedIds: string[];
  /** Whether it is sent in quiet hours too. */
  isUrgent: boolean;
  dueAt: Date;
}

/** A longer message is refused by receivers; what comes then begins the next one. */
const maxTogether = 100;

export async function insertDelivery(tx: Tx, wish: NewDelivery): Promise<Delivery> {
  const [row] = await tx.query<DeliveryRow>(
    `INSERT INTO delivery (id, channel_id, route_id, notification_ids, is_urgent, due_at, threads, group_key,
       repeated_ids)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING ${columns}`,
    [
      newId(),
      wish.channelId,
      wish.routeId,
      wish.notificationIds,
      wish.isUrgent,
      wish.dueAt,
      wish.threads,
      wish.groupKey,
      wish.repeatedIds,
    ],
  );
  if (row === undefined) throw new Error('an insert without a conflict answers its row');
  return toDelivery(row);
}

/**
 * Adds to a message of the route and the group that is as urgent, goes to the same channel, is not being sent yet, and will be in
 * time; false where there is none, or where a word of the same thread waits in another message of the channel.
 */
export async function joinDelivery(tx: Tx, wish: NewDelivery): Promise<boolean> {
  const rows = await tx.query(
    `UPDATE delivery SET notification_ids = notification_ids || $2::uuid[], threads = threads || $6::text[],
       repeated_ids = repeated_ids || $8::uuid[]
     WHERE id = (SELECT id FROM delivery d
       WHERE route_id = $1 AND channel_id = $4 AND is_urgent = $5 AND group_key = $7
         AND state = 'waiting' AND attempts = 0
         AND due_at > clock_timestamp() AND due_at <= $3 AND cardinality(notification_ids) < ${maxTogether}
         AND NOT EXISTS (SELECT FROM delivery e WHERE e.state = 'waiting' AND e.threads && $6::text[]
           AND e.channel_id = $4 AND e.id <> d.id)
       ORDER BY due_at LIMIT 1 FOR UPDATE)
     RETURNING id`,
    [
      wish.routeId,
      wish.notificationIds,
      wish.dueAt,
      wish.channelId,
      wish.isUrgent,
      wish.threads,
      wish.groupKey,
      wish.repeatedIds,
    ],
  );
  return rows.length > 0;
}

/** The newest first: one row more than the limit where there are more. */
export async function listDeliveries(
  db: Queryable,
  { state, channelId, limit }: DeliveryListQuery,
  before: string | null,
): Promise<Delivery[]> {
  const rows = await db.query<DeliveryRow>(
    `SELECT ${columns} FROM delivery
     WHERE ($1::text IS NULL OR state = $1) AND ($2::uuid IS NULL OR channel_id = $2)
       AND ($3::uuid IS NULL OR id < $3)
     ORDER BY id DESC LIMIT $4`,
    [state ?? null, channelId ?? null, before, limit + 1],
  );
  return rows.map(toDelivery);
}

/** Gives a dead one a fresh set of attempts; undefined where it is not dead, or its channel is gone. */
export async function reviveDelivery(tx: Tx, id: string): Promise<Delivery | undefined> {
  const [row] = await tx.query<DeliveryRow>(
    `UPDATE delivery SET state = 'waiting', attempts = 0, due_at = now()
     WHERE id = $1 AND state = 'dead' 
       AND EXISTS (SELECT FROM channel c WHERE c.id = delivery.channel_id FOR KEY SHARE)
     RETURNING ${columns}`,
    [id],
  );
  return row && toDelivery(row);
}

/** Forgets a dead one; false where it is not dead. */
export async function deleteDead(tx: Tx, id: string): Promise<boolean> {
  const sql = `DELETE FROM delivery WHERE id = $1 AND state = 'dead' RETURNING id`;
  return (await tx.query(sql, [id])).length > 0;
}

export async function hasDelivery(db: Queryable, id: string): Promise<boolean> {
  return (await db.query('SELECT id FROM delivery WHERE id = $1', [id])).length > 0;
}
