/** Breakdowns over HTTP. */
import {
  breakdown,
  breakdownListQuery,
  breakdownPage,
  createBreakdownRequest,
  reverseBreakdownRequest,
} from '@balcao/contracts/api/breakdowns.ts';
import { idParams } from '@balcao/contracts/ids.ts';
import { toPage } from '@balcao/kit/cursor.ts';
import type { Database } from '@balcao/kit/db.ts';
import { type Route, readRoute, writeRoute } from '@balcao/kit/http/route.ts';
import { awaitProduct } from './await-product.ts';
import { toBreakdown } from './breakdown.ts';
import { type ListedBreakdown, listBreakdowns } from './breakdown-store.ts';
import { movementCursor } from './cursors.ts';
import { recordBreakdown } from './record-breakdown.ts';
import type { RecordDeps } from './record-movement.ts';
import { getBreakdown, reverseBreakdown } from './reverse-breakdown.ts';

export interface BreakdownDeps extends RecordDeps {
  db: Database;
}

export function breakdownRoutes(deps: BreakdownDeps): Route[] {
  return [
    awaitProduct(recordRoute(deps), 'unknown_product'),
    listRoute(deps.db),
    getRoute(deps.db),
    reverseRoute(deps),
  ];
}

function recordRoute(deps: BreakdownDeps): Route {
  return writeRoute(
    {
      method: 'post',
      path: '/inventory/breakdowns',
      summary: 'Break a carcass or primal cut down into its cuts and the loss',
      access: 'stock:write',
      body: createBreakdownRequest,
      answers: { 201: breakdown },
      problems: [
        'unknown_product',
        'unknown_lot',
        'quantity_not_allowed',
        'weights_do_not_balance',
        'price_required',
        'amount_too_large',
        'already_exists',
        'conflict',
      ],
    },
    async (tx, { body: request, caller: { userId } }) => {
      return { status: 201, body: await recordBreakdown(tx, { request, userId }, deps) };
    },
  );
}

function listRoute(db: Database): Route {
  return readRoute(
    {
      method: 'get',
      path: '/inventory/breakdowns',
      summary: 'List breakdowns, newest first',
      access: 'stock:read',
      query: breakdownListQuery,
      answers: { 200: breakdownPage },
    },
    async ({ query }) => {
      const rows = await listBreakdowns(db, query, movementCursor(query.cursor));
      const shape = {
        item: (row: ListedBreakdown) => toBreakdown(row.kept),
        key: (row: ListedBreakdown) => [row.seq],
      };
      return { status: 200, body: toPage(rows, query.limit, shape) };
    },
  );
}

function getRoute(db: Database): Route {
  return readRoute(
    {
      method: 'get',
      path: '/inventory/breakdowns/:id',
      summary: 'Read a breakdown',
      access: 'stock:read',
      params: idParams,
      answers: { 200: breakdown },
      problems: ['not_found'],
    },
    async ({ params: { id } }) => ({ status: 200, body: await getBreakdown(db, id) }),
  );
}

function reverseRoute(deps: BreakdownDeps): Route {
  return writeRoute(
    {
      method: 'post',
      path: '/inventory/breakdowns/:id/reverse',
      summary: 'Undo a breakdown whose cuts are all still there, untouched',
      access: 'stock:write',
      params: idParams,
      body: reverseBreakdownRequest,
      answers: { 200: breakdown },
      problems: ['not_found', 'invalid_transition', 'conflict'],
    },
    async (tx, { params: { id }, body: { note }, caller: { userId } }) => {
      return { status: 200, body: await reverseBreakdown(tx, { id, userId, note }, deps) };
    },
  );
}
