/** The SQL of what is to be collected. */
import type { FeedProvider } from '@balcao/contracts/api/market-feeds.ts';
import type { FeedDue } from '@balcao/contracts/events/market.ts';
import type { Queryable, Tx } from '@balcao/kit/db.ts';
import type { DayRange } from './adapters/adapter.ts';

export interface FeedTask extends FeedDue {
  /** Of a task that fetches the past. */
  range: DayRange | null;
}

/** What a provider is to be asked. */
export interface Inquiry {
  provider: FeedProvider;
  code: string;
}

/** A task that this process has taken, with all that it needs. */
export interface TakenTask {
  taskId: string;
  feedId: string;
  symbol: string;
  attempts: number;
  /** How often the feed is due. */
  everySeconds: number;
  range: DayRange | null;
  primary: Inquiry;
  fallback: Inquiry | null;
}

interface TakenRow {
  id: string;
  feed_id: string;
  symbol: string;
  attempts: number;
  every_seconds: number;
  from_date: string | null;
  to_date: string | null;
  provider: FeedProvider;
  code: string;
  fallback_provider: FeedProvider | null;
  fallback_code: string | null;
}

/** How long a task is left to whom its message reaches. */
const graceMs = 10_000;

/** Stores tasks and answers them, without those of a feed whose latest task is not done yet. */
export function insertTasks(tx: Tx, tasks: FeedTask[]): Promise<FeedDue[]> {
  return tx.query<FeedDue>(
    `INSERT INTO feed_task (id, feed_id, due_at, from_date, to_date, retry_at)
     SELECT id, feed_id, due_at, from_date, to_date, now() + make_interval(secs => $6::float8 / 1000)
     FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::date[], $5::date[])
       AS t (id, feed_id, due_at, from_date, to_date)
     ORDER BY feed_id, from_date
     ON CONFLICT DO NOTHING
     RETURNING id AS "taskId", feed_id AS "feedId", due_at AS "dueAt"`,
    [
      tasks.map(({ taskId }) => taskId),
      tasks.map(({ feedId }) => feedId),
      tasks.map(({ dueAt }) => dueAt),
      tasks.map(({ range }) => range?.from ?? null),
      tasks.map(({ range }) => range?.to ?? null),
      graceMs,
    ],
  );
}

type DueFeed = Pick<FeedDue, 'feedId' | 'dueAt'>;

/** Feeds that are due, which are then due again at their pace: late ones are not made up for. */
export function takeDueFeeds(tx: Tx, limit: number): Promise<DueFeed[]> {
  return tx.query<DueFeed>(
    `WITH due AS MATERIALIZED (
       SELECT id, next_due_at FROM feed WHERE is_active AND next_due_at <= now()
       ORDER BY next_due_at LIMIT $1 FOR NO KEY UPDATE SKIP LOCKED)
     UPDATE feed f SET next_due_at = now() + make_interval(secs => f.every_seconds)
     FROM due WHERE f.id = due.id RETURNING f.id AS "feedId", due.next_due_at AS "dueAt"`,
    [limit],
  );
}

const take = (condition: string) => `
  WITH mine AS MATERIALIZED (
    SELECT id FROM feed_task WHERE (taken_until IS NULL OR taken_until < now()) AND ${condition}
    ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED)
  UPDATE feed_task t
  SET attempts = t.attempts + 1, taken_until = now() + make_interval(secs => $2::float8 / 1000)
  FROM mine, feed f LEFT JOIN feed b ON b.id = f.fallback_feed_id
  WHERE t.id = mine.id AND f.id = t.feed_id
  RETURNING t.id, t.feed_id, f.symbol, t.attempts, f.every_seconds, t.from_date, t.to_date, f.provider,
    f.code, b.provider AS fallback_provider, b.code AS fallback_code`;

export interface Taking {
  limit: number;
  leaseMs: number;
}

/** Takes those of these tasks that nobody has, for a time: afterwards another replica may repeat them. */
export async function takeTasks(
  tx: Tx,
  ids: string[],
  { limit, leaseMs }: Taking,
): Promise<TakenTask[]> {
  const rows = await tx.query<TakenRow>(take('id = ANY($3::uuid[])'), [limit, leaseMs, ids]);
  return rows.map(toTask);
}

/** Takes tasks that wait for another attempt, or whose taker has died. */
export async function takeWaitingTasks(
  db: Queryable,
  { limit, leaseMs }: Taking,
): Promise<TakenTask[]> {
  const rows = await db.query<TakenRow>(take('retry_at <= now()'), [limit, leaseMs]);
  return rows.map(toTask);
}

/** Ends a task; false where another has taken it since, who ends it. */
export async function finishTask(tx: Tx, { taskId, attempts }: TakenTask): Promise<boolean> {
  const rows = await tx.query(
    'DELETE FROM feed_task WHERE id = $1 AND attempts = $2 RETURNING id',
    [taskId, attempts],
  );
  return rows.length > 0;
}

/** Puts a task back for another attempt. */
export async function putOffTask(
  db: Queryable,
  { taskId, attempts }: TakenTask,
  delayMs: number,
): Promise<void> {
  await db.query(
    `UPDATE feed_task SET taken_until = NULL,
       retry_at = now() + make_interval(secs => $3::float8 / 1000)
     WHERE id = $1 AND attempts = $2`,
    [taskId, attempts, delayMs],
  );
}

function toTask(row: TakenRow): TakenTask {
  const { from_date: from, to_date: to } = row;
  const { fallback_provider: provider, fallback_code: code } = row;
  return {
    taskId: row.id,
    feedId: row.feed_id,
    symbol: row.symbol,
    attempts: row.attempts,
    everySeconds: row.every_seconds,
    range: from === null || to === null ? null : { from, to },
    primary: { provider: row.provider, code: row.code },
    fallback: provider === null || code === null ? null : { provider, code },
  };
}
