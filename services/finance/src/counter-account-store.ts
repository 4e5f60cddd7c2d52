/** The SQL of counter-accounts: which entries are set against another account than that of their category, or may be. */
import type { AccountCode } from '@balcao/contracts/api/finance.ts';
import type { Queryable, Tx } from '@balcao/kit/db.ts';

/** An entry, or the reversal of one, that is set against `from` and belongs to `to`. */
export interface Misplaced {
  entryId: string;
  /** The entry itself, or its reversal. */
  transactionId: string;
  date: string;
  description: string;
  /** How often it was moved before. */
  moves: number;
  /** What its money account was debited with; below zero for what went out. */
  receivedMinor: number;
  from: AccountCode;
  to: AccountCode;
}

interface MisplacedRow {
  entry_id: string;
  transaction_id: string;
  date: string;
  description: string;
  moves: number;
  received_minor: number;
  from: AccountCode;
  to: AccountCode;
}

/**
 * Those of the entries that do not follow their category, and their reversals. The first line of each is the money,
 * the second what it is set against. Money that would be moved to the account that it is on stays where it is.
 */
export async function readMisplaced(db: Queryable, entryIds: string[]): Promise<Misplaced[]> {
  const rows = await db.query<MisplacedRow>(
    `SELECT t.entry_id, t.id AS transaction_id, t.date, t.description, moved.count::int AS moves,
       money.debit_minor - money.credit_minor AS received_minor, present.code AS from, wanted.code AS to
     FROM (SELECT DISTINCT unnest($1::uuid[]) AS id) e
     CROSS JOIN LATERAL (
       SELECT e.id AS entry_id, id, date, description FROM journal_transaction
       WHERE id = e.id AND kind IN ('credit', 'debit') UNION ALL
       SELECT e.id, id, date, description FROM journal_transaction WHERE reverses_id = e.id) t
     JOIN journal_line money ON money.transaction_id = t.id AND money.position = 0
     JOIN journal_line other ON other.transaction_id = t.id AND other.position = 1
     CROSS JOIN LATERAL (
       SELECT count(*), (array_agg(l.account_id ORDER BY m.number DESC))[1] AS account_id
       FROM journal_transaction m JOIN journal_line l ON l.transaction_id = m.id AND l.position = 1
       WHERE m.entry_id = e.id AND starts_with(m.source, 'category:' || e.id || ':' || t.id || ':')) moved
     LEFT JOIN entry_category given ON given.entry_id = e.id
     LEFT JOIN category c ON c.id = given.category_id
     JOIN account present ON present.id = coalesce(moved.account_id, other.account_id)
     JOIN account wanted ON wanted.id = coalesce(nullif(c.counter_account_id, money.account_id), other.account_id)
     WHERE present.id <> wanted.id`,
    [entryIds],
  );
  return rows.map((row) => ({
    entryId: row.entry_id,
    transactionId: row.transaction_id,
    date: row.date,
    description: row.description,
    moves: row.moves,
    receivedMinor: row.received_minor,
    from: row.from,
    to: row.to,
  }));
}

/**
 * Takes the oldest notes of categories that were given at least so many seconds ago, less what another replica is at;
 * answers the entry of each.
 */
export async function takeCategoriesToFollow(
  tx: Tx,
  { limit, minAgeSeconds }: { limit: number; minAgeSeconds: number },
): Promise<string[]> {
  const rows = await tx.query<{ entry_id: string }>(
    `DELETE FROM category_to_follow WHERE number IN (
       SELECT number FROM category_to_follow WHERE noted_at < now() - make_interval(secs => $2)
       ORDER BY number LIMIT $1 FOR UPDATE SKIP LOCKED)
     RETURNING entry_id`,
    [limit, minAgeSeconds],
  );
  return rows.map(({ entry_id: entryId }) => entryId);
}
