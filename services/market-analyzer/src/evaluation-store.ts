/** The SQL of the evaluator: which quotes have been judged, which have come since, and which fill a window. */
import type { Queryable, Tx } from '@balcao/kit/db.ts';
import { isInhibited } from './inhibition-store.ts';
import { isSilenced } from './silence-store.ts';

/** How far quotes have been judged, in the order of their arrival: see `0006_arrivals.sql`. */
export interface Cursor {
  xid: number;
  seq: number;
}

export interface Evaluation extends Cursor {
  /** Counts the writes of evaluators. */
  version: number;
}

/** Where evaluating goes on, and the id of the transaction that reads it. */
export async function readEvaluation(db: Queryable): Promise<Evaluation & { ownXid: number }> {
  const [row] = await db.query<Evaluation & { ownXid: number }>(
    `SELECT xid::text::bigint AS xid, seq, version, pg_current_xact_id()::text::bigint AS "ownXid"
     FROM evaluation`,
  );
  if (row === undefined) throw new Error('the row of evaluation is missing');
  return row;
}

const isForeign = 'xid >= pg_snapshot_xmax(pg_current_snapshot())';
const adoptedAtOnce = 10_000;

/**
 * A database that was restored from a dump counts its transactions anew, and what it holds would be of the future:
 * it becomes what has been judged before all that comes.
 */
export async function adoptRestored(db: Queryable): Promise<void> {
  for (let count = adoptedAtOnce; count === adoptedAtOnce; ) {
    const [row] = await db.query<{ count: number }>(
      `WITH restored AS MATERIALIZED (
         SELECT symbol, at, source FROM quote WHERE ${isForeign} LIMIT $1),
       adopted AS (
         UPDATE quote q SET xid = '0' FROM restored r
         WHERE q.symbol = r.symbol AND q.at = r.at AND q.source = r.source RETURNING 1)
       SELECT count(*) AS count FROM adopted`,
      [adoptedAtOnce],
    );
    count = row?.count ?? 0;
  }
  await db.query(`UPDATE rule SET xid = '0' WHERE ${isForeign}`);
  await db.query(
    `UPDATE evaluation SET xid = pg_snapshot_xmin(pg_current_snapshot()), seq = 0,
       version = version + 1
     WHERE ${isForeign}`,
  );
}

/**
 * Counts this write and moves the cursor; answers the transaction's own id, or null where another evaluator has
 * written since `version`.
 */
export async function moveCursor(tx: Tx, to: Evaluation): Promise<number | null> {
  const [row] = await tx.query<{ xid: number }>(
    `UPDATE evaluation SET xid = $1::xid8, seq = $2, version = version + 1 WHERE version = $3
     RETURNING pg_current_xact_id()::text::bigint AS xid`,
    [String(to.xid), to.seq, to.version],
  );
  return row?.xid ?? null;
}

export interface Outlook {
  /** All quotes that have arrived before this one are there. */
  xmin: number;
  /** Differs when a rule was made, changed or deleted. */
  rules: string;
  /** Whether quotes are there that must wait for others that are still being stored. */
  isHeldBack: boolean;
  /** Whether an open alert is to be told that was silenced or inhibited. */
  hasUntold: boolean;
}

/**
 * What there may be to do. `now` is the shop's. A transaction ends first here: all quotes that were there before have
 * arrived before it, and those of whoever announces itself only afterwards arrive after it. Rules are looked at in
 * between, so that one that is not seen is younger than all quotes up to `xmin`.
 */
export async function lookOut(db: Queryable, now: Date): Promise<Outlook> {
  const [ended] = await db.query<{ xid: string }>('SELECT pg_current_xact_id()::text AS xid');
  const [row] = await db.query<Outlook>(
    `SELECT h.xmin,
       (SELECT count(*) || ' ' || coalesce(sum(hashint8extended(revision, 0)), 0)
        FROM rule WHERE is_active) AS rules,
       EXISTS (SELECT 1 FROM quote WHERE xid >= h.xmin::text::xid8
         AND xid < pg_snapshot_xmax(pg_current_snapshot())) AS "isHeldBack",
       EXISTS (SELECT 1 FROM alert a WHERE a.told_at IS NULL AND a.resolved_at IS NULL
         AND NOT ${isSilenced('$1::timestamptz')} AND NOT ${isInhibited}) AS "hasUntold"
     FROM (SELECT least($2::bigint, oldest_quote_arrival()) AS xmin OFFSET 0) AS h`,
    [now.toISOString(), ended?.xid],
  );
  if (row === undefined) throw new Error('a query without a table always has a row');
  return row;
}

export interface ArrivedQuote extends Cursor {
  symbol: string;
  /** Milliseconds since 1970. */
  at: number;
  price: string;
}

const columns = `q.xid::text::bigint AS xid, q.seq, q.symbol,
  (extract(epoch FROM q.at) * 1000)::bigint AS at, trim_scale(q.price)::text AS price`;

/**
 * The next quotes after `after` that have arrived before `xmin`, in the one order that never changes: none can come
 * in between later, however late its transaction has committed.
 */
export function readArrivals(
  db: Queryable,
  { after, xmin, limit }: { after: Cursor; xmin: number; limit: number },
): Promise<ArrivedQuote[]> {
  return db.query<ArrivedQuote>(
    `SELECT ${columns} FROM quote q
     WHERE (q.xid, q.seq) > ($1::xid8, $2::bigint) AND q.xid < $3::xid8
     ORDER BY q.xid, q.seq LIMIT $4`,
    [String(after.xid), after.seq, String(xmin), limit],
  );
}

/** How far back rules look at a symbol. */
export interface SymbolWindow {
  symbol: string;
  windowMs: number;
}

export interface WindowQuote extends ArrivedQuote {
  source: string;
}

/**
 * Of the quotes of a symbol up to the cursor the last one, and those within the window before that: the latest
 * first, after `before`.
 */
export function readWindowPage(
  db: Queryable,
  { symbol, windowMs, upTo }: SymbolWindow & { upTo: Cursor },
  { before, limit }: { before: WindowQuote | undefined; limit: number },
): Promise<WindowQuote[]> {
  return db.query<WindowQuote>(
    `SELECT ${columns}, q.source FROM quote q
     WHERE q.symbol = $1 AND (q.xid, q.seq) <= ($2::xid8, $3::bigint)
       AND q.at >= (
         SELECT l.at FROM quote l WHERE l.symbol = $1 AND (l.xid, l.seq) <= ($2::xid8, $3::bigint)
         ORDER BY l.at DESC LIMIT 1) - $4::bigint * interval '1 millisecond'
       AND ($5::timestamptz IS NULL OR (q.at, q.source) < ($5, $6::text))
     ORDER BY q.at DESC, q.source DESC LIMIT $7`,
    [
      symbol,
      String(upTo.xid),
      upTo.seq,
      windowMs,
      before === undefined ? null : new Date(before.at).toISOString(),
      before?.source ?? null,
      limit,
    ],
  );
}
