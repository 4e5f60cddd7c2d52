/** HTTP of what people do to a payment: confirm it, call it off, give it back. */
import {
  changePaymentRequest,
  type Payment as PaymentAnswer,
  payment as paymentAnswer,
  refundPaymentRequest,
} from '@balcao/contracts/api/payment.ts';
import { idParams } from '@balcao/contracts/ids.ts';
import type { Permission } from '@balcao/contracts/permissions.ts';
import type { ProblemCode } from '@balcao/contracts/problems.ts';
import type { Database } from '@balcao/kit/db.ts';
import { preferredWaitSeconds } from '@balcao/kit/http/prefer.ts';
import { type Route, writeRoute } from '@balcao/kit/http/route.ts';
import type { z } from 'zod';
import { awaitPayment } from './await-payment.ts';
import {
  type ChangePayment,
  cancelPayment,
  confirmPayment,
  refundPayment,
} from './change-payment.ts';
import type { Desk } from './move-payments.ts';
import { noProvider, type Payment, paymentView } from './payment.ts';

export interface PaymentRouteDeps {
  db: Database;
  desk: Desk;
}

export function changeRoutes(deps: PaymentRouteDeps): Route[] {
  return [
    changeRoute(deps, {
      verb: 'confirm',
      summary: 'Marks a pending payment as paid by hand.',
      access: 'payments:confirm',
      body: changePaymentRequest,
      change: confirmPayment,
    }),
    changeRoute(deps, {
      verb: 'cancel',
      summary: 'Calls off a pending payment.',
      access: 'payments:write',
      body: changePaymentRequest,
      change: cancelPayment,
    }),
    changeRoute(deps, {
      verb: 'refund',
      summary:
        'Gives an approved payment back, all that is left or `amountMinor` of it; without an amount, also tries again what the provider failed to give back.',
      access: 'payments:refund',
      body: refundPaymentRequest,
      problems: ['refund_exceeds_payment'],
      change: refundPayment,
      isDone: isRefunded,
    }),
  ];
}

interface ChangeRoute {
  verb: string;
  summary: string;
  access: Permission;
  body: typeof changePaymentRequest | typeof refundPaymentRequest;
  problems?: ProblemCode[];
  change: ChangePayment;
  isDone?: (payment: Payment, first: PaymentAnswer) => boolean;
}

function changeRoute(deps: PaymentRouteDeps, spec: ChangeRoute): Route {
  const { db, desk } = deps;
  const { verb, summary, access, body, problems = [], change, isDone = () => true } = spec;
  return writeRoute(
    {
      method: 'post',
      path: `/payments/:id/${verb}`,
      summary,
      access,
      params: idParams,
      body,
      answers: { 200: paymentAnswer },
      problems: ['not_found', 'invalid_transition', 'conflict', ...problems],
    },
    async (tx, request) => {
      // Read here as well, so that a wrong header has no effect.
      preferredWaitSeconds(request.header('prefer'));
      const { id: refundId, ...facts }: z.infer<typeof refundPaymentRequest> = request.body;
      const wanted = {
        ...facts,
        refundId,
        paymentId: request.params.id,
        by: request.caller.userId,
        cause: request,
      };
      return { status: 200, body: paymentView(await change(tx, desk, wanted)) };
    },
    (reply, request) =>
      awaitPayment(reply, { db, bell: desk.bell, prefer: request.header('prefer'), isDone }),
  );
}

/** What nobody has to be asked for is done in the answer; otherwise one waits for more to have gone back. */
function isRefunded({ provider, status, refundedMinor }: Payment, first: PaymentAnswer): boolean {
  const holdsMoney = status === 'approved' || status === 'partially_refunded';
  return provider === noProvider || !holdsMoney || refundedMinor > first.refundedMinor;
}
