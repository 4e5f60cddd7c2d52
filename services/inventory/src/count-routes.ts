/** Blind counts over HTTP. */
import {
  type CountLine,
  count,
  countLineListQuery,
  countLinePage,
  countListQuery,
  countPage,
  createCountRequest,
  saveCountLinesRequest,
  submitCountResponse,
} from '@balcao/contracts/api/counts.ts';
import { idParams } from '@balcao/contracts/ids.ts';
import { toPage } from '@balcao/kit/cursor.ts';
import type { Database } from '@balcao/kit/db.ts';
import { type Route, readRoute, writeRoute } from '@balcao/kit/http/route.ts';
import { awaitProduct } from './await-product.ts';
import { cancelCount } from './cancel-count.ts';
import { listCountLines } from './count-line-store.ts';
import { type ListedCount, listCounts } from './count-store.ts';
import { movementCursor, stockCursor } from './cursors.ts';
import { getCount } from './find-count.ts';
import { openCount } from './open-count.ts';
import type { RecordDeps } from './record-movement.ts';
import { saveCountLines } from './save-count-lines.ts';
import { submitCount } from './submit-count.ts';

export interface CountDeps extends RecordDeps {
  db: Database;
}

export function countRoutes(deps: CountDeps): Route[] {
  return [
    awaitProduct(openRoute(deps), 'unknown_product'),
    ...readRoutes(deps.db),
    saveRoute(deps),
    ...endRoutes(deps),
  ];
}

function openRoute({ now }: CountDeps): Route {
  return writeRoute(
    {
      method: 'post',
      path: '/inventory/counts',
      summary: 'Open a blind count of chosen products, of a category, or of all',
      access: 'stock:write',
      body: createCountRequest,
      answers: { 201: count },
      problems: ['unknown_product', 'already_exists', 'conflict'],
    },
    async (tx, { body: request, caller: { userId } }) => {
      return { status: 201, body: await openCount(tx, { request, userId, at: now() }) };
    },
  );
}

function readRoutes(db: Database): Route[] {
  const list = readRoute(
    {
      method: 'get',
      path: '/inventory/counts',
      summary: 'List counts, newest first',
      access: 'stock:read',
      query: countListQuery,
      answers: { 200: countPage },
    },
    async ({ query }) => {
      const rows = await listCounts(db, query, movementCursor(query.cursor));
      const shape = {
        item: (row: ListedCount) => row.count,
        key: (row: ListedCount) => [row.seq],
      };
      return { status: 200, body: toPage(rows, query.limit, shape) };
    },
  );
  const read = readRoute(
    {
      method: 'get',
      path: '/inventory/counts/:id',
      summary: 'Read a count',
      access: 'stock:read',
      params: idParams,
      answers: { 200: count },
      problems: ['not_found'],
    },
    async ({ params: { id } }) => ({ status: 200, body: await getCount(db, id) }),
  );
  return [list, read, linesRoute(db)];
}

function linesRoute(db: Database): Route {
  return readRoute(
    {
      method: 'get',
      path: '/inventory/counts/:id/lines',
      summary: 'List what is counted by product name; what is expected, once it is submitted',
      access: 'stock:read',
      params: idParams,
      query: countLineListQuery,
      answers: { 200: countLinePage },
      problems: ['not_found'],
    },
    async ({ params: { id: countId }, query: { limit, cursor, isCounted } }) => {
      const [rows] = await Promise.all([
        listCountLines(db, { countId, limit: limit + 1, isCounted }, stockCursor(cursor)),
        getCount(db, countId),
      ]);
      const shape = {
        item: (line: CountLine) => line,
        key: (line: CountLine) => [line.name, line.productId],
      };
      return { status: 200, body: toPage(rows, limit, shape) };
    },
  );
}

function saveRoute({ now }: CountDeps): Route {
  return writeRoute(
    {
      method: 'put',
      path: '/inventory/counts/:id/lines',
      summary: 'Save what was counted; may be repeated, by several clerks',
      access: 'stock:write',
      params: idParams,
      body: saveCountLinesRequest,
      answers: { 200: count },
      problems: ['not_found', 'invalid_transition', 'unknown_product', 'quantity_not_allowed'],
    },
    async (tx, { params: { id: countId }, body: { lines }, caller: { userId } }) => {
      const saved = { countId, lines, userId, at: now() };
      return { status: 200, body: await saveCountLines(tx, saved) };
    },
  );
}

function endRoutes(deps: CountDeps): Route[] {
  const submit = writeRoute(
    {
      method: 'post',
      path: '/inventory/counts/:id/submit',
      summary: 'End a count: show what was expected, and correct the stock',
      access: 'stock:write',
      params: idParams,
      answers: { 200: submitCountResponse },
      problems: ['not_found', 'invalid_transition', 'amount_too_large'],
    },
    async (tx, { params: { id: countId }, caller: { userId } }) => {
      return { status: 200, body: await submitCount(tx, { countId, userId }, deps) };
    },
  );
  const cancel = writeRoute(
    {
      method: 'post',
      path: '/inventory/counts/:id/cancel',
      summary: 'Give a count up: nothing is corrected, and nothing shown',
      access: 'stock:write',
      params: idParams,
      answers: { 200: count },
      problems: ['not_found', 'invalid_transition'],
    },
    async (tx, { params: { id: countId }, caller: { userId } }) => {
      return { status: 200, body: await cancelCount(tx, { countId, userId, at: deps.now() }) };
    },
  );
  return [submit, cancel];
}
