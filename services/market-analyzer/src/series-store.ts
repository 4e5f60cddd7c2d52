/** The SQL of series: quotes rolled up to intervals, with what a window of time before each point tells. */
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

/**
 * Windows are time, not a number of points: a gap makes a mean of fewer points and never of older ones. A return
 * needs a point before it that is no further back than the window, so that every page tells the same.
 */
const statement = (interval: Interval) => {
  const begin = beginnings[interval];
  const first = begin('greatest($2::timestamptz, $5::timestamptz)');
  return `
  WITH rolled AS (
    SELECT ${begin('at')} AS at, (array_agg(price ORDER BY at, source))[1] AS open,
      max(price) AS high, min(price) AS low,
      (array_agg(price ORDER BY at DESC, source DESC))[1] AS close, count(*) AS quotes
    FROM quote WHERE symbol = $1 AND at >= ${first} - 2 * $4::interval AND at < $3 AND $6::text <> ''
    GROUP BY 1),
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
