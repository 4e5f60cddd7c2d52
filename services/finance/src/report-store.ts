/** The SQL of reports: sums of the sums per day, so that years of entries are a few thousand rows. */

import type { AccountCode, AccountKind, MoneyAccountCode } from '@balcao/contracts/api/finance.ts';
import type { ReportPeriod } from '@balcao/contracts/api/finance-reports.ts';
import type { Queryable } from '@balcao/kit/db.ts';
import type { Pair } from './compare.ts';

/** A period and the one that ends the day before it. */
export interface Periods {
  period: ReportPeriod;
  before: ReportPeriod;
}

export interface Names {
  pt: string;
  en: string;
}

export interface AccountSum extends Pair {
  account: AccountCode;
  kind: AccountKind;
  name: Names;
}

interface AccountSumRow {
  code: AccountCode;
  kind: AccountKind;
  name_pt: string;
  name_en: string;
  amount_minor: number;
  before_minor: number;
}

/** What each account of revenue and expense came to, on its normal side, in the order of the chart of accounts. */
export async function readProfitSums(db: Queryable, periods: Periods): Promise<AccountSum[]> {
  const rows = await db.query<AccountSumRow>(
    `SELECT a.code, a.kind, a.name_pt, a.name_en,
       coalesce(sum(s.amount) FILTER (WHERE s.date >= $2), 0)::bigint AS amount_minor,
       coalesce(sum(s.amount) FILTER (WHERE s.date < $2), 0)::bigint AS before_minor
     FROM account a LEFT JOIN LATERAL (
       SELECT d.date, (d.debit_minor - d.credit_minor) * CASE a.kind WHEN 'expense' THEN 1 ELSE -1 END AS amount
       FROM account_day d WHERE d.account_id = a.id AND d.date BETWEEN $1 AND $3) s ON true
     WHERE a.kind IN ('revenue', 'expense') GROUP BY a.id ORDER BY a.id`,
    boundsOf(periods),
  );
  return rows.map((row) => ({
    account: row.code,
    kind: row.kind,
    name: { pt: row.name_pt, en: row.name_en },
    amountMinor: row.amount_minor,
    beforeMinor: row.before_minor,
  }));
}

/** The first day of both, the first of the period itself, and its last. */
export function boundsOf({ period, before }: Periods): [string, string, string] {
  return [before.from, period.from, period.to];
}

export interface MoneyDay {
  account: MoneyAccountCode;
  date: string;
  inMinor: number;
  outMinor: number;
}

export interface MoneyAccount {
  account: MoneyAccountCode;
  name: Names;
  /** Held before the first day of the period before. */
  openingMinor: number;
}

interface MoneyAccountRow {
  code: MoneyAccountCode;
  name_pt: string;
  name_en: string;
  opening_minor: number;
}

/** The accounts that hold money, and what they held before a day. */
export async function readMoneyAccounts(db: Queryable, from: string): Promise<MoneyAccount[]> {
  const rows = await db.query<MoneyAccountRow>(
    `SELECT a.code, a.name_pt, a.name_en,
       coalesce((SELECT sum(d.debit_minor - d.credit_minor) FROM account_day d
         WHERE d.account_id = a.id AND d.date < $1), 0)::bigint AS opening_minor
     FROM account a WHERE a.is_money ORDER BY a.id`,
    [from],
  );
  return rows.map((row) => ({
    account: row.code,
    name: { pt: row.name_pt, en: row.name_en },
    openingMinor: row.opening_minor,
  }));
}

interface MoneyDayRow {
  code: MoneyAccountCode;
  date: string;
  debit_minor: number;
  credit_minor: number;
}

/** What moved in the accounts that hold money, per day on which something did. */
export async function readMoneyDays(
  db: Queryable,
  { from, to }: ReportPeriod,
): Promise<MoneyDay[]> {
  const rows = await db.query<MoneyDayRow>(
    `SELECT a.code, d.date, d.debit_minor, d.credit_minor
     FROM account a JOIN account_day d ON d.account_id = a.id
     WHERE a.is_money AND d.date BETWEEN $1 AND $2`,
    [from, to],
  );
  return rows.map((row) => ({
    account: row.code,
    date: row.date,
    inMinor: row.debit_minor,
    outMinor: row.credit_minor,
  }));
}
