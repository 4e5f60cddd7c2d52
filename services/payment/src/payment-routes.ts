/** HTTP of payments: take, read, confirm, cancel and refund. */
import {
  type ChangePaymentRequest,
  changePaymentRequest,
  createPaymentRequest,
  payment as paymentAnswer,
} from '@balcao/contracts/api/payment.ts';
import { idParams } from '@balcao/contracts/ids.ts';
import type { Permission } from '@balcao/contracts/permissions.ts';
import type { Database, Queryable } from '@balcao/kit/db.ts';
import { preferredWaitSeconds } from '@balcao/kit/http/prefer.ts';
import { type Reply, type Route, readRoute, writeRoute } from '@balcao/kit/http/route.ts';
import { waitUntil } from './bell.ts';
import {
  type ChangePayment,
  cancelPayment,
  confirmPayment,
  refundPayment,
  unknownPayment,
} from './change-payment.ts';
import type { Desk } from './move-payments.ts';
import { type Payment, paymentView } from './payment.ts';
import { findPayment } from './payment-store.ts';
import { takePayment, waitForOrder } from './take-payment.ts';

export interface PaymentRouteDeps {
  db: Database;
  desk: Desk;
}

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
    changeRoute(deps, {
      verb: 'confirm',
      summary: 'Marks a pending payment as paid by hand.',
      access: 'payments:confirm',
      change: confirmPayment,
    }),
    changeRoute(deps, {
      verb: 'cancel',
      summary: 'Calls off a pending payment.',
      access: 'payments:write',
      change: cancelPayment,
    }),
    changeRoute(deps, {
      verb: 'refund',
      summary:
        'Gives an approved payment back; also tries again what the provider failed to give back.',
      access: 'payments:refund',
      change: refundPayment,
    }),
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
      settled(reply, deps, {
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

interface ChangeRoute {
  verb: 'confirm' | 'cancel' | 'refund';
  summary: string;
  access: Permission;
  change: ChangePayment;
}

function changeRoute(
  deps: PaymentRouteDeps,
  { verb, summary, access, change }: ChangeRoute,
): Route {
  return writeRoute(
    {
      method: 'post',
      path: `/payments/:id/${verb}`,
      summary,
      access,
      params: idParams,
      body: changePaymentRequest,
      answers: { 200: paymentAnswer },
      problems: ['not_found', 'invalid_transition', 'conflict'],
    },
    async (tx, request) => {
      preferredWaitSeconds(request.header('prefer'));
      const { note }: ChangePaymentRequest = request.body;
      const wanted = {
        paymentId: request.params.id,
        by: request.caller.userId,
        note,
        cause: request,
      };
      return { status: 200, body: paymentView(await change(tx, deps.desk, wanted)) };
    },
    (reply, request) =>
      settled(reply, deps, {
        prefer: request.header('prefer'),
        isDone: ({ status }) => status !== 'approved' || verb === 'confirm',
      }),
  );
}

interface Patience {
  prefer: string | undefined;
  isDone: (payment: Payment) => boolean;
}

/** Holds an answer as long as its caller prefers, and answers the payment as it is then. */
async function settled(
  reply: Reply,
  { db, desk }: PaymentRouteDeps,
  { prefer, isDone }: Patience,
): Promise<Reply> {
  const seconds = preferredWaitSeconds(prefer);
  if (seconds === undefined) return reply;
  const { id } = paymentAnswer.parse(reply.body);
  const payment = await waitUntil({
    bell: desk.bell,
    id,
    read: () => readPayment(db, id),
    isDone,
    timeoutMs: seconds * 1000,
  });
  return { ...reply, body: paymentView(payment) };
}

/** Throws `not_found`. */
export async function readPayment(db: Queryable, id: string): Promise<Payment> {
  const payment = await findPayment(db, id);
  if (payment === undefined) throw unknownPayment(id);
  return payment;
}
