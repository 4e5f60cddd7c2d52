/** The SQL of feeds. */
import type { Feed, FeedProvider, UpdateFeedRequest } from '@balcao/contracts/api/market-feeds.ts';
import type { Queryable, Tx } from '@balcao/kit/db.ts';
import { brokenConstraint } from '@balcao/kit/db-errors.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { healthOf } from './feed-health.ts';

interface FeedRow {
  id: string;
  name: string;
  provider: FeedProvider;
  symbol: string;
  code: string;
  every_seconds: number;
  fallback_feed_id: string | null;
  is_active: boolean;
  next_due_at: string;
  collected_at: string | null;
  last_error: string | null;
  managed_by: string | null;
  version: number;
  quote_at: string | null;
  quote_price: string | null;
  quote_source: string | null;
}

type FeedFields = Omit<UpdateFeedRequest, 'active'>;

const select = `
  SELECT feed.*, q.at AS quote_at, trim_scale(q.price)::text AS quote_price, q.source AS quote_source
  FROM feed LEFT JOIN latest_quote q ON q.symbol = feed.symbol`;

/** Feeds by id, which is the order in which they were added. */
export async function listFeeds(
  db: Queryable,
  { limit, after }: { limit: number; after: string },
): Promise<Feed[]> {
  const rows = await db.query<FeedRow>(`${select} WHERE id > $1 ORDER BY id LIMIT $2`, [
    after,
    limit + 1,
  ]);
  return rows.map(toFeed);
}

/** Throws `not_found`. */
export async function findFeed(db: Queryable, id: string): Promise<Feed> {
  return only(await db.query<FeedRow>(`${select} WHERE id = $1`, [id]), id);
}

/** The feed, held until the transaction ends. Throws `not_found`. */
export async function lockFeed(tx: Tx, id: string): Promise<Feed> {
  const sql = `${select} WHERE id = $1 FOR NO KEY UPDATE OF feed`;
  const rows = await tx.query<FeedRow>(sql, [id]);
  return only(rows, id);
}

/** Due at once. Throws `already_exists` where the id is taken. */
export async function insertFeed(tx: Tx, feed: FeedFields & { id: string }): Promise<Feed> {
  const rows = await requireFallback(
    tx.query(
      `INSERT INTO feed (id, name, provider, symbol, code, every_seconds, fallback_feed_id, managed_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING RETURNING id`,
      [feed.id, ...valuesOf(feed)],
    ),
  );
  if (rows.length > 0) return findFeed(tx, feed.id);
  throw new Problem('already_exists', 'A feed with this id exists already.');
}

/** Due again at once. */
export async function updateFeed(tx: Tx, id: string, feed: UpdateFeedRequest): Promise<Feed> {
  await requireFallback(
    tx.query(
      `UPDATE feed SET name = $2, provider = $3, symbol = $4, code = $5, every_seconds = $6,
         fallback_feed_id = $7, managed_by = $8, is_active = $9, next_due_at = now(),
         last_error = NULL, version = version + 1
       WHERE id = $1`,
      [id, ...valuesOf(feed), feed.active],
    ),
  );
  return findFeed(tx, id);
}

/** With its tasks; the quotes stay. */
export async function deleteFeed(tx: Tx, id: string): Promise<void> {
  await tx.query('DELETE FROM feed WHERE id = $1', [id]);
}

export interface FeedAge {
  symbol: string;
  provider: FeedProvider;
  /** Of the latest quote, whoever said it. */
  quoteAt: string | null;
}

/** The first symbols of active feeds, by symbol; of several feeds the one that is due most often names the provider. */
export function listFeedAges(db: Queryable, limit: number): Promise<FeedAge[]> {
  return db.query<FeedAge>(
    `SELECT DISTINCT ON (feed.symbol) feed.symbol, feed.provider, q.at AS "quoteAt"
     FROM feed LEFT JOIN latest_quote q ON q.symbol = feed.symbol
     WHERE is_active ORDER BY feed.symbol, every_seconds, q.at DESC LIMIT $1`,
    [limit],
  );
}

/** What came of collecting: `error` is null where it answered. */
export function recordOutcome(tx: Tx, id: string, error: string | null): void {
  tx.send(
    `UPDATE feed SET last_error = $2,
       collected_at = CASE WHEN $2::text IS NULL THEN now() ELSE collected_at END
     WHERE id = $1`,
    [id, error],
  );
}

const valuesOf = (feed: FeedFields) => [
  feed.name,
  feed.provider,
  feed.symbol,
  feed.code,
  feed.everySeconds,
  feed.fallbackFeedId,
  feed.managedBy,
];

async function requireFallback<Row>(storing: Promise<Row[]>): Promise<Row[]> {
  try {
    return await storing;
  } catch (error) {
    if (brokenConstraint(error) !== 'feed_fallback_feed_id_fkey') throw error;
    const errors = [{ path: 'fallbackFeedId', message: 'there is no such feed' }];
    throw new Problem('validation_failed', 'The fallback does not exist.', { errors });
  }
}

function only([row]: FeedRow[], id: string): Feed {
  if (row === undefined) throw new Problem('not_found', `No feed has the id ${id}.`);
  return toFeed(row);
}

function toFeed(row: FeedRow): Feed {
  return {
    id: row.id,
    name: row.name,
    provider: row.provider,
    symbol: row.symbol,
    code: row.code,
    everySeconds: row.every_seconds,
    fallbackFeedId: row.fallback_feed_id,
    active: row.is_active,
    nextDueAt: row.next_due_at,
    collectedAt: row.collected_at,
    lastError: row.last_error,
    health: healthOf({
      isActive: row.is_active,
      lastError: row.last_error,
      collectedAt: row.collected_at,
    }),
    lastQuote: lastQuoteOf(row),
    managedBy: row.managed_by,
    version: row.version,
  };
}

function lastQuoteOf({ quote_at, quote_price, quote_source }: FeedRow): Feed['lastQuote'] {
  if (quote_at === null || quote_price === null || quote_source === null) return null;
  return { at: quote_at, price: quote_price, source: quote_source };
}
