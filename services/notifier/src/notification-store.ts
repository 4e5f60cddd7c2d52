/** SQL of the inbox. */
import type { Notification, NotificationEvent } from '@balcao/contracts/api/notifications.ts';
import type { Severity } from '@balcao/contracts/severity.ts';
import type { Queryable, Tx } from '@balcao/kit/db.ts';
import type { NewNotification } from './notification.ts';
import type { Told } from './told.ts';

/** A notification and its place in the inbox. */
export interface Placed extends Notification {
  seq: number;
}

interface Row {
  seq: number;
  id: string;
  event: NotificationEvent;
  subject: string;
  severity: Severity;
  title_pt: string;
  title_en: string;
  body_pt: string;
  body_en: string;
  occurred_at: string;
}

const columns =
  'seq, id, event, subject, severity, title_pt, title_en, body_pt, body_en, occurred_at';
/** Any number: nobody else takes an advisory lock in this database. */
const orderLock = 8008;

function toPlaced(row: Row): Placed {
  return {
    seq: row.seq,
    id: row.id,
    event: row.event,
    subject: row.subject,
    severity: row.severity,
    title: { pt: row.title_pt, en: row.title_en },
    body: { pt: row.body_pt, en: row.body_en },
    occurredAt: row.occurred_at,
  };
}

/** Whoever tells anything comes one after the other, until the commit. */
export function holdOrder(tx: Tx): void {
  tx.send('SELECT pg_advisory_xact_lock($1)', [orderLock]);
}

/**
 * Puts each in once, however often its message comes, and answers those that are new; the lock makes `seq`
 * the order of the commits.
 */
export async function insertNotifications<One extends NewNotification>(
  tx: Tx,
  news: One[],
): Promise<One[]> {
  holdOrder(tx);
  const rows = await tx.query<{ id: string }>(
    `INSERT INTO notification (id, event_id, event, subject, severity, title_pt, title_en, body_pt, body_en, occurred_at,
       rule, symbol, started_at)
     SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
       $8::text[], $9::text[], $10::timestamptz[], $11::text[], $12::text[],
       $13::timestamptz[])
     ON CONFLICT (event_id) DO NOTHING RETURNING id`,
    [
      news.map((one) => one.id),
      news.map((one) => one.eventId),
      news.map((one) => one.event),
      news.map((one) => one.subject),
      news.map((one) => one.severity),
      news.map((one) => one.title.pt),
      news.map((one) => one.title.en),
      news.map((one) => one.body.pt),
      news.map((one) => one.body.en),
      news.map((one) => one.occurredAt),
      news.map((one) => one.rule),
      news.map((one) => one.symbol),
      news.map((one) => one.startedAt),
    ],
  );
  const added = new Set(rows.map(({ id }) => id));
  return news.filter(({ id }) => added.has(id));
}

export interface InboxFilter {
  events: NotificationEvent[];
  severities: Severity[];
  /** The page's beginning: older than this place. */
  before: number | null;
  limit: number;
}

/** The newest first: one row more than the limit where there are more. */
export async function listNotifications(
  db: Queryable,
  { events, severities, before, limit }: InboxFilter,
): Promise<Placed[]> {
  const rows = await db.query<Row>(
    `SELECT ${columns} FROM notification
     WHERE event = ANY($1::text[]) AND severity = ANY($2::text[]) AND ($3::bigint IS NULL OR seq < $3)
     ORDER BY seq DESC LIMIT $4`,
    [events, severities, before, limit + 1],
  );
  return rows.map(toPlaced);
}

/** What came after a place, for whomever, the oldest first. */
export async function readAfter(
  db: Queryable,
  { after, limit }: { after: number; limit: number },
): Promise<Placed[]> {
  const rows = await db.query<Row>(
    `SELECT ${columns} FROM notification WHERE seq > $1 ORDER BY seq LIMIT $2`,
    [after, limit],
  );
  return rows.map(toPlaced);
}

/** Those of the ids, the oldest first. */
export async function findNotifications(db: Queryable, ids: string[]): Promise<Notification[]> {
  const rows = await db.query<Row>(
    `SELECT ${columns} FROM notification WHERE id = ANY($1::uuid[]) ORDER BY seq`,
    [ids],
  );
  return rows.map((row) => withoutPlace(toPlaced(row)));
}

/** Those of a message, the oldest first. */
export async function findTold(
  db: Queryable,
  { notificationIds, repeatedIds }: { notificationIds: string[]; repeatedIds: string[] },
): Promise<Told[]> {
  const rows = await db.query<Row & { firing_since: string | null }>(
    `SELECT ${columns}, CASE WHEN id = ANY($2::uuid[]) THEN coalesce(started_at, occurred_at) END AS firing_since
     FROM notification WHERE id = ANY($1::uuid[]) ORDER BY seq`,
    [notificationIds, repeatedIds],
  );
  return rows.map((row) => ({ ...withoutPlace(toPlaced(row)), firingSince: row.firing_since }));
}

/** As it is shown. */
export function withoutPlace({ seq: _, ...shown }: Placed): Notification {
  return shown;
}

/** The place of the newest; 0 in an empty inbox. */
export async function readNewestPlace(db: Queryable): Promise<number> {
  const [row] = await db.query<{ seq: number }>(
    'SELECT coalesce(max(seq), 0) AS seq FROM notification',
  );
  return row?.seq ?? 0;
}

/** The place of one; undefined where there is none. */
export async function findPlace(db: Queryable, id: string): Promise<number | undefined> {
  const [row] = await db.query<{ seq: number }>('SELECT seq FROM notification WHERE id = $1', [id]);
  return row?.seq;
}
