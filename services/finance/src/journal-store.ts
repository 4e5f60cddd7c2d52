/** The SQL of the journal: posting, looking up and listing. */
import type {
  AccountCode,
  Entry,
  EntryListQuery,
  EntryType,
  MoneyAccountCode,
} from '@balcao/contracts/api/finance.ts';
import type { Queryable, Tx } from '@balcao/kit/db.ts';
import type { Posting } from './journal-transaction.ts';

/** Sources and days are touched in sorted order, so that two batches cannot deadlock. */
const insert = `
  WITH posted AS (
    INSERT INTO journal_transaction (id, source, kind, date, description, created_by, trace_id)
    SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::date[], $5::text[], $6::uuid[], $7::text[])
      AS t (id, source, kind, date, description, created_by, trace_id)
    ORDER BY source COLLATE "C"
    ON CONFLICT DO NOTHING
    RETURNING id, source, date, created_at),
  line AS MATERIALIZED (
    SELECT l.transaction_id, l.position, a.id AS account_id, p.date, l.debit_minor, l.credit_minor
    FROM unnest($8::uuid[], $9::smallint[], $10::text[], $11::bigint[], $12::bigint[])
      AS l (transaction_id, position, account, debit_minor, credit_minor)
    JOIN posted p ON p.id = l.transaction_id
    JOIN account a ON a.code = l.account),
  stored AS (
    INSERT INTO journal_line (transaction_id, position, account_id, debit_minor, credit_minor)
    SELECT transaction_id, position, account_id, debit_minor, credit_minor FROM line),
  summed AS (
    INSERT INTO account_day AS d (account_id, date, debit_minor, credit_minor)
    SELECT account_id, date, sum(debit_minor), sum(credit_minor) FROM line
    GROUP BY account_id, date ORDER BY account_id, date
    ON CONFLICT (account_id, date) DO UPDATE SET
      debit_minor = d.debit_minor + excluded.debit_minor,
      credit_minor = d.credit_minor + excluded.credit_minor)
  SELECT source, created_at FROM posted`;

/** Inserts postings of distinct sources; answers those whose source was new. */
export async function insertPostings(
  tx: Tx,
  postings: Posting[],
): Promise<{ source: string; createdAt: string }[]> {
  const lines = postings.flatMap(({ id, lines }) =>
    lines.map((line, position) => ({ id, position, line })),
  );
  const rows = await tx.query<{ source: string; created_at: string }>(insert, [
    postings.map(({ id }) => id),
    postings.map(({ source }) => source),
    postings.map(({ kind }) => kind),
    postings.map(({ date }) => date),
    postings.map(({ description }) => description),
    postings.map(({ createdBy }) => createdBy),
    postings.map(({ traceId }) => traceId),
    lines.map(({ id }) => id),
    lines.map(({ position }) => position),
    lines.map(({ line }) => line.account),
    lines.map(({ line }) => line.debitMinor),
    lines.map(({ line }) => line.creditMinor),
  ]);
  return rows.map(({ source, created_at: createdAt }) => ({ source, createdAt }));
}

/** Locks the sums of these accounts on these days in sorted order, making those that do not exist yet. */
export async function lockAccountDays(
  tx: Tx,
  { accounts, dates }: { accounts: AccountCode[]; dates: string[] },
): Promise<void> {
  await tx.query(
    `INSERT INTO account_day AS d (account_id, date, debit_minor, credit_minor)
     SELECT a.id, date, 0, 0 FROM account a CROSS JOIN unnest($2::date[]) AS date
     WHERE a.code = ANY($1::text[]) ORDER BY a.id, date
     ON CONFLICT (account_id, date) DO UPDATE SET debit_minor = d.debit_minor`,
    [accounts, dates],
  );
}

/** Those of the sources that the journal does not have. */
export async function missingSources(db: Queryable, sources: string[]): Promise<string[]> {
  const rows = await db.query<{ source: string }>(
    `SELECT w.source FROM unnest($1::text[]) AS w (source)
     WHERE NOT EXISTS (SELECT 1 FROM journal_transaction t WHERE t.source = w.source)`,
    [sources],
  );
  return rows.map(({ source }) => source);
}

interface EntryRow {
  id: string;
  kind: EntryType;
  date: string;
  description: string;
  account: MoneyAccountCode;
  amount_minor: number;
  created_by: string | null;
  created_at: string;
}

export interface EntryPosition {
  date: string;
  id: string;
}

/** Stands for the id where there is no last entry: no date is as late as that of the first page. */
const nilId = '00000000-0000-0000-0000-000000000000';

/** Entries made by hand, the latest day first: one row more than the limit where there are more. */
export async function listEntries(
  db: Queryable,
  { type, from, to, limit }: EntryListQuery,
  after: EntryPosition | null,
): Promise<Entry[]> {
  const rows = await db.query<EntryRow>(
    `SELECT t.*, a.code AS account, l.debit_minor + l.credit_minor AS amount_minor
     FROM (
       SELECT id, kind, date, description, created_by, created_at FROM journal_transaction
       WHERE kind IN ('credit', 'debit') AND ($1::text IS NULL OR kind = $1)
         AND date BETWEEN coalesce($2::date, '-infinity') AND coalesce($3::date, 'infinity')
         AND (date, id) < (coalesce($4::date, 'infinity'), $5::uuid)
       ORDER BY date DESC, id DESC LIMIT $6) t
     JOIN journal_line l ON l.transaction_id = t.id
     JOIN account a ON a.id = l.account_id AND a.is_money
     ORDER BY t.date DESC, t.id DESC`,
    [type ?? null, from ?? null, to ?? null, after?.date ?? null, after?.id ?? nilId, limit + 1],
  );
  return rows.map((row) => ({
    id: row.id,
    type: row.kind,
    amountMinor: row.amount_minor,
    date: row.date,
    description: row.description,
    account: row.account,
    createdBy: row.created_by,
    createdAt: row.created_at,
  }));
}
