/** The SQL of replays: the quotes of a symbol in the order of their times. */
import type { Queryable } from '@balcao/kit/db.ts';

export interface PlayedQuote {
  symbol: string;
  /** Milliseconds since 1970. */
  at: number;
  price: string;
  xid: number;
  seq: number;
}

export interface PlayedRange {
  symbol: string;
  /** Milliseconds since 1970; `to` does not belong to it. */
  from: number;
  to: number;
}

/** How many quotes the ranges of symbols hold; counts up to `most`. */
export async function countPlayed(
  db: Queryable,
  { symbols, from, to }: Omit<PlayedRange, 'symbol'> & { symbols: string[] },
  most: number,
): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    `SELECT count(*) FROM (SELECT FROM quote
       WHERE symbol = ANY($1) AND at >= $2 AND at < $3 LIMIT $4) AS played`,
    [symbols, new Date(from).toISOString(), new Date(to).toISOString(), most],
  );
  return row?.count ?? 0;
}

/** The next quotes of the range after one of them; of one instant the first that came is the first. */
export function readPlayed(
  db: Queryable,
  { symbol, from, to }: PlayedRange,
  { after, limit }: { after: PlayedQuote | undefined; limit: number },
): Promise<PlayedQuote[]> {
  const { at = from, xid = 0, seq = 0 } = after ?? {};
  return db.query<PlayedQuote>(
    `SELECT q.symbol, (extract(epoch FROM q.at) * 1000)::bigint AS at,
       trim_scale(q.price)::text AS price, q.xid::text::bigint AS xid, q.seq
     FROM quote q
     WHERE q.symbol = $1 AND q.at >= $2 AND q.at < $3
       AND (q.at, q.xid, q.seq) > ($2::timestamptz, $4::xid8, $5::bigint)
     ORDER BY q.at, q.xid, q.seq LIMIT $6`,
    [symbol, new Date(at).toISOString(), new Date(to).toISOString(), String(xid), seq, limit],
  );
}
