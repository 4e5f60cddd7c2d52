/** The SQL that proves the ledger: aggregates over one stretch of the journal at a time. */
import type { Queryable, Tx } from '@balcao/kit/db.ts';

/** Ids from `from` on and before `until`; to the end where `until` is null. */
interface Stretch {
  from: string;
  until: string | null;
}

export const firstId = '00000000-0000-0000-0000-000000000000';
const lastId = "'ffffffff-ffff-ffff-ffff-ffffffffffff'";

/** An index range; the last id of all belongs to the last stretch. */
const within = (column: string) =>
  `${column} BETWEEN $1::uuid AND coalesce($2::uuid, ${lastId}) AND ${column} IS DISTINCT FROM $2::uuid`;

/** Makes all that the transaction reads one state. Must come before its other statements. */
export async function beginSnapshot(tx: Tx): Promise<void> {
  await tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
}

/** Where the stretch ends that begins at `from` and has `size` transactions. */
export async function readStretchEnd(
  db: Queryable,
  from: string,
  size: number,
): Promise<string | null> {
  const [row] = await db.query<{ id: string }>(
    'SELECT id FROM journal_transaction WHERE id >= $1 ORDER BY id OFFSET $2 LIMIT 1',
    [from, size],
  );
  return row?.id ?? null;
}

interface StretchCheck {
  transactions: number;
  /** Transactions that do not balance or have no lines, and ids of lines without a transaction. */
  broken: string[];
}

/** Counts a stretch's transactions and names at most `limit` broken ones. */
export async function checkStretch(
  db: Queryable,
  { from, until }: Stretch,
  limit: number,
): Promise<StretchCheck> {
  const rows = await db.query<StretchCheck>(
    `WITH header AS (
       SELECT id AS transaction_id, true AS is_there FROM journal_transaction WHERE ${within('id')}),
     line AS (
       SELECT transaction_id, sum(debit_minor - credit_minor) AS net
       FROM journal_line WHERE ${within('transaction_id')} GROUP BY transaction_id)
     SELECT count(is_there) AS transactions,
       coalesce((array_agg(transaction_id ORDER BY transaction_id)
         FILTER (WHERE is_there IS NULL OR net IS DISTINCT FROM 0))[1:$3::int], '{}') AS broken
     FROM header FULL JOIN line USING (transaction_id)`,
    [from, until, limit],
  );
  return rows[0] ?? { transactions: 0, broken: [] };
}

/** Sums as decimal text, since tampered ones may be beyond what a number holds. */
export interface DaySum {
  account_id: string;
  /** Null for lines without a transaction. */
  date: string | null;
  debit: string;
  credit: string;
}

/** What a stretch of the journal adds to each account and day. */
export function sumStretchDays(db: Queryable, { from, until }: Stretch): Promise<DaySum[]> {
  return db.query<DaySum>(
    `SELECT l.account_id, t.date, sum(l.debit_minor)::text AS debit,
       sum(l.credit_minor)::text AS credit
     FROM journal_line l
     LEFT JOIN journal_transaction t ON t.id = l.transaction_id AND ${within('t.id')}
     WHERE ${within('l.transaction_id')}
     GROUP BY l.account_id, t.date`,
    [from, until],
  );
}

/** The projection as it is stored. */
export function readStoredDays(db: Queryable): Promise<DaySum[]> {
  return db.query<DaySum>(
    `SELECT account_id, date, debit_minor::text AS debit, credit_minor::text AS credit
     FROM account_day`,
  );
}
