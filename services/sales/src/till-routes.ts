/** The API of tills. */
import {
  closeTillRequest,
  openTillRequest,
  till,
  tillListQuery,
  tillMovement,
  tillMovementRequest,
  tillPage,
  tillReport,
} from '@balcao/contracts/api/tills.ts';
import { idParams } from '@balcao/contracts/ids.ts';
import { isAllowed } from '@balcao/contracts/permissions.ts';
import { toPage } from '@balcao/kit/cursor.ts';
import type { Database } from '@balcao/kit/db.ts';
import { type Route, readRoute, writeRoute } from '@balcao/kit/http/route.ts';
import { ownTill } from './own-till.ts';
import type { TillDeps } from './settle-tills.ts';
import { countTill, moveCash, openTill, readReport } from './till.ts';
import { viewOfTill } from './till-report.ts';
import { listTills, readTill } from './till-store.ts';

interface RouteDeps extends TillDeps {
  db: Database;
}

const access = 'tills:use';

export function tillRoutes(deps: RouteDeps): Route[] {
  return [...commandRoutes(deps), ...readRoutes(deps)];
}

function commandRoutes(deps: RouteDeps): Route[] {
  return [
    writeRoute(
      {
        method: 'post',
        path: '/tills',
        summary: 'Open a till with its float: a cash session of the caller at a register',
        access,
        body: openTillRequest,
        answers: { 201: till },
        problems: ['already_exists', 'till_already_open'],
      },
      async (tx, { body, caller, traceparent }) => {
        const opened = await openTill(tx, { ...body, caller, cause: { traceparent } }, deps);
        return { status: 201, body: opened };
      },
    ),
    writeRoute(
      {
        method: 'post',
        path: '/tills/:id/movements',
        summary: 'Put cash in (suprimento) or take it out (sangria)',
        access,
        params: idParams,
        body: tillMovementRequest,
        answers: { 201: tillMovement },
        problems: ['not_found', 'already_exists', 'till_closed'],
      },
      async (tx, { params, body, caller, traceparent }) => {
        const command = { ...body, tillId: params.id, caller, cause: { traceparent } };
        return { status: 201, body: await moveCash(tx, command, deps) };
      },
    ),
    writeRoute(
      {
        method: 'post',
        path: '/tills/:id/close',
        summary: 'Close a till by a blind count; it is `closing` while sales of it are being paid',
        access,
        params: idParams,
        body: closeTillRequest,
        answers: { 200: till },
        problems: ['not_found', 'till_closed', 'conflict'],
      },
      async (tx, { params, body, caller, traceparent }) => {
        const command = { ...body, tillId: params.id, caller, cause: { traceparent } };
        return { status: 200, body: await countTill(tx, command, deps) };
      },
    ),
  ];
}

function readRoutes({ db }: RouteDeps): Route[] {
  return [
    readRoute(
      {
        method: 'get',
        path: '/tills',
        summary: 'List tills, newest first; a seller sees the own ones',
        access,
        query: tillListQuery,
        answers: { 200: tillPage },
      },
      async ({ query, caller }) => {
        const seesAll = isAllowed(caller.role, 'tills:read-all');
        const sellerId = seesAll ? query.sellerId : caller.userId;
        const rows = await listTills(db, { ...query, sellerId });
        const page = toPage(rows, query.limit, { item: viewOfTill, key: ({ seq }) => [seq] });
        return { status: 200, body: page };
      },
    ),
    readRoute(
      {
        method: 'get',
        path: '/tills/:id',
        summary: 'Read a till',
        access,
        params: idParams,
        answers: { 200: till },
        problems: ['not_found'],
      },
      async ({ params: { id }, caller }) => {
        return { status: 200, body: viewOfTill(ownTill(await readTill(db, id), id, caller)) };
      },
    ),
    readRoute(
      {
        method: 'get',
        path: '/tills/:id/report',
        summary: 'The X reading of a till in use, the Z reading of a closed one',
        access,
        params: idParams,
        answers: { 200: tillReport },
        problems: ['not_found'],
      },
      // One transaction is no snapshot here, but a closed till changes only by late arrivals.
      async ({ params: { id }, caller }) => ({
        status: 200,
        body: await readReport(db, id, caller),
      }),
    ),
  ];
}
