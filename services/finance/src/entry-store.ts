/** The SQL of entries made by hand: reading them, and the categories that they are given. */
import type {
  Entry,
  EntryListQuery,
  EntryType,
  MoneyAccountCode,
} from '@balcao/contracts/api/finance.ts';
import type { Queryable, Tx } from '@balcao/kit/db.ts';

interface EntryRow {
  id: string;
  kind: EntryType;
  date: string;
  description: string;
  account: MoneyAccountCode;
  amount_minor: number;
  category_id: string | null;
  reverses_id: string | null;
  reversed_by_id: string | null;
  created_by: string | null;
  created_at: string;
}

const columns = 't.id, t.kind, t.date, t.description, t.created_by, t.created_at, t.reverses_id';

/** `chosen` selects journal transactions as `t` with all of `columns`, entries only. */
const entries = (chosen: string) => `
  SELECT t.*, a.code AS account, l.debit_minor + l.credit_minor AS amount_minor,
    c.category_id, r.id AS reversed_by_id
  FROM (${chosen}) t
  JOIN journal_line l ON l.transaction_id = t.id
  JOIN account a ON a.id = l.account_id AND a.is_money
  LEFT JOIN entry_category c ON c.entry_id = coalesce(t.reverses_id, t.id)
  LEFT JOIN journal_transaction r ON r.reverses_id = t.id`;

function toEntry(row: EntryRow): Entry {
  return {
    id: row.id,
    type: row.kind,
    amountMinor: row.amount_minor,
    date: row.date,
    description: row.description,
    account: row.account,
    categoryId: row.category_id,
    reversesId: row.reverses_id,
    reversedById: row.reversed_by_id,
    createdBy: row.created_by,
    createdAt: row.created_at,
  };
}

export async function findEntry(db: Queryable, id: string): Promise<Entry | undefined> {
  const [row] = await db.query<EntryRow>(
    entries(
      `SELECT ${columns} FROM journal_transaction t WHERE t.id = $1 AND t.kind IN ('credit', 'debit')`,
    ),
    [id],
  );
  return row && toEntry(row);
}

export interface EntryPosition {
  date: string;
  id: string;
}

/** Stands for the id where there is no last entry: no date is as late as that of the first page. */
const nilId = '00000000-0000-0000-0000-000000000000';

const categoryOf = `(SELECT c.category_id FROM entry_category c
  WHERE c.entry_id = coalesce(t.reverses_id, t.id))`;

const list = `${entries(
  `SELECT ${columns} FROM journal_transaction t
   WHERE t.kind IN ('credit', 'debit') AND ($1::text IS NULL OR t.kind = $1)
     AND t.date BETWEEN coalesce($2::date, '-infinity') AND coalesce($3::date, 'infinity')
     AND (t.date, t.id) < (coalesce($4::date, 'infinity'), $5::uuid)
     AND ($7::uuid IS NULL OR $7 = ${categoryOf})
     AND ($8::boolean IS NULL OR $8 = (${categoryOf} IS NOT NULL))
   ORDER BY t.date DESC, t.id DESC LIMIT $6`,
)} ORDER BY t.date DESC, t.id DESC`;

/** Entries made by hand, the latest day first: one row more than the limit where there are more. */
export async function listEntries(
  db: Queryable,
  { type, from, to, categoryId, hasCategory, limit }: EntryListQuery,
  after: EntryPosition | null,
): Promise<Entry[]> {
  const rows = await db.query<EntryRow>(list, [
    type ?? null,
    from ?? null,
    to ?? null,
    after?.date ?? null,
    after?.id ?? nilId,
    limit + 1,
    categoryId ?? null,
    hasCategory ?? null,
  ]);
  return rows.map(toEntry);
}

/** Stores what a person said new entries are for. */
export function sendCategories(tx: Tx, given: { entryId: string; categoryId: string }[]): void {
  if (given.length === 0) return;
  tx.send(
    `INSERT INTO entry_category (entry_id, category_id, decided_by, decided_at)
     SELECT entry_id, category_id, 'person', now()
     FROM unnest($1::uuid[], $2::uuid[]) AS given (entry_id, category_id)`,
    [given.map(({ entryId }) => entryId), given.map(({ categoryId }) => categoryId)],
  );
}
