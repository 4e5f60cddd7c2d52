/** The HTTP API of inventory. */
import {
  createMovementRequest,
  movement,
  movementListQuery,
  movementPage,
  type StockLevel,
  stockLevel,
  stockListQuery,
  stockPage,
  stockPolicyRequest,
  stockVerification,
} from '@balcao/contracts/api/inventory.ts';
import { type PastStock, pastStockPage } from '@balcao/contracts/api/past-stock.ts';
import { productIdParams } from '@balcao/contracts/ids.ts';
import { formatEtag } from '@balcao/contracts/version.ts';
import { toPage } from '@balcao/kit/cursor.ts';
import type { Database } from '@balcao/kit/db.ts';
import { type Reply, type Route, readRoute, writeRoute } from '@balcao/kit/http/route.ts';
import { z } from 'zod';
import { availableRoute } from './available-route.ts';
import { awaitProduct } from './await-product.ts';
import { breakdownRoutes } from './breakdown-routes.ts';
import { breakdownTemplateRoutes } from './breakdown-template-routes.ts';
import { countRoutes } from './count-routes.ts';
import { movementCursor, stockCursor } from './cursors.ts';
import { lotRoutes } from './lot-routes.ts';
import { listMovements } from './movement-store.ts';
import { listPastStock, type PastQuery } from './past-stock-store.ts';
import { receiptRoutes } from './receipt-routes.ts';
import { type RecordDeps, recordMovement } from './record-movement.ts';
import { reportRoutes } from './report-routes.ts';
import { noSuchStock, setPolicy } from './set-policy.ts';
import { findStock, listStock } from './stock-store.ts';
import { supplierRoutes } from './supplier-routes.ts';
import { verifyStock } from './verify-stock.ts';

export interface RouteDeps extends RecordDeps {
  db: Database;
}

export function inventoryRoutes(deps: RouteDeps): Route[] {
  const today = () => deps.businessDateOf(deps.now());
  return [
    ...movementRoutes(deps),
    ...receiptRoutes(deps),
    ...stockRoutes(deps),
    availableRoute({ db: deps.db, today }),
    policyRoute(deps),
    ...lotRoutes({ db: deps.db, today }),
    ...supplierRoutes(deps.db),
    ...breakdownTemplateRoutes(deps.db),
    ...breakdownRoutes(deps),
    ...countRoutes(deps),
    ...reportRoutes(deps.db),
  ];
}

function movementRoutes(deps: RouteDeps): Route[] {
  const create = writeRoute(
    {
      method: 'post',
      path: '/inventory/movements',
      summary: 'Record a purchase, a return, a loss or a correction',
      access: 'stock:write',
      body: createMovementRequest,
      answers: { 201: movement },
      problems: [
        'unknown_product',
        'unknown_lot',
        'unknown_supplier',
        'quantity_not_allowed',
        'amount_too_large',
        'already_exists',
        'conflict',
      ],
    },
    async (tx, { body: request, caller: { userId } }) => {
      return { status: 201, body: await recordMovement(tx, { request, userId }, deps) };
    },
  );
  const list = readRoute(
    {
      method: 'get',
      path: '/inventory/movements',
      summary: 'List movements, newest first',
      access: 'stock:read',
      query: movementListQuery,
      answers: { 200: movementPage },
    },
    async ({ query }) => {
      const rows = await listMovements(deps.db, query, movementCursor(query.cursor));
      const shape = {
        item: (row: (typeof rows)[number]) => row.movement,
        key: (row: (typeof rows)[number]) => [row.seq],
      };
      return { status: 200, body: toPage(rows, query.limit, shape) };
    },
  );
  return [awaitProduct(create, 'unknown_product'), list];
}

function stockRoutes({ db, now, businessDateOf }: RouteDeps): Route[] {
  const today = () => businessDateOf(now());
  return [
    readRoute(
      {
        method: 'get',
        path: '/inventory/stock',
        summary: 'List stock by product name, as it is or as it was at the end of a day',
        access: 'stock:read',
        query: stockListQuery,
        answers: { 200: z.union([stockPage, pastStockPage]) },
      },
      async ({ query }) => {
        if (query.asOf !== undefined) return listPast(db, { ...query, asOf: query.asOf });
        const rows = await listStock(db, query, {
          after: stockCursor(query.cursor),
          today: today(),
        });
        const shape = {
          item: (level: StockLevel) => level,
          key: (level: StockLevel) => [level.name, level.productId],
        };
        return { status: 200, body: toPage(rows, query.limit, shape) };
      },
    ),
    readRoute(
      {
        method: 'get',
        path: '/inventory/stock/verify',
        summary: 'Prove that every level is the sum of its movements and of its lots',
        access: 'stock:read',
        answers: { 200: stockVerification },
      },
      async () => ({ status: 200, body: await verifyStock(db) }),
    ),
    readRoute(
      {
        method: 'get',
        path: '/inventory/stock/:productId',
        summary: 'Read the stock of a product',
        access: 'stock:read',
        params: productIdParams,
        answers: { 200: stockLevel },
        problems: ['not_found'],
      },
      async ({ params: { productId } }) => {
        const level = await findStock(db, productId, today());
        if (level === undefined) throw noSuchStock(productId);
        return levelReply(level);
      },
    ),
  ];
}

async function listPast(db: Database, query: PastQuery & { cursor?: string | undefined }) {
  const rows = await listPastStock(db, query, stockCursor(query.cursor));
  const shape = {
    item: (stock: PastStock) => stock,
    key: (stock: PastStock) => [stock.name, stock.productId],
  };
  return { status: 200, body: toPage(rows, query.limit, shape) };
}

function policyRoute({ now, businessDateOf }: RouteDeps): Route {
  const route = writeRoute(
    {
      method: 'put',
      path: '/inventory/stock/:productId/policy',
      summary: 'Set the minimum, and whether more may be sold than there is',
      access: 'stock:write',
      params: productIdParams,
      body: stockPolicyRequest,
      answers: { 200: stockLevel },
      problems: ['not_found', 'version_mismatch'],
    },
    async (tx, { params: { productId }, body: policy, header }) =>
      levelReply(
        await setPolicy(
          tx,
          { productId, policy, ifMatch: header('if-match') },
          businessDateOf(now()),
        ),
      ),
  );
  return awaitProduct(route, 'not_found');
}

function levelReply(level: StockLevel): Reply {
  return { status: 200, body: level, headers: { ETag: formatEtag(level.version) } };
}
