/** What the provider says about a payment, by its answer or by webhook, and what follows from it. */
import type { WebhookRequest, WebhookResponse } from '@balcao/contracts/api/payment.ts';
import type { Tx } from '@balcao/kit/db.ts';
import type { Cause } from '@balcao/kit/outbox.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { finishCall, type TakenCall } from './call-store.ts';
import { type Desk, movePayments } from './move-payments.ts';
import type { Payment } from './payment.ts';
import { canMove, isUnpaidEnd } from './payment-status.ts';
import { lockPayment, saveReference } from './payment-store.ts';
import type { ChargeResult } from './provider.ts';
import { completeRefunds, sendBack } from './refund-payments.ts';
import { finishRefund } from './refund-store.ts';
import { claimWebhookEvent } from './webhook-store.ts';

/** The answer to a call; a void has none but that it is done. */
export type CallResult = ChargeResult | { kind: 'done' } | { kind: 'given'; givenMinor: number };

/** Records what a call to the provider has brought. A repeat of it changes nothing. */
export async function recordResult(
  tx: Tx,
  desk: Desk,
  { call, result }: { call: TakenCall; result: CallResult },
): Promise<void> {
  const payment = await lockPayment(tx, call.paymentId);
  if (payment === undefined) throw new Error(`the payment ${call.paymentId} of a call is gone`);
  await finishCall(tx, call.id);
  if ('reference' in result) await saveReference(tx, payment.id, result);
  if (result.kind === 'approved') await takeMoney(tx, desk, { payment, cause: call });
  if (result.kind === 'declined') {
    await refuseMoney(tx, desk, { payment, cause: call, reason: result.reason });
  }
  if (result.kind === 'given') await giveBack(tx, desk, { payment, call, ...result });
}

const nothingGiven = 'the provider had taken nothing that it could give back';

/** A refund has gone back; a payment that had ended without money stays as it is. */
async function giveBack(
  tx: Tx,
  desk: Desk,
  { payment, call, givenMinor }: { payment: Payment; call: TakenCall; givenMinor: number },
): Promise<void> {
  const { refundId, amountMinor } = call;
  const wish = await finishRefund(tx, {
    paymentId: payment.id,
    refundId,
    amountMinor,
    givenMinor,
    at: desk.now().toISOString(),
  });
  if (wish === undefined || !canMove(payment.status, 'refunded')) return;
  const by = wish.by ?? undefined;
  const note = givenMinor === 0 ? nothingGiven : (wish.note ?? undefined);
  completeRefunds(tx, desk, [{ payment, refundId, amountMinor, by, note, cause: call }]);
}

/**
 * Handles a webhook whose signature was checked; each event of a provider once. Throws `not_found` for
 * a payment that is not this provider's, and keeps nothing of it then.
 */
export async function receiveWebhook(
  tx: Tx,
  desk: Desk,
  { provider, webhook, cause }: { provider: string; webhook: WebhookRequest; cause: Cause },
): Promise<WebhookResponse> {
  const { id: eventId, type, paymentId } = webhook;
  const payment = await lockPayment(tx, paymentId);
  if (payment?.provider !== provider)
    throw new Problem('not_found', `${provider} has no payment ${paymentId}.`);
  const isNew = await claimWebhookEvent(tx, { provider, eventId, paymentId, type });
  if (!isNew) return { received: true, duplicate: true };
  if (type === 'payment.paid') await takeMoney(tx, desk, { payment, cause });
  else await refuseMoney(tx, desk, { payment, cause, reason: 'declined' });
  return { received: true, duplicate: false };
}

interface News {
  /** Locked by the caller. */
  payment: Payment;
  cause: Cause;
}

/** Money has arrived: what waits for it is approved, what was given up sends it back. */
async function takeMoney(tx: Tx, desk: Desk, { payment, cause }: News): Promise<void> {
  if (canMove(payment.status, 'approved')) {
    await movePayments(tx, desk, [{ payment, to: 'approved', cause }]);
  } else if (isUnpaidEnd(payment.status)) {
    await sendBack(tx, desk, { payment, cause });
  }
}

/** No money will come: only a payment that still waits for it is declined. */
async function refuseMoney(
  tx: Tx,
  desk: Desk,
  { payment, cause, reason }: News & { reason: string },
): Promise<void> {
  if (!canMove(payment.status, 'declined')) return;
  await movePayments(tx, desk, [{ payment, to: 'declined', reason, cause }]);
}
