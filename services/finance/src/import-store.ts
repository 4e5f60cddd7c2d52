/** The SQL of imports: what a bank's transactions became. */
import type { Queryable, Tx } from '@balcao/kit/db.ts';
import { bankKeyOf } from './bank-key.ts';
import { type KnownTransaction, keyOf, type NewTransaction, reusedIdOf } from './plan-statement.ts';
import type { StatementRow } from './statement.ts';

interface ImportedRow {
  bank_account: string;
  bank_id: string;
  entry_id: string;
  date: string;
  amount_minor: number;
}

/**
 * Those of the transactions that were imported earlier, by `keyOf`, also under a key of their own and under the name of
 * their bank in another spelling. Of two that were entered under two spellings once, the first.
 */
export async function findImported(
  db: Queryable,
  rows: StatementRow[],
): Promise<Map<string, KnownTransaction>> {
  const spellings = await readSpellings(db);
  const wanted = rows.flatMap((row) =>
    (spellings.get(bankKeyOf(row.bankAccount)) ?? []).flatMap((bankAccount) => [
      { bankAccount, bankId: row.bankId },
      { bankAccount, bankId: reusedIdOf(row) },
    ]),
  );
  const found = await db.query<ImportedRow>(
    `SELECT i.bank_account, i.bank_id, i.entry_id, i.date, i.amount_minor
     FROM unnest($1::text[], $2::text[]) AS wanted (bank_account, bank_id)
     JOIN imported_entry i USING (bank_account, bank_id)
     ORDER BY i.imported_at DESC`,
    [wanted.map(({ bankAccount }) => bankAccount), wanted.map(({ bankId }) => bankId)],
  );
  return new Map(
    found.map((row) => [
      keyOf({ bankAccount: row.bank_account, bankId: row.bank_id }),
      { entryId: row.entry_id, date: row.date, amountMinor: row.amount_minor },
    ]),
  );
}

/** Every spelling that is stored of each account, by `bankKeyOf`: a step in the index for each, however many rows there are. */
async function readSpellings(db: Queryable): Promise<Map<string, string[]>> {
  const rows = await db.query<{ bank_account: string }>(
    `WITH RECURSIVE named AS (
       (SELECT bank_account FROM imported_entry ORDER BY bank_account LIMIT 1) UNION ALL
       SELECT (SELECT i.bank_account FROM imported_entry i WHERE i.bank_account > n.bank_account
               ORDER BY i.bank_account LIMIT 1)
       FROM named n WHERE n.bank_account IS NOT NULL)
     SELECT bank_account FROM named WHERE bank_account IS NOT NULL`,
  );
  return Map.groupBy(
    rows.map((row) => row.bank_account),
    bankKeyOf,
  );
}

/** Says that they are imported; answers how many nobody else had said so of meanwhile. */
export async function claimTransactions(tx: Tx, transactions: NewTransaction[]): Promise<number> {
  const claimed = await tx.query(
    `INSERT INTO imported_entry (bank_account, bank_id, entry_id, date, amount_minor, bank_key)
     SELECT * FROM unnest($1::text[], $2::text[], $3::uuid[], $4::date[], $5::bigint[],
         $6::text[])
       AS t (bank_account, bank_id, entry_id, date, amount_minor, bank_key)
     ORDER BY bank_key COLLATE "C", bank_id COLLATE "C"
     ON CONFLICT DO NOTHING RETURNING entry_id`,
    [
      transactions.map(({ bankAccount }) => bankAccount),
      transactions.map(({ bankId }) => bankId),
      transactions.map(({ entryId }) => entryId),
      transactions.map(({ date }) => date),
      transactions.map(({ amountMinor }) => amountMinor),
      transactions.map(({ bankAccount }) => bankKeyOf(bankAccount)),
    ],
  );
  return claimed.length;
}
