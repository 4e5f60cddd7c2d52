/** The API of finance. */
import {
  accountBalance,
  accountsResponse,
  balanceQuery,
  createEntryRequest,
  dailyBalance,
  dailyRangeQuery,
  dailyRangeResponse,
  entry,
  entryListQuery,
  entryPage,
  ledgerVerification,
} from '@balcao/contracts/api/finance.ts';
import { businessDate, dateParams } from '@balcao/contracts/dates.ts';
import { idParams, id as idSchema } from '@balcao/contracts/ids.ts';
import { decodeCursor, toPage } from '@balcao/kit/cursor.ts';
import type { Database } from '@balcao/kit/db.ts';
import { batchRoute, type Route, readRoute } from '@balcao/kit/http/route.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { z } from 'zod';
import { listAccounts, readBalance, readDaily } from './balance-store.ts';
import { type EntryPosition, listEntries } from './journal-store.ts';
import { type EntryDeps, postEntries } from './post-entry.ts';
import { verifyLedger } from './verify-ledger.ts';

interface RouteDeps extends EntryDeps {
  db: Database;
  /** The shop's present business day. */
  today: () => string;
}

export function financeRoutes(deps: RouteDeps): Route[] {
  return [...entryRoutes(deps), ...dailyRoutes(deps), ...ledgerRoutes(deps)];
}

function entryRoutes(deps: RouteDeps): Route[] {
  return [
    batchRoute(
      {
        method: 'post',
        path: '/finance/entries',
        summary: 'Enter money that came in or went out',
        access: 'finance:write',
        body: createEntryRequest,
        answers: { 201: entry },
        problems: ['already_exists'],
      },
      async (tx, requests) => {
        const commands = requests.map(({ body, caller, traceparent }) => ({
          ...body,
          createdBy: caller.userId,
          traceparent,
        }));
        const entries = await postEntries(tx, commands, deps);
        return entries.map((body) => (body === null ? idIsTaken() : { status: 201, body }));
      },
    ),
    readRoute(
      {
        method: 'get',
        path: '/finance/entries',
        summary: 'List entries, the latest day first',
        access: 'finance:read',
        query: entryListQuery,
        answers: { 200: entryPage },
      },
      async ({ query }) => {
        const rows = await listEntries(deps.db, query, readPosition(query.cursor));
        const body = toPage(rows, query.limit, {
          item: (row) => row,
          key: ({ date, id }) => [date, id],
        });
        return { status: 200, body };
      },
    ),
  ];
}

function idIsTaken(): Problem {
  return new Problem(
    'already_exists',
    'An entry with this id exists already. Send a new id, or none.',
  );
}

const position = z.tuple([businessDate, idSchema]);

function readPosition(cursor: string | undefined): EntryPosition | null {
  const key = decodeCursor(cursor, 2);
  if (key === null) return null;
  const parsed = position.safeParse(key);
  if (!parsed.success) {
    throw new Problem('validation_failed', 'The cursor is not one that a former page gave.', {
      errors: [{ path: 'query.cursor', message: 'use nextCursor of the page before' }],
    });
  }
  const [date, id] = parsed.data;
  return { date, id };
}

function dailyRoutes({ db }: RouteDeps): Route[] {
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
      async ({ params: { date } }) => {
        const [body] = await readDaily(db, { from: date, to: date });
        return { status: 200, body };
      },
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
        summary: 'Prove that every transaction balances and that the daily sums equal the journal',
        access: 'finance:read',
        answers: { 200: ledgerVerification },
      },
      async () => ({ status: 200, body: await verifyLedger(db) }),
    ),
  ];
}
