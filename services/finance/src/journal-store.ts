/** The SQL of the journal: posting and looking up. */
import type { AccountCode } from '@balcao/contracts/api/finance.ts';
import type { Queryable, Tx } from '@balcao/kit/db.ts';
import type { Posting } from './journal-transaction.ts';

/** Sources and days are touched in sorted order, so that two batches cannot deadlock. */
const insert = `
  WITH posted AS (
    INSERT INTO journal_transaction (id, source, kind, date, description, created_by, trace_id, reverses_id,
      entry_id)
    SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::date[], $5::text[], $6::uuid[], $7::text[],
      $13::uuid[], $14::uuid[])
      AS t (id, source, kind, date, description, created_by, trace_id, reverses_id, entry_id)
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
    postings.map(({ reversesId = null }) => reversesId),
    postings.map(({ entryId = null }) => entryId),
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
