/** The API of finance. */
import {
  accountBalance,
  accountsResponse,
  balanceQuery,
  dailyBalance,
  dailyRangeQuery,
  dailyRangeResponse,
  ledgerVerification,
} from '@balcao/contracts/api/finance.ts';
import { dateParams } from '@balcao/contracts/dates.ts';
import { idParams } from '@balcao/contracts/ids.ts';
import { type Route, readRoute } from '@balcao/kit/http/route.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { listAccounts, readBalance, readDaily } from './balance-store.ts';
import { categoryRoutes } from './category-routes.ts';
import type { DailyBalances } from './daily-balances.ts';
import { type EntryRouteDeps, entryRoutes } from './entry-routes.ts';
import { periodRoutes } from './period-routes.ts';
import { verifyLedger } from './verify-ledger.ts';

interface RouteDeps extends EntryRouteDeps {
  daily: Pick<DailyBalances, 'read'>;
}

export function financeRoutes(deps: RouteDeps): Route[] {
  return [
    ...entryRoutes(deps),
    ...categoryRoutes(deps.db),
    ...periodRoutes(deps),
    ...dailyRoutes(deps),
    ...ledgerRoutes(deps),
  ];
}

function dailyRoutes({ db, daily }: RouteDeps): Route[] {
  return [
    readRoute(
      {
        method: 'get',
        path: '/finance/daily',
        summary: 'Credits, debits and final balance of every day of a range',
        access: 'finance:read',
        query: dailyRangeQuery,
        answers: { 200: dailyRangeResponse },
      },
      async ({ query }) => ({ status: 200, body: { items: await readDaily(db, query) } }),
    ),
    readRoute(
      {
        method: 'get',
        path: '/finance/daily/:date',
        summary: 'Credits, debits and final balance of a day',
        access: 'finance:read',
        params: dateParams,
        answers: { 200: dailyBalance },
      },
      async ({ params: { date } }) => ({ status: 200, body: await daily.read(date) }),
    ),
  ];
}

function ledgerRoutes({ db, today }: RouteDeps): Route[] {
  return [
    readRoute(
      {
        method: 'get',
        path: '/finance/accounts',
        summary: 'The chart of accounts',
        access: 'finance:read',
        answers: { 200: accountsResponse },
      },
      async () => ({ status: 200, body: { items: await listAccounts(db) } }),
    ),
    readRoute(
      {
        method: 'get',
        path: '/finance/accounts/:id/balance',
        summary: "An account's balance at the end of a day; today's when none is named",
        access: 'finance:read',
        params: idParams,
        query: balanceQuery,
        answers: { 200: accountBalance },
        problems: ['not_found'],
      },
      async ({ params: { id }, query: { at } }) => {
        const body = await readBalance(db, id, at ?? today());
        if (body === undefined)
          throw new Problem('not_found', `There is no account with the id ${id}.`);
        return { status: 200, body };
      },
    ),
    readRoute(
      {
        method: 'get',
        path: '/finance/ledger/verify',
        summary:
          'Prove that all balances, that daily sums equal the journal, and that no row was edited',
        access: 'finance:read',
        answers: { 200: ledgerVerification },
      },
      async () => ({ status: 200, body: await verifyLedger(db) }),
    ),
  ];
}
