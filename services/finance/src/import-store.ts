/** The SQL of imports: what a bank's transactions became. */
import type { Queryable, Tx } from '@balcao/kit/db.ts';
import { type KnownTransaction, keyOf, type NewTransaction, reusedIdOf } from './plan-statement.ts';
import type { StatementRow } from './statement.ts';

interface ImportedRow {
  bank_account: string;
  bank_id: string;
  entry_id: string;
  date: string;
  amount_minor: number;
}

/** Those of the transactions that were imported earlier, by `keyOf`, also under a key of their own. */
export async function findImported(
  db: Queryable,
  rows: StatementRow[],
): Promise<Map<string, KnownTransaction>> {
  const found = await db.query<ImportedRow>(
    `SELECT i.bank_account, i.bank_id, i.entry_id, i.date, i.amount_minor
     FROM unnest($1::text[], $2::text[]) AS wanted (bank_account, bank_id)
     JOIN imported_entry i USING (bank_account, bank_id)`,
    [
      [...rows, ...rows].map(({ bankAccount }) => bankAccount),
      [...rows.map(({ bankId }) => bankId), ...rows.map(reusedIdOf)],
    ],
  );
  return new Map(
    found.map((row) => [
      keyOf({ bankAccount: row.bank_account, bankId: row.bank_id }),
      { entryId: row.entry_id, date: row.date, amountMinor: row.amount_minor },
    ]),
  );
}

/** Says that they are imported; answers how many nobody else had said so of meanwhile. */
export async function claimTransactions(tx: Tx, transactions: NewTransaction[]): Promise<number> {
  const claimed = await tx.query(
    `INSERT INTO imported_entry (bank_account, bank_id, entry_id, date, amount_minor)
     SELECT * FROM unnest($1::text[], $2::text[], $3::uuid[], $4::date[], $5::bigint[])
       AS t (bank_account, bank_id, entry_id, date, amount_minor)
     ORDER BY bank_account COLLATE "C", bank_id COLLATE "C"
     ON CONFLICT DO NOTHING RETURNING entry_id`,
    [
      transactions.map(({ bankAccount }) => bankAccount),
      transactions.map(({ bankId }) => bankId),
      transactions.map(({ entryId }) => entryId),
      transactions.map(({ date }) => date),
      transactions.map(({ amountMinor }) => amountMinor),
    ],
  );
  return claimed.length;
}
