/** Customers over HTTP. */
import {
  type Customer,
  createCustomerRequest,
  customer,
  customerListQuery,
  customerPage,
  updateCustomerRequest,
} from '@balcao/contracts/api/customers.ts';
import { idParams } from '@balcao/contracts/ids.ts';
import { formatEtag } from '@balcao/contracts/version.ts';
import { toPage } from '@balcao/kit/cursor.ts';
import type { Database } from '@balcao/kit/db.ts';
import { type Reply, type Route, readRoute, writeRoute } from '@balcao/kit/http/route.ts';
import {
  anonymiseCustomer,
  archiveCustomer,
  createCustomer,
  replaceCustomer,
} from './change-customer.ts';
import { getCustomer, listCustomers, toCustomer } from './customer-store.ts';

interface CustomerDeps {
  db: Database;
  now: () => Date;
}

export function customerRoutes(deps: CustomerDeps): Route[] {
  const { db } = deps;
  return [
    listRoute(db),
    createRoute(),
    getRoute(db),
    replaceRoute(),
    archiveRoute(),
    anonymiseRoute(deps),
  ];
}

function answer(status: number, body: Customer): Reply {
  return { status, body, headers: { ETag: formatEtag(body.version) } };
}

function listRoute(db: Database): Route {
  return readRoute(
    {
      method: 'get',
      path: '/customers',
      summary: 'List or search customers by name, telephone, document or e-mail',
      access: 'customers:read',
      query: customerListQuery,
      answers: { 200: customerPage },
    },
    async ({ query }) => {
      const rows = await listCustomers(db, query);
      const page = toPage(rows, query.limit, {
        item: toCustomer,
        key: (row) => [row.sortName, row.id],
      });
      return { status: 200, body: page };
    },
  );
}

function createRoute(): Route {
  return writeRoute(
    {
      method: 'post',
      path: '/customers',
      summary: 'Add a customer',
      access: 'customers:write',
      body: createCustomerRequest,
      answers: { 201: customer },
      problems: ['already_exists'],
    },
    async (tx, { body: request, caller }) =>
      answer(201, await createCustomer(tx, { request, caller })),
  );
}

function getRoute(db: Database): Route {
  return readRoute(
    {
      method: 'get',
      path: '/customers/:id',
      summary: 'Read a customer',
      access: 'customers:read',
      params: idParams,
      answers: { 200: customer },
      problems: ['not_found'],
    },
    async ({ params: { id } }) => answer(200, await getCustomer(db, id)),
  );
}

function replaceRoute(): Route {
  return writeRoute(
    {
      method: 'put',
      path: '/customers/:id',
      summary: 'Replace the customer that has the version in If-Match',
      access: 'customers:write',
      params: idParams,
      body: updateCustomerRequest,
      answers: { 200: customer },
      problems: ['not_found', 'already_exists', 'version_mismatch', 'conflict'],
    },
    async (tx, { params: { id }, body: request, header, caller }) => {
      const change = { id, request, caller, ifMatch: header('if-match') };
      return answer(200, await replaceCustomer(tx, change));
    },
  );
}

function archiveRoute(): Route {
  return writeRoute(
    {
      method: 'delete',
      path: '/customers/:id',
      summary: 'Archive a customer: nothing more is sold to it, and what it owes stays',
      access: 'customers:write',
      params: idParams,
      answers: { 204: null },
      problems: ['not_found', 'version_mismatch'],
    },
    async (tx, { params: { id }, header, caller }) => {
      await archiveCustomer(tx, { id, caller, ifMatch: header('if-match') });
      return { status: 204 };
    },
  );
}

function anonymiseRoute({ now }: CustomerDeps): Route {
  return writeRoute(
    {
      method: 'post',
      path: '/customers/:id/anonymise',
      summary: 'Remove all that says who a customer is; what was owed and paid stays',
      access: 'customers:anonymise',
      params: idParams,
      answers: { 200: customer },
      problems: ['not_found', 'conflict'],
    },
    async (tx, { params: { id } }) => answer(200, await anonymiseCustomer(tx, id, now())),
  );
}
