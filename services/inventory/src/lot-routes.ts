/** Lots and their traces over HTTP. */
import { type Lot, lot, lotListQuery, lotPage } from '@balcao/contracts/api/lots.ts';
import { lotTrace, orderLots } from '@balcao/contracts/api/traces.ts';
import { idParams, orderIdParams } from '@balcao/contracts/ids.ts';
import { toPage } from '@balcao/kit/cursor.ts';
import type { Database } from '@balcao/kit/db.ts';
import { type Route, readRoute } from '@balcao/kit/http/route.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { lotCursor } from './cursors.ts';
import { findLot, listLots, never, toLot } from './lot-list-store.ts';
import { traceLot, traceOrder } from './trace-store.ts';

interface LotDeps {
  db: Database;
  today: () => string;
}

export function lotRoutes(deps: LotDeps): Route[] {
  return [listRoute(deps), getRoute(deps), traceRoute(deps), orderRoute(deps)];
}

function listRoute({ db, today }: LotDeps): Route {
  return readRoute(
    {
      method: 'get',
      path: '/inventory/lots',
      summary: 'List lots in the order in which they are sold: what expires first, first',
      access: 'stock:read',
      query: lotListQuery,
      answers: { 200: lotPage },
    },
    async ({ query }) => {
      const place = { after: lotCursor(query.cursor), today: today() };
      const rows = await listLots(db, query, place);
      const page = toPage(rows, query.limit, {
        item: toLot,
        key: (row) => [row.expires_on ?? never, row.received_on, row.id],
      });
      return { status: 200, body: page };
    },
  );
}

function getRoute(deps: LotDeps): Route {
  return readRoute(
    {
      method: 'get',
      path: '/inventory/lots/:id',
      summary: 'Read a lot',
      access: 'stock:read',
      params: idParams,
      answers: { 200: lot },
      problems: ['not_found'],
    },
    async ({ params: { id } }) => ({ status: 200, body: await getLot(deps, id) }),
  );
}

function traceRoute(deps: LotDeps): Route {
  return readRoute(
    {
      method: 'get',
      path: '/inventory/lots/:id/trace',
      summary: 'Trace a lot: from its supplier to every order that got of it',
      access: 'stock:read',
      params: idParams,
      answers: { 200: lotTrace },
      problems: ['not_found'],
    },
    async ({ params: { id } }) => {
      const found = await getLot(deps, id);
      return { status: 200, body: await traceLot(deps.db, found, deps.today()) };
    },
  );
}

function orderRoute({ db, today }: LotDeps): Route {
  return readRoute(
    {
      method: 'get',
      path: '/inventory/orders/:orderId/lots',
      summary: 'Trace an order: the lots that it got of, and their suppliers',
      access: 'stock:read',
      params: orderIdParams,
      answers: { 200: orderLots },
      problems: ['not_found'],
    },
    async ({ params: { orderId } }) => {
      const found = await traceOrder(db, orderId, today());
      if (found === undefined) {
        throw new Problem('not_found', `No goods were sold to an order ${orderId}.`);
      }
      return { status: 200, body: found };
    },
  );
}

async function getLot({ db, today }: LotDeps, id: string): Promise<Lot> {
  const found = await findLot(db, id, today());
  if (found === undefined) throw new Problem('not_found', `No lot has the id ${id}.`);
  return found;
}
