/** The audit trail in the database: rows are added in the transaction of what they tell, and never changed. */
import type {
  SecurityEvent,
  SecurityEventDetail,
  SecurityEventListQuery,
  SecurityEventType,
} from '@balcao/contracts/api/security-events.ts';
import type { Page } from '@balcao/contracts/page.ts';
import { decodeCursor, toPage, unusableCursor } from '@balcao/kit/cursor.ts';
import type { Database, Queryable, Tx } from '@balcao/kit/db.ts';
import { type Origin, ownOrigin } from './origin.ts';

export interface NewSecurityEvent {
  type: SecurityEventType;
  userId?: string;
  sessionId?: string;
  detail?: SecurityEventDetail;
}

/** Adds events, together with the transaction's next statements; they stand when it is committed. */
export function record(tx: Tx, origin: Origin, events: NewSecurityEvent[]): void {
  if (events.length === 0) return;
  const { actorId, client, userAgent } = origin;
  tx.send(
    `INSERT INTO security_event (type, user_id, actor_id, session_id, client, user_agent, detail)
     SELECT e.type, e.user_id, $5, e.session_id, $6, $7, e.detail
     FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::jsonb[])
       AS e (type, user_id, session_id, detail)`,
    [
      events.map(({ type }) => type),
      events.map(({ userId }) => userId ?? null),
      events.map(({ sessionId }) => sessionId ?? null),
      events.map(({ detail }) => JSON.stringify(detail ?? {})),
      actorId,
      client,
      userAgent,
    ],
  );
}

interface Row {
  seq: number;
  id: string;
  type: SecurityEventType;
  at: string;
  user_id: string | null;
  actor_id: string | null;
  session_id: string | null;
  client: string | null;
  user_agent: string | null;
  detail: SecurityEventDetail;
}

function toEvent(row: Row): SecurityEvent {
  const { id, type, at, client, detail } = row;
  const { user_id: userId, actor_id: actorId, session_id: sessionId, user_agent: userAgent } = row;
  return { id, type, at, userId, actorId, sessionId, client, userAgent, detail };
}

/** Newest first. Days are those of `timeZone`, an IANA name. */
export async function listSecurityEvents(
  db: Queryable,
  query: SecurityEventListQuery,
  timeZone: string,
): Promise<Page<SecurityEvent>> {
  const [seq = null] = decodeCursor(query.cursor, 1) ?? [];
  if (seq !== null && !/^\d{1,15}$/.test(seq)) throw unusableCursor();
  // Whatever is older than a row that was forgotten is forgotten too, so its page is empty and the last.
  const rows = await db.query<Row>(
    `SELECT e.seq, e.id, e.type, e.at, e.user_id, e.actor_id, e.session_id, e.client, e.user_agent,
       e.detail
     FROM security_event e
     WHERE ($1::uuid IS NULL OR e.user_id = $1) AND ($2::text IS NULL OR e.type = $2)
       AND ($3::date IS NULL OR e.at >= $3::date::timestamp AT TIME ZONE $5)
       AND ($4::date IS NULL OR e.at < ($4::date + 1)::timestamp AT TIME ZONE $5)
       AND ($6::bigint IS NULL
         OR (e.at, e.seq) < ((SELECT l.at FROM security_event l WHERE l.seq = $6), $6))
     ORDER BY e.at DESC, e.seq DESC LIMIT $7`,
    [
      query.userId ?? null,
      query.type ?? null,
      query.from ?? null,
      query.to ?? null,
      timeZone,
      seq,
      query.limit + 1,
    ],
  );
  return toPage(rows, query.limit, { item: toEvent, key: (row) => [row.seq] });
}

/** Removes what is older than the retention, and tells so. The database itself keeps 90 days whatever is set. */
export async function forgetSecurityEvents(db: Database, days: number): Promise<void> {
  await db.transaction(async (tx) => {
    tx.send(`SET LOCAL balcao.forgets_security_events = 'on'`);
    const [row] = await tx.query<{ count: number }>(
      `WITH forgotten AS (
         DELETE FROM security_event WHERE at < now() - make_interval(days => $1) RETURNING seq)
       SELECT count(*) FROM forgotten`,
      [days],
    );
    const count = row?.count ?? 0;
    if (count > 0) record(tx, ownOrigin, [{ type: 'events.forgotten', detail: { count, days } }]);
  });
}
