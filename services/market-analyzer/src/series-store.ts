/** The SQL of series: quotes and what stays of old ones, by intervals, with what a window of time before each tells. */
import type { Interval, SeriesPoint, SeriesQuery } from '@balcao/contracts/api/market.ts';
import type { Queryable } from '@balcao/kit/db.ts';

/** Where the interval of an instant begins; $6 is the shop's time zone, by which days begin. */
const beginnings: Record<Interval, (at: string) => string> = {
  raw: (at) => at,
  '1m': (at) => bin(at, '1 minute'),
  '5m': (at) => bin(at, '5 minutes'),
  '1h': (at) => bin(at, '1 hour'),
  '1d': (at) => `date_trunc('day', ${at}, $6::text)`,
};

const bin = (at: string, size: string) =>
  `date_bin('${size}', ${at}, timestamptz '2000-01-01 00:00:00Z')`;

/** Where begins what the windows of the first point need. */
const earliest = (first: string) => `${first} - 2 * $4::interval`;

const quotesBy = (begin: string, first: string) => `
  SELECT ${begin} AS at, (array_agg(price ORDER BY at, source))[1] AS open, max(price) AS high,
    min(price) AS low, (array_agg(price ORDER BY at DESC, source DESC))[1] AS close, count(*) AS quotes
  FROM quote WHERE symbol = $1 AND at >= ${earliest(first)} AND at < $3 AND $6::text <> ''
  GROUP BY 1`;

/**
 * An hour that was rolled up counts, and not the quotes that came for it later and are there until their month is
 * closed again. It is taken whole, also where the range ends within it.
 */
const hoursBy = (begin: string, first: string) => `
  WITH of_quotes AS (${quotesBy('quote_hour_of(at, $6::text)', first)}),
  hours AS (
    SELECT at, open, high, low, close, quote_count AS quotes FROM quote_hour
    WHERE symbol = $1 AND at >= ${earliest(first)} AND at < $3
    UNION ALL
    SELECT * FROM of_quotes q
    WHERE NOT EXISTS (SELECT FROM quote_hour h WHERE h.symbol = $1 AND h.at = q.at))
  SELECT ${begin} AS at, (array_agg(open ORDER BY at))[1] AS open, max(high) AS high,
    min(low) AS low, (array_agg(close ORDER BY at DESC))[1] AS close, sum(quotes)::bigint AS quotes
  FROM hours GROUP BY 1`;

/** Hours are what stays of old quotes: shorter intervals end where the quotes do. */
const rolledBy: Record<Interval, (begin: string, first: string) => string> = {
  raw: quotesBy,
  '1m': quotesBy,
  '5m': quotesBy,
  '1h': hoursBy,
  '1d': hoursBy,
};

/**
 * Windows are time, not a number of points: a gap makes a mean of fewer points and never of older ones. A return
 * needs a point before it that is no further back than the window, so that every page tells the same.
 */
const statement = (interval: Interval) => {
  const begin = beginnings[interval];
  const first = begin('greatest($2::timestamptz, $5::timestamptz)');
  return `
  WITH rolled AS (${rolledBy[interval](begin('at'), first)}),
  moved AS (
    SELECT *, CASE WHEN close > 0 AND lag(close) OVER w > 0 AND at - lag(at) OVER w <= $4::interval
      THEN ln((close / lag(close) OVER w)::float8) END AS log_return
    FROM rolled WINDOW w AS (ORDER BY at)),
  seen AS (
    SELECT *, avg(close) OVER w AS mean, stddev_samp(log_return) OVER w AS volatility
    FROM moved
    WINDOW w AS (ORDER BY at RANGE BETWEEN $4::interval PRECEDING AND CURRENT ROW))
  SELECT at, trim_scale(open)::text AS open, trim_scale(high)::text AS high,
    trim_scale(low)::text AS low, trim_scale(close)::text AS close, quotes AS "quoteCount",
    trim_scale(round(mean, 12))::text AS "movingAverage", volatility
  FROM seen WHERE at >= ${first} AND ($5::timestamptz IS NULL OR at > $5)
  ORDER BY at LIMIT $7`;
};

/** Points from the interval of `from` on and after the cursor: one more than the limit where there are more. */
export function readSeries(
  db: Queryable,
  { symbol, from, to, interval, windowSeconds, limit }: SeriesQuery & { symbol: string },
  { after, timeZone }: { after: string | null; timeZone: string },
): Promise<SeriesPoint[]> {
  return db.query<SeriesPoint>(statement(interval), [
    symbol,
    from,
    to,
    `${windowSeconds} seconds`,
    after,
    timeZone,
    limit + 1,
  ]);
}
