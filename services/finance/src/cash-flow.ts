/** Cash flow: what came into the accounts that hold money and went out, by account and by day or month. */
import type {
  CashFlow,
  CashFlowQuery,
  ReportPeriod,
} from '@balcao/contracts/api/finance-reports.ts';
import { daysBetween } from '@balcao/contracts/dates.ts';
import { compare } from './compare.ts';
import { daysOf, monthsOf } from './report-period.ts';
import type { MoneyAccount, MoneyDay, Periods } from './report-store.ts';
import { money, type ReportTable } from './report-table.ts';

/** Up to two months are told by day unless it is asked otherwise. */
const maxDaysByDay = 62;

export interface CashFlowFacts {
  interval: CashFlowQuery['interval'];
  /** What they held before both periods. */
  accounts: readonly MoneyAccount[];
  /** Of both periods. */
  days: readonly MoneyDay[];
}

export function cashFlow(
  { period, before }: Periods,
  { interval, accounts, days }: CashFlowFacts,
): CashFlow {
  const now = days.filter(({ date }) => date >= period.from);
  const past = days.filter(({ date }) => date < period.from);
  const moved = { now: sumOf(now), past: sumOf(past) };
  const held = accounts.reduce((sum, { openingMinor }) => sum + openingMinor, 0);
  const openingMinor = held + netOf(moved.past);
  return {
    ...period,
    before,
    openingMinor,
    in: compare({ amountMinor: moved.now.inMinor, beforeMinor: moved.past.inMinor }),
    out: compare({ amountMinor: moved.now.outMinor, beforeMinor: moved.past.outMinor }),
    net: compare({ amountMinor: netOf(moved.now), beforeMinor: netOf(moved.past) }),
    closingMinor: openingMinor + netOf(moved.now),
    accounts: accounts.map((one) => accountFlow(one, { now, past })),
    intervals: flowByInterval(intervalsOf(period, interval), now, openingMinor),
  };
}

function accountFlow(
  { account, name, openingMinor: held }: MoneyAccount,
  { now, past }: { now: MoneyDay[]; past: MoneyDay[] },
): CashFlow['accounts'][number] {
  const own = (days: MoneyDay[]) => sumOf(days.filter((day) => day.account === account));
  const openingMinor = held + netOf(own(past));
  const moved = own(now);
  return { account, name, openingMinor, ...moved, balanceMinor: openingMinor + netOf(moved) };
}

interface Flow {
  inMinor: number;
  outMinor: number;
}

function sumOf(days: readonly Flow[]): Flow {
  return {
    inMinor: days.reduce((sum, { inMinor }) => sum + inMinor, 0),
    outMinor: days.reduce((sum, { outMinor }) => sum + outMinor, 0),
  };
}

const netOf = ({ inMinor, outMinor }: Flow): number => inMinor - outMinor;

function intervalsOf(period: ReportPeriod, interval: CashFlowQuery['interval']): ReportPeriod[] {
  const isShort = daysBetween(period.from, period.to) < maxDaysByDay;
  return (interval ?? (isShort ? 'day' : 'month')) === 'day' ? daysOf(period) : monthsOf(period);
}

/** Intervals and days in one pass, both by date. */
function flowByInterval(
  intervals: readonly ReportPeriod[],
  days: readonly MoneyDay[],
  openingMinor: number,
): CashFlow['intervals'] {
  const left = days.toSorted((a, b) => (a.date < b.date ? -1 : 1));
  let balanceMinor = openingMinor;
  let next = 0;
  return intervals.map(({ from, to }) => {
    const start = next;
    while (next < left.length && (left[next]?.date ?? '') <= to) next += 1;
    const moved = sumOf(left.slice(start, next));
    balanceMinor += netOf(moved);
    return { from, to, ...moved, balanceMinor };
  });
}

export function cashFlowTable({ intervals }: CashFlow): ReportTable {
  return {
    columns: ['from', 'to', 'in', 'out', 'balance'],
    rows: intervals.map(({ from, to, inMinor, outMinor, balanceMinor }) => [
      from,
      to,
      money(inMinor),
      money(outMinor),
      money(balanceMinor),
    ]),
  };
}
