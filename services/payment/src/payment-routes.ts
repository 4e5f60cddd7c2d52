/** HTTP of payments: take and read; what is done to them is in change-routes.ts. */
import { createPaymentRequest, payment as paymentAnswer } from '@balcao/contracts/api/payment.ts';
import { idParams } from '@balcao/contracts/ids.ts';
import { preferredWaitSeconds } from '@balcao/kit/http/prefer.ts';
import { type Route, readRoute, writeRoute } from '@balcao/kit/http/route.ts';
import { awaitPayment, readPayment } from './await-payment.ts';
import { changeRoutes, type PaymentRouteDeps } from './change-routes.ts';
import { paymentView } from './payment.ts';
import { takePayment, waitForOrder } from './take-payment.ts';

export function paymentRoutes(deps: PaymentRouteDeps): Route[] {
  return [
    takeRoute(deps),
    readRoute(
      {
        method: 'get',
        path: '/payments/:id',
        summary: 'A payment.',
        access: 'payments:read',
        params: idParams,
        answers: { 200: paymentAnswer },
        problems: ['not_found'],
      },
      async ({ params: { id } }) => ({
        status: 200,
        body: paymentView(await readPayment(deps.db, id)),
      }),
    ),
    ...changeRoutes(deps),
  ];
}

function takeRoute(deps: PaymentRouteDeps): Route {
  const { db, desk } = deps;
  const route = writeRoute(
    {
      method: 'post',
      path: '/payments',
      summary:
        'Takes a payment of an order. Cash is settled in the answer; `Prefer: wait=N` waits for the rest.',
      access: 'payments:write',
      body: createPaymentRequest,
      answers: { 201: paymentAnswer },
      problems: [
        'not_found',
        'conflict',
        'already_exists',
        'payment_exceeds_total',
        'tender_too_small',
      ],
    },
    async (tx, request) => {
      // Read here as well, so that a wrong header has no effect.
      preferredWaitSeconds(request.header('prefer'));
      const taking = { wish: request.body, by: request.caller.userId, cause: request };
      return { status: 201, body: paymentView(await takePayment(tx, desk, taking)) };
    },
    (reply, request) =>
      awaitPayment(reply, {
        db,
        bell: desk.bell,
        prefer: request.header('prefer'),
        isDone: ({ status }) => status !== 'pending',
      }),
  );
  return {
    ...route,
    mount(database) {
      const run = route.mount(database);
      return async (raw) => {
        // Waited for before the transaction: nobody waits with a connection in hand.
        const wish = createPaymentRequest.safeParse(raw.body);
        if (wish.success) await waitForOrder(db, desk.bell, wish.data.orderId);
        return run(raw);
      };
    },
  };
}
