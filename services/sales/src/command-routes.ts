/** The API of what people do with an order. */
import { refundOrderRequest } from '@balcao/contracts/api/refunds.ts';
import {
  endOrderRequest,
  type Order,
  order,
  placeOrderRequest,
  replaceLinesRequest,
} from '@balcao/contracts/api/sales.ts';
import { idParams } from '@balcao/contracts/ids.ts';
import type { Batcher } from '@balcao/kit/batcher.ts';
import type { Database } from '@balcao/kit/db.ts';
import { type Route, writeRoute } from '@balcao/kit/http/route.ts';
import type { SettleOrder } from './await-order.ts';
import { cancelByHand, changeLines, holdOrder, resumeOrder } from './cart.ts';
import { readOrder } from './order-reader.ts';
import { placeOpenOrder } from './place-order.ts';
import { refundOrder } from './refund-order.ts';
import type { SettleDeps } from './settle-deps.ts';

export interface RouteDeps extends SettleDeps {
  db: Database;
  reader: Batcher<string, Order>;
}

export const linesProblems = [
  'unknown_product',
  'inactive_product',
  'unreadable_code',
  'quantity_not_allowed',
  'quantity_required',
  'discount_exceeds_total',
  'discount_above_limit',
  'override_not_valid',
  'amount_too_large',
] as const;
export const paymentProblems = [
  'payment_exceeds_total',
  'payments_do_not_match_total',
  'customer_required',
  'unknown_customer',
  'inactive_customer',
  'tab_limit_exceeded',
  'tender_too_small',
] as const;
export const tillProblems = ['unknown_till', 'till_closed'] as const;

/** Routes that move an order along, back or out. */
export function commandRoutes(deps: RouteDeps, settle: SettleOrder): Route[] {
  const changed = { 200: order };
  const params = idParams;
  const access = 'orders:write';
  const problems = ['not_found', 'invalid_transition'] as const;
  return [
    writeRoute(
      {
        method: 'put',
        path: '/orders/:id/lines',
        summary: 'Replace the lines of an open or held order',
        access,
        params,
        body: replaceLinesRequest,
        answers: changed,
        problems: [...problems, ...linesProblems],
      },
      async (tx, { params: { id }, body, caller, traceparent }) => {
        await changeLines(tx, { ...body, orderId: id, caller, cause: { traceparent } }, deps);
        return { status: 200, body: await readOrder(tx, id) };
      },
    ),
    writeRoute(
      {
        method: 'post',
        path: '/orders/:id/place',
        summary: 'Place an open order; Prefer: wait=N answers when it has settled',
        access,
        params,
        body: placeOrderRequest,
        answers: changed,
        problems: [...problems, ...paymentProblems, ...tillProblems, 'override_not_valid'],
      },
      async (tx, { params: { id }, body, caller, traceparent }) => {
        const request = { ...body, orderId: id, caller, cause: { traceparent } };
        await placeOpenOrder(tx, request, deps);
        return { status: 200, body: await readOrder(tx, id) };
      },
      (reply, { header, body, receivedAt }) =>
        settle(reply, { prefer: header('prefer'), payments: body.payments, receivedAt }),
    ),
    ...(['hold', 'resume'] as const).map((verb) =>
      writeRoute(
        {
          method: 'post',
          path: `/orders/:id/${verb}`,
          summary:
            verb === 'hold'
              ? 'Put an open order aside'
              : 'Take a held order up again, whoever held it; it is the own one from then on',
          access: verb === 'hold' ? access : 'orders:resume',
          params,
          answers: changed,
          problems: [...problems],
        },
        async (tx, { params: { id }, caller, traceparent }) => {
          const command = { orderId: id, caller, cause: { traceparent } };
          await (verb === 'hold' ? holdOrder : resumeOrder)(tx, command);
          return { status: 200, body: await readOrder(tx, id) };
        },
      ),
    ),
    writeRoute(
      {
        method: 'post',
        path: '/orders/:id/cancel',
        summary: 'Cancel an order that is not paid',
        access,
        params,
        body: endOrderRequest,
        answers: changed,
        problems: [...problems],
      },
      async (tx, { params: { id }, body, caller, traceparent }) => {
        const command = { orderId: id, caller, note: body.note, cause: { traceparent } };
        await cancelByHand(tx, command, deps);
        return { status: 200, body: await readOrder(tx, id) };
      },
    ),
    refundRoute(deps),
  ];
}

function refundRoute(deps: RouteDeps): Route {
  return writeRoute(
    {
      method: 'post',
      path: '/orders/:id/refund',
      summary: 'Refund a completed order, whole or some of its lines by quantity',
      access: 'orders:write',
      params: idParams,
      body: refundOrderRequest,
      answers: { 200: order },
      problems: [
        'not_found',
        'invalid_transition',
        'refund_exceeds_sale',
        'already_exists',
        'quantity_not_allowed',
        'payment_exceeds_total',
        'payments_do_not_match_total',
        'conflict',
        ...tillProblems,
      ],
    },
    async (tx, { params: { id }, body, caller, traceparent }) => {
      const command = { ...body, orderId: id, caller, cause: { traceparent } };
      await refundOrder(tx, command, deps);
      return { status: 200, body: await readOrder(tx, id) };
    },
  );
}
