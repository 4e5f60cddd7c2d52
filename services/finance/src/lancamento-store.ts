/** The SQL of entries as the API in Portuguese knows them: by number. */
import type { EntryType } from '@balcao/contracts/api/finance.ts';
import type { LancamentosQuery } from '@balcao/contracts/api/lancamentos.ts';
import type { Queryable } from '@balcao/kit/db.ts';

export interface NumberedEntry {
  number: number;
  type: EntryType;
  amountMinor: number;
  date: string;
  description: string;
  createdAt: string;
}

interface NumberedRow {
  number: number;
  kind: EntryType;
  amount_minor: number;
  date: string;
  description: string;
  created_at: string;
}

/** `chosen` selects entries as `t`. */
const numbered = (chosen: string) => `
  SELECT t.number, t.kind, t.date, t.description, t.created_at, l.debit_minor + l.credit_minor AS amount_minor
  FROM (${chosen}) t
  JOIN journal_line l ON l.transaction_id = t.id
  JOIN account a ON a.id = l.account_id AND a.is_money
  ORDER BY t.number`;

function toNumbered(row: NumberedRow): NumberedEntry {
  const { number, kind: type, amount_minor: amountMinor, date, description } = row;
  return { number, type, amountMinor, date, description, createdAt: row.created_at };
}

const columns = 'id, number, kind, date, description, created_at';

export async function findByNumber(
  db: Queryable,
  number: number,
): Promise<NumberedEntry | undefined> {
  const [row] = await db.query<NumberedRow>(
    numbered(
      `SELECT ${columns} FROM journal_transaction WHERE number = $1 AND kind IN ('credit', 'debit')`,
    ),
    [number],
  );
  return row && toNumbered(row);
}

/** In the order in which they were entered. */
export async function listByNumber(
  db: Queryable,
  { type, query }: { type: EntryType | null; query: LancamentosQuery },
): Promise<NumberedEntry[]> {
  const { data_inicio: from = null, data_fim: to = null, limit, skip } = query;
  const rows = await db.query<NumberedRow>(
    numbered(
      `SELECT ${columns} FROM journal_transaction
       WHERE kind IN ('credit', 'debit') AND ($1::text IS NULL OR kind = $1)
         AND date BETWEEN coalesce($2::date, '-infinity') AND coalesce($3::date, 'infinity')
       ORDER BY number LIMIT $4 OFFSET $5`,
    ),
    [type, from, to, limit, skip],
  );
  return rows.map(toNumbered);
}

/** The numbers of entries by their ids. */
export async function readNumbers(db: Queryable, ids: string[]): Promise<Map<string, number>> {
  const rows = await db.query<{ id: string; number: number }>(
    'SELECT id, number FROM journal_transaction WHERE id = ANY($1::uuid[])',
    [ids],
  );
  return new Map(rows.map(({ id, number }) => [id, number]));
}
