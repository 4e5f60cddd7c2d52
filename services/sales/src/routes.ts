/** The API of orders: ringing them up and looking them up. */
import {
  createOrderRequest,
  order,
  orderListQuery,
  orderPage,
} from '@balcao/contracts/api/sales.ts';
import { idParams } from '@balcao/contracts/ids.ts';
import { isAllowed } from '@balcao/contracts/permissions.ts';
import { batchRoute, type Route, readRoute } from '@balcao/kit/http/route.ts';
import { createSettle } from './await-order.ts';
import {
  commandRoutes,
  linesProblems,
  paymentProblems,
  type RouteDeps,
  tillProblems,
} from './command-routes.ts';
import { listOrders, readOrder } from './order-reader.ts';
import { overrideRoutes } from './override-routes.ts';
import { mayRead, noSuchOrder } from './own-order.ts';
import { placeOrders } from './place-order.ts';

export function orderRoutes(deps: RouteDeps): Route[] {
  const settle = createSettle(deps);
  return [
    // Before `/orders/:id`, which would take their name for an id.
    ...overrideRoutes(deps),
    batchRoute(
      {
        method: 'post',
        path: '/orders',
        summary: 'Ring up an order; Prefer: wait=N answers when it has settled',
        access: 'orders:write',
        body: createOrderRequest,
        answers: { 201: order },
        problems: ['already_exists', ...linesProblems, ...paymentProblems, ...tillProblems],
      },
      (tx, requests) =>
        placeOrders(
          tx,
          requests.map(({ body, caller, traceparent }) => ({
            ...body,
            sellerId: caller.userId,
            caller,
            isPlaced: body.place,
            cause: { traceparent },
          })),
          deps,
        ),
      async (reply, { header, body, receivedAt }) =>
        settle(reply, { prefer: header('prefer'), payments: body.payments, receivedAt }),
    ),
    readRoute(
      {
        method: 'get',
        path: '/orders',
        summary:
          'List orders, newest first; a seller sees the own ones, and what anybody has on hold',
        access: 'orders:read',
        query: orderListQuery,
        answers: { 200: orderPage },
      },
      async ({ query, caller }) => {
        const seesAll =
          isAllowed(caller.role, 'orders:read-all') ||
          (query.status === 'held' && isAllowed(caller.role, 'orders:resume'));
        const sellerId = seesAll ? query.sellerId : caller.userId;
        return { status: 200, body: await listOrders(deps.db, { ...query, sellerId }) };
      },
    ),
    readRoute(
      {
        method: 'get',
        path: '/orders/:id',
        summary: 'Read an order with its history',
        access: 'orders:read',
        params: idParams,
        answers: { 200: order },
        problems: ['not_found'],
      },
      async ({ params: { id }, caller }) => {
        const found = await readOrder(deps.db, id);
        if (found === undefined || !mayRead(found, caller)) throw noSuchOrder(id);
        return { status: 200, body: found };
      },
    ),
    ...commandRoutes(deps, settle),
  ];
}
