/** The SQL of quotes: storing many with one statement, what is latest, and what stays of old ones. */
import type { LatestQuery, Quote } from '@balcao/contracts/api/market.ts';
import type { Database, Queryable, Tx } from '@balcao/kit/db.ts';

/** Who says so, of quotes that the shop makes of its own figures. */
export const shopSource = 'shop';

export interface NewQuote extends Quote {
  feedId: string | null;
}

/**
 * Latest quotes are touched in the order of their symbols, so that two writers cannot deadlock; of quotes of one
 * instant the one with the greater source counts, whatever the order in which they come.
 */
const insert = `
  WITH stored AS (
    INSERT INTO quote (symbol, at, price, source, feed_id)
    SELECT * FROM unnest($1::text[], $2::timestamptz[], $3::numeric[], $4::text[], $5::uuid[])
      AS q (symbol, at, price, source, feed_id)
    ORDER BY symbol COLLATE "C", at, source COLLATE "C"
    ON CONFLICT DO NOTHING
    RETURNING symbol, at, price, source, feed_id),
  latest AS (
    INSERT INTO latest_quote AS l (symbol, at, price, source)
    SELECT DISTINCT ON (symbol) symbol, at, price, source FROM stored
    ORDER BY symbol, at DESC, source DESC
    ON CONFLICT (symbol) DO UPDATE SET at = excluded.at, price = excluded.price, source = excluded.source
      WHERE (l.at, l.source) < (excluded.at, excluded.source))
  SELECT symbol, at, trim_scale(price)::text AS price, source, feed_id AS "feedId" FROM stored
  ORDER BY symbol, at, source`;

/** Stores what is new; answers it, by symbol and then by time. */
export function insertQuotes(tx: Tx, quotes: NewQuote[]): Promise<NewQuote[]> {
  tx.send('SELECT ensure_quote_months($1::timestamptz[])', [quotes.map(({ at }) => at)]);
  return tx.query<NewQuote>(insert, [
    quotes.map(({ symbol }) => symbol),
    quotes.map(({ at }) => at),
    quotes.map(({ price }) => price),
    quotes.map(({ source }) => source),
    quotes.map(({ feedId }) => feedId),
  ]);
}

/** The latest quote of each symbol, by symbol: one more than the limit where there are more. */
export function listLatest(
  db: Queryable,
  { symbols, q, limit }: LatestQuery,
  after: string,
): Promise<Quote[]> {
  return db.query<Quote>(
    `SELECT symbol, at, trim_scale(price)::text AS price, source FROM latest_quote
     WHERE ($1::text[] IS NULL OR symbol = ANY($1)) AND symbol > $2
       AND ($4::text IS NULL OR strpos(symbol, upper($4)) > 0)
     ORDER BY symbol LIMIT $3`,
    [symbols ?? null, after, limit + 1, q ?? null],
  );
}

/** The latest quotes of the first symbols, without what the shop makes of its own figures. */
export function listOfMarkets(db: Queryable, limit: number): Promise<Quote[]> {
  return db.query<Quote>(
    `SELECT symbol, at, trim_scale(price)::text AS price, source FROM latest_quote
     WHERE source <> $1 ORDER BY symbol LIMIT $2`,
    [shopSource, limit],
  );
}

/** How long the closing waits for the locks of others, each of whom waits behind it. */
const lockTimeoutMs = 2_000;

/**
 * Rolls the oldest month before that of an instant up to hours and drops its quotes, in one transaction; answers
 * whether there may be another one. What is rolled up stays as it is: quotes that come later for the same hour are
 * dropped with their month. It may take far longer than a request. Throws what `isLockTimeout` knows where somebody
 * else uses quotes for too long, such as a backup.
 */
export function closeQuoteMonth(
  db: Database,
  { before, timeZone }: { before: Date; timeZone: string },
): Promise<boolean> {
  return db.transaction(async (tx) => {
    tx.send(`SELECT set_config('lock_timeout', $1, true)`, [String(lockTimeoutMs)]);
    const [row] = await tx.query<{ isClosed: boolean }>(
      'SELECT close_quote_month($1, $2) AS "isClosed"',
      [before.toISOString(), timeZone],
    );
    return row?.isClosed ?? false;
  });
}
