/** The whole shop's figures: read before and after, so that what the flow changed can be told from the rest. */
import {
  type AccountBalance,
  type AccountCode,
  accountBalance,
  accountsResponse,
  type DailyBalance,
  dailyBalance,
  dailyRangeResponse,
  type LedgerVerification,
  ledgerVerification,
} from '@balcao/contracts/api/finance.ts';
import { cashFlow, profitAndLoss } from '@balcao/contracts/api/finance-reports.ts';
import { addDays } from '@balcao/contracts/dates.ts';
import { sumMinor } from '@balcao/contracts/money.ts';
import type { Api } from './api.ts';
import type { Books, Turnover } from './books.ts';
import { same, sameMinor } from './failure.ts';

export interface Figures {
  /** The shop's business day. */
  today: string;
  accounts: AccountFigures[];
  /** `today` and the day after, in case that midnight passes meanwhile. */
  days: DailyBalance[];
  ledger: LedgerVerification;
  /** Of the same days, as the reports say. */
  profitMinor: number;
  cashMinor: number;
}

interface AccountFigures extends Turnover {
  id: string;
  code: AccountCode;
  /** On which side the account's balance is counted. */
  isDebitNormal: boolean;
  isMoney: boolean;
  /** Revenue or expense: part of the profit. */
  isResult: boolean;
  balanceMinor: number;
}

/** Balances are read through tomorrow, so that what is posted after midnight is in them. */
export async function readFigures(api: Api, from?: string): Promise<Figures> {
  const { items } = await api.get('/finance/accounts', accountsResponse);
  const day = from ?? (await readToday(api, items[0]?.id ?? ''));
  const next = addDays(day, 1);
  const period = `from=${day}&to=${next}`;
  const [balances, { items: days }, ledger, profit, cash] = await Promise.all([
    Promise.all(items.map(({ id }) => readBalance(api, id, next))),
    api.get(`/finance/daily?${period}`, dailyRangeResponse),
    api.get('/finance/ledger/verify', ledgerVerification),
    api.get(`/finance/reports/profit-and-loss?${period}`, profitAndLoss),
    api.get(`/finance/reports/cash-flow?${period}`, cashFlow),
  ]);
  const accounts = items.map(({ id, code, kind, isMoney }, index) => {
    const { debitMinor = 0, creditMinor = 0, balanceMinor = 0 } = balances[index] ?? {};
    const isDebitNormal = kind === 'asset' || kind === 'expense';
    const isResult = kind === 'revenue' || kind === 'expense';
    return { id, code, isDebitNormal, isMoney, isResult, debitMinor, creditMinor, balanceMinor };
  });
  const profitMinor = profit.profit.amountMinor;
  return { today: day, accounts, days, ledger, profitMinor, cashMinor: cash.net.amountMinor };
}

async function readToday(api: Api, accountId: string): Promise<string> {
  return (await api.get(`/finance/accounts/${accountId}/balance`, accountBalance)).at;
}

function readBalance(api: Api, accountId: string, at: string): Promise<AccountBalance> {
  return api.get(`/finance/accounts/${accountId}/balance?at=${at}`, accountBalance);
}

/** Both sides and the balance of every account, also of those that should not have moved. */
export function compareAccounts(before: Figures, after: Figures, books: Books): void {
  for (const account of after.accounts) {
    const { code, isDebitNormal } = account;
    const former = before.accounts.find((other) => other.code === code);
    if (former === undefined) throw new Error(`the account ${code} is new`);
    const { debitMinor, creditMinor } = books.turnover(code);
    const balanceMinor = isDebitNormal ? debitMinor - creditMinor : creditMinor - debitMinor;
    sameMinor(`debits of ${code}`, account.debitMinor - former.debitMinor, debitMinor);
    sameMinor(`credits of ${code}`, account.creditMinor - former.creditMinor, creditMinor);
    sameMinor(`balance of ${code}`, account.balanceMinor - former.balanceMinor, balanceMinor);
  }
}

/** What money accounts took in and gave out over the flow's days, and what they hold at the end. */
export function compareDays(before: Figures, after: Figures, books: Books): void {
  const expected = moneyTurnover(after, books);
  const { creditsMinor, debitsMinor } = expected;
  const grown = (of: (day: DailyBalance) => number) =>
    sumMinor(after.days.map(of)) - sumMinor(before.days.map(of));
  sameMinor(
    'credits of the day',
    grown((day) => day.creditsMinor),
    creditsMinor,
  );
  sameMinor(
    'debits of the day',
    grown((day) => day.debitsMinor),
    debitsMinor,
  );
  const balance = (figures: Figures) => figures.days.at(-1)?.balanceMinor ?? 0;
  const balanceMinor = creditsMinor - debitsMinor;
  sameMinor('balance of the day', balance(after) - balance(before), balanceMinor);
}

/** The day's credits and debits are the two sides of the accounts that hold money. */
export function moneyTurnover(figures: Figures, books: Books) {
  const money = figures.accounts.filter(({ isMoney }) => isMoney);
  const sides = money.map(({ code }) => books.turnover(code));
  return {
    creditsMinor: sumMinor(sides.map(({ debitMinor }) => debitMinor)),
    debitsMinor: sumMinor(sides.map(({ creditMinor }) => creditMinor)),
  };
}

/** The profit has grown by what revenues and expenses did, the cash by what came in and went out. */
export function compareReports(before: Figures, after: Figures, books: Books) {
  const results = after.accounts.filter(({ isResult }) => isResult);
  const profitMinor = sumMinor(
    results.map(({ code }) => {
      const { debitMinor, creditMinor } = books.turnover(code);
      return creditMinor - debitMinor;
    }),
  );
  sameMinor('profit of the day', after.profitMinor - before.profitMinor, profitMinor);
  const { creditsMinor, debitsMinor } = moneyTurnover(after, books);
  const cashMinor = creditsMinor - debitsMinor;
  sameMinor('cash flow of the day', after.cashMinor - before.cashMinor, cashMinor);
  return { profitMinor, cashMinor };
}

/** A single day must be answered as the range answers it. */
export async function compareSingleDay(api: Api, { today }: Figures): Promise<void> {
  const [day, range] = await Promise.all([
    api.get(`/finance/daily/${today}`, dailyBalance),
    api.get(`/finance/daily?from=${today}&to=${today}`, dailyRangeResponse),
  ]);
  same('days in a range of one', range.items.length, 1);
  sameMinor(`balance of ${today} as a range`, range.items[0]?.balanceMinor ?? 0, day.balanceMinor);
}

/** The ledger proves itself, and has grown by exactly what the flow booked, on both sides. */
export function compareLedger(before: Figures, after: Figures, books: Books): void {
  const { isConsistent, unbalancedTransactions, differingDays, debitMinor, creditMinor } =
    after.ledger;
  same('transactions that do not balance', unbalancedTransactions.length, 0);
  same('days that differ from the journal', differingDays.length, 0);
  same('the ledger is consistent', isConsistent, true);
  sameMinor('credits of the ledger', creditMinor, debitMinor);
  sameMinor('debits posted', debitMinor - before.ledger.debitMinor, books.totalMinor());
}
