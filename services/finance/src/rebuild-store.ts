/** The SQL that makes the sums per account and day anew from the journal. */
import type { Queryable, Tx } from '@balcao/kit/db.ts';

/** Sums of the journal per account and day; `where` restricts the transactions `t`. */
const sums = (where: string) => `
  SELECT l.account_id, t.date, sum(l.debit_minor)::bigint AS debit_minor, sum(l.credit_minor)::bigint AS credit_minor
  FROM journal_line l JOIN journal_transaction t ON t.id = l.transaction_id ${where}
  GROUP BY l.account_id, t.date`;

/** The days whose sums are not those of their journal, in order; both sides are of one moment. */
export async function readDifferingDates(db: Queryable): Promise<string[]> {
  const rows = await db.query<{ date: string }>(
    `SELECT DISTINCT date FROM (${sums('')}) s FULL JOIN account_day d USING (account_id, date)
     WHERE s.debit_minor IS DISTINCT FROM d.debit_minor OR s.credit_minor IS DISTINCT FROM d.credit_minor
     ORDER BY date`,
  );
  return rows.map(({ date }) => date);
}

/** Locks the sums of these days in the order in which postings do, those that are not there as well. */
export async function lockDays(tx: Tx, dates: string[]): Promise<void> {
  await tx.query(
    `INSERT INTO account_day AS d (account_id, date, debit_minor, credit_minor)
     SELECT a.id, date, 0, 0 FROM account a CROSS JOIN unnest($1::date[]) AS date ORDER BY a.id, date
     ON CONFLICT (account_id, date) DO UPDATE SET debit_minor = d.debit_minor`,
    [dates],
  );
}

/** Sets the sums of days that are locked. */
export function sendRebuild(tx: Tx, dates: string[]): void {
  tx.send(
    `UPDATE account_day d SET debit_minor = coalesce(s.debit_minor, 0), credit_minor = coalesce(s.credit_minor, 0)
     FROM account_day o LEFT JOIN (${sums('WHERE t.date = ANY($1::date[])')}) s USING (account_id, date)
     WHERE o.date = ANY($1::date[]) AND d.account_id = o.account_id AND d.date = o.date`,
    [dates],
  );
  tx.send(
    'DELETE FROM account_day WHERE date = ANY($1::date[]) AND debit_minor = 0 AND credit_minor = 0',
    [dates],
  );
}
