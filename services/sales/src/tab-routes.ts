/** Tabs over HTTP: what is owed, how it came to be, and its payment. */
import {
  createTabAdjustmentRequest,
  createTabPaymentRequest,
  statementPage,
  statementQuery,
  type Tab,
  tab,
  tabEntry,
  tabPayment,
} from '@balcao/contracts/api/customers.ts';
import { idParams } from '@balcao/contracts/ids.ts';
import { toPage } from '@balcao/kit/cursor.ts';
import type { Database, Queryable } from '@balcao/kit/db.ts';
import { type Route, readRoute, writeRoute } from '@balcao/kit/http/route.ts';
import { readAccounts } from './account-store.ts';
import { tillProblems } from './command-routes.ts';
import { getCustomer, noSuchCustomer } from './customer-store.ts';
import { adjustTab, payTab, type TabDeps } from './pay-tab.ts';
import { roomMinor } from './tab-ledger.ts';
import { listEntries, readOpenItems } from './tab-store.ts';

const maxOpenItems = 200;

export function tabRoutes(deps: TabDeps & { db: Database }): Route[] {
  return [tabRoute(deps.db), statementRoute(deps.db), payRoute(deps), adjustRoute(deps)];
}

async function readTab(db: Queryable, customerId: string): Promise<Tab> {
  const account = (await readAccounts(db, [customerId])).get(customerId);
  if (account === undefined) throw noSuchCustomer(customerId);
  const { balanceMinor, limitMinor, heldMinor } = account;
  const openItems = await readOpenItems(db, customerId, maxOpenItems);
  return {
    customerId,
    balanceMinor,
    limitMinor,
    heldMinor,
    roomMinor: roomMinor(account),
    openItems,
  };
}

function tabRoute(db: Database): Route {
  return readRoute(
    {
      method: 'get',
      path: '/customers/:id/tab',
      summary: 'What a customer owes, may still buy, and has not paid yet, the oldest first',
      access: 'customers:read',
      params: idParams,
      answers: { 200: tab },
      problems: ['not_found'],
    },
    async ({ params: { id } }) => ({
      status: 200,
      body: await db.transaction((tx) => readTab(tx, id)),
    }),
  );
}

function statementRoute(db: Database): Route {
  return readRoute(
    {
      method: 'get',
      path: '/customers/:id/statement',
      summary: 'The entries of a tab, the oldest first, each with what was owed after it',
      access: 'customers:read',
      params: idParams,
      query: statementQuery,
      answers: { 200: statementPage },
      problems: ['not_found'],
    },
    async ({ params: { id }, query }) => {
      const [rows] = await Promise.all([listEntries(db, id, query), getCustomer(db, id)]);
      const page = toPage(rows, query.limit, {
        item: ({ seq: _seq, ...entry }) => entry,
        key: ({ seq }) => [seq],
      });
      return { status: 200, body: page };
    },
  );
}

function payRoute(deps: TabDeps): Route {
  return writeRoute(
    {
      method: 'post',
      path: '/customers/:id/tab/payments',
      summary: 'Take a payment of a tab; it settles the oldest purchases',
      access: 'customers:write',
      params: idParams,
      body: createTabPaymentRequest,
      answers: { 201: tabPayment },
      problems: ['not_found', 'already_exists', 'payment_exceeds_total', ...tillProblems],
    },
    async (tx, { params: { id: customerId }, body, caller, traceparent }) => {
      const command = { ...body, customerId, caller, cause: { traceparent } };
      return { status: 201, body: await payTab(tx, command, deps) };
    },
  );
}

function adjustRoute(deps: TabDeps): Route {
  return writeRoute(
    {
      method: 'post',
      path: '/customers/:id/tab/adjustments',
      summary: 'Correct a tab: add a debt from before, or forgive one',
      access: 'customers:set-limit',
      params: idParams,
      body: createTabAdjustmentRequest,
      answers: { 201: tabEntry },
      problems: ['not_found', 'already_exists', 'payment_exceeds_total'],
    },
    async (tx, { params: { id: customerId }, body, caller, traceparent }) => {
      const command = { ...body, customerId, caller, cause: { traceparent } };
      return { status: 201, body: await adjustTab(tx, command, deps) };
    },
  );
}
