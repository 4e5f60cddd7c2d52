/** The table of messages that failed: waiting for another attempt, or parked for a person to look at. */
import { v7 as uuidv7 } from 'uuid';
import type { Envelope } from './bus.ts';
import type { Queryable, Tx } from './db.ts';

export interface DeferredMessage {
  id: string;
  consumer: string;
  attempts: number;
  error: string;
  deferredAt: string;
  /** Null while parked. */
  dueAt: string | null;
  message: Envelope;
}

interface Row {
  id: string;
  consumer: string;
  attempts: number;
  error: string;
  deferred_at: string;
  due_at: string | null;
  envelope: string;
}

/** Attempts before a message is parked; the delays between them grow: 0.2 s · 4ⁿ, about four minutes in all. */
export const maxAttempts = 7;

function delaySeconds(attempts: number): number {
  return 0.2 * 4 ** (attempts - 1);
}

function fromRow(row: Row): DeferredMessage {
  return {
    id: row.id,
    consumer: row.consumer,
    attempts: row.attempts,
    error: row.error,
    deferredAt: row.deferred_at,
    dueAt: row.due_at,
    message: JSON.parse(row.envelope),
  };
}

export interface Failure {
  consumer: string;
  message: Envelope;
  error: string;
  attempts: number;
  isPermanent: boolean;
}

/** Stores a failed message; a repeated delivery of a stored one changes nothing. */
export async function deferMessage(db: Queryable, failure: Failure): Promise<void> {
  const { consumer, message, error, attempts, isPermanent } = failure;
  await db.query(
    `INSERT INTO deferred_message (id, consumer, event_id, event_type, subject, envelope, attempts, error, due_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, CASE WHEN $9 THEN NULL ELSE now() + make_interval(secs => $10) END)
     ON CONFLICT (consumer, event_id) DO NOTHING`,
    [
      uuidv7(),
      consumer,
      message.id,
      storable(message.type),
      storable(message.subject),
      JSON.stringify(message),
      attempts,
      storable(error),
      isPermanent,
      delaySeconds(attempts),
    ],
  );
}

/** A message or an error may quote anything, and a text of PostgreSQL holds no NUL. */
function storable(text: string): string {
  return text.replaceAll('\0', '\uFFFD');
}

/** Which of these subjects have an older message waiting: theirs must queue behind it (a parked one blocks nobody). */
export async function deferredSubjects(
  tx: Tx,
  consumer: string,
  subjects: string[],
): Promise<Set<string>> {
  const rows = await tx.query<{ subject: string }>(
    `SELECT DISTINCT subject FROM deferred_message
     WHERE consumer = $1 AND subject = ANY($2::text[]) AND due_at IS NOT NULL`,
    [consumer, subjects],
  );
  return new Set(rows.map((row) => row.subject));
}

/** Locks the oldest due message that is first of its subject, skipping what another replica works on. */
export async function takeDue(tx: Tx): Promise<DeferredMessage | undefined> {
  const [row] = await tx.query<Row>(
    `SELECT * FROM deferred_message d
     WHERE due_at <= now() AND NOT EXISTS (
       SELECT 1 FROM deferred_message e
       WHERE e.consumer = d.consumer AND e.subject = d.subject AND e.id < d.id AND e.due_at IS NOT NULL)
     ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED`,
  );
  return row === undefined ? undefined : fromRow(row);
}

/**
 * Puts a message back after another failure, parked when its attempts are used up. One that came too early
 * goes behind the later ones of its subject, since what it waits for may be among them.
 */
export async function postpone(
  db: Queryable,
  failed: DeferredMessage,
  failure: { error: string; isPermanent: boolean; isEarly: boolean },
): Promise<'deferred' | 'parked'> {
  const attempts = failed.attempts + 1;
  const isParked = failure.isPermanent || attempts >= maxAttempts;
  await db.query(
    `UPDATE deferred_message SET id = $6, attempts = $2, error = $3,
       due_at = CASE WHEN $4 THEN NULL ELSE now() + make_interval(secs => $5) END
     WHERE id = $1`,
    [
      failed.id,
      attempts,
      storable(failure.error),
      isParked,
      delaySeconds(attempts),
      failure.isEarly && !isParked ? uuidv7() : failed.id,
    ],
  );
  return isParked ? 'parked' : 'deferred';
}

export async function removeDeferred(db: Queryable, id: string): Promise<void> {
  await db.query('DELETE FROM deferred_message WHERE id = $1', [id]);
}

export interface ParkedFilter {
  /** Id of the last message of the page before. */
  after: string | null;
  limit: number;
  queue?: string | undefined;
  eventType?: string | undefined;
}

/** Parked messages, oldest first. */
export async function listParked(db: Queryable, filter: ParkedFilter): Promise<DeferredMessage[]> {
  const rows = await db.query<Row>(
    `SELECT * FROM deferred_message
     WHERE due_at IS NULL AND ($1::uuid IS NULL OR id > $1)
       AND ($3::text IS NULL OR consumer = $3) AND ($4::text IS NULL OR event_type = $4)
     ORDER BY id LIMIT $2`,
    [filter.after, filter.limit, filter.queue ?? null, filter.eventType ?? null],
  );
  return rows.map(fromRow);
}

export async function findParked(db: Queryable, id: string): Promise<DeferredMessage | undefined> {
  const [row] = await db.query<Row>(
    'SELECT * FROM deferred_message WHERE id = $1 AND due_at IS NULL',
    [id],
  );
  return row === undefined ? undefined : fromRow(row);
}

/** Gives a parked message a fresh set of attempts, the first of them now; false when it is not parked. */
export async function replayParked(db: Queryable, id: string): Promise<boolean> {
  const rows = await db.query(
    `UPDATE deferred_message SET due_at = now(), attempts = 0
     WHERE id = $1 AND due_at IS NULL RETURNING id`,
    [id],
  );
  return rows.length === 1;
}

/** How many messages wait and how many are parked. */
export async function countDeferred(db: Queryable): Promise<{ waiting: number; parked: number }> {
  const [row] = await db.query<{ waiting: number; parked: number }>(
    `SELECT count(due_at) AS waiting, count(*) - count(due_at) AS parked FROM deferred_message`,
  );
  return row ?? { waiting: 0, parked: 0 };
}
