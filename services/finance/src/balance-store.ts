/** The SQL of accounts and their sums per day. */
import type {
  Account,
  AccountBalance,
  AccountCode,
  AccountKind,
  DailyBalance,
} from '@balcao/contracts/api/finance.ts';
import type { Queryable } from '@balcao/kit/db.ts';

interface AccountRow {
  id: string;
  code: AccountCode;
  name_pt: string;
  name_en: string;
  kind: AccountKind;
  is_money: boolean;
}

/** The chart of accounts in its order. */
export async function listAccounts(db: Queryable): Promise<Account[]> {
  const rows = await db.query<AccountRow>(
    'SELECT id, code, name_pt, name_en, kind, is_money FROM account ORDER BY id',
  );
  return rows.map(({ id, code, name_pt: pt, name_en: en, kind, is_money: isMoney }) => ({
    id,
    code,
    name: { pt, en },
    kind,
    isMoney,
  }));
}

interface BalanceRow {
  code: AccountCode;
  debit_minor: number;
  credit_minor: number;
  balance_minor: number;
}

/** All that an account was debited and credited with up to the end of a day; undefined for an unknown account. */
export async function readBalance(
  db: Queryable,
  accountId: string,
  at: string,
): Promise<AccountBalance | undefined> {
  const [row] = await db.query<BalanceRow>(
    `SELECT a.code, s.debit_minor, s.credit_minor,
       (s.debit_minor - s.credit_minor) * CASE WHEN a.kind IN ('asset', 'expense') THEN 1 ELSE -1 END
         AS balance_minor
     FROM account a CROSS JOIN LATERAL (
       SELECT coalesce(sum(d.debit_minor), 0)::bigint AS debit_minor,
         coalesce(sum(d.credit_minor), 0)::bigint AS credit_minor
       FROM account_day d WHERE d.account_id = a.id AND d.date <= $2) s
     WHERE a.id = $1`,
    [accountId, at],
  );
  if (row === undefined) return undefined;
  const {
    code,
    debit_minor: debitMinor,
    credit_minor: creditMinor,
    balance_minor: balanceMinor,
  } = row;
  return { accountId, code, at, debitMinor, creditMinor, balanceMinor };
}

interface DayRow {
  date: string;
  credits_minor: number;
  debits_minor: number;
  balance_minor: number;
}

/** Every day from `from` to `to`: what money accounts took in and gave out, and what they held at its end. */
export async function readDaily(
  db: Queryable,
  { from, to }: { from: string; to: string },
): Promise<DailyBalance[]> {
  const rows = await db.query<DayRow>(
    `WITH money AS (
       SELECT greatest(d.date, $1::date - 1) AS date, sum(d.debit_minor) AS credits, sum(d.credit_minor) AS debits
       FROM account_day d JOIN account a ON a.id = d.account_id
       WHERE a.is_money AND d.date <= $2::date GROUP BY 1),
     day AS (
       SELECT $1::date + n AS date, coalesce(m.credits, 0) AS credits, coalesce(m.debits, 0) AS debits
       FROM generate_series(-1, $2::date - $1::date) AS n LEFT JOIN money m ON m.date = $1::date + n),
     balance AS (
       SELECT date, credits, debits, sum(credits - debits) OVER (ORDER BY date) AS balance FROM day)
     SELECT date, credits::bigint AS credits_minor, debits::bigint AS debits_minor,
       balance::bigint AS balance_minor
     FROM balance WHERE date >= $1::date ORDER BY date`,
    [from, to],
  );
  return rows.map(toDailyBalance);
}

/** These days, in any order; all that was before the first of them is added up once. */
export async function readDays(db: Queryable, dates: string[]): Promise<DailyBalance[]> {
  const rows = await db.query<DayRow>(
    `WITH wanted AS (SELECT DISTINCT unnest($1::date[]) AS date),
     span AS (SELECT min(date) AS first, max(date) AS last FROM wanted),
     money AS MATERIALIZED (
       SELECT greatest(d.date, span.first - 1) AS date, sum(d.debit_minor) AS credits, sum(d.credit_minor) AS debits
       FROM span JOIN account_day d ON d.date <= span.last
       WHERE d.account_id IN (SELECT id FROM account WHERE is_money) GROUP BY 1)
     SELECT w.date,
       coalesce(sum(m.credits) FILTER (WHERE m.date = w.date), 0)::bigint AS credits_minor,
       coalesce(sum(m.debits) FILTER (WHERE m.date = w.date), 0)::bigint AS debits_minor,
       coalesce(sum(m.credits - m.debits), 0)::bigint AS balance_minor
     FROM wanted w LEFT JOIN money m ON m.date <= w.date GROUP BY w.date`,
    [dates],
  );
  return rows.map(toDailyBalance);
}

const toDailyBalance = (row: DayRow): DailyBalance => ({
  date: row.date,
  creditsMinor: row.credits_minor,
  debitsMinor: row.debits_minor,
  balanceMinor: row.balance_minor,
});
