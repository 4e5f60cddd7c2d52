/** Gives back what was paid, whole or in parts: what no provider took at once, everything else by the provider. */
import type { SaleRefunded } from '@balcao/contracts/events/sales.ts';
import type { Message } from '@balcao/kit/consumer.ts';
import type { Tx } from '@balcao/kit/db.ts';
import type { Cause } from '@balcao/kit/outbox.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { askProvider, type Desk } from './move-payments.ts';
import { knownOrders } from './order-store.ts';
import { noProvider, type Payment, refundEvent, statusAfterRefund } from './payment.ts';
import { requireMove } from './payment-status.ts';
import { lockPayments } from './payment-store.ts';
import { type PlannedRefund, planRefunds, type WantedRefund } from './refund-plan.ts';
import { insertRefunds, readRefunds, saveRefunded } from './refund-store.ts';

/** Gives back of each payment what the refunds of its sale say. */
export async function refundSales(
  tx: Tx,
  desk: Desk,
  messages: Message<SaleRefunded>[],
): Promise<void> {
  const known = await knownOrders(
    tx,
    messages.map(({ data }) => data.orderId),
  );
  const parts = messages.flatMap((message) =>
    message.data.payments.map((part) => ({ ...part, message })),
  );
  const payments = await lockPayments(
    tx,
    parts.map(({ paymentId }) => paymentId),
  );
  for (const { data } of messages) if (!known.has(data.orderId)) throw notYet('sale', data.orderId);
  const wanted = parts.map(({ paymentId, amountMinor, message }): WantedRefund => {
    const payment = payments.get(paymentId);
    if (payment?.orderId !== message.data.orderId) throw notYet('payment', paymentId);
    return { payment, refundId: message.data.refundId, amountMinor, cause: message };
  });
  await startRefunds(tx, desk, wanted);
}

function notYet(what: string, id: string): Problem {
  return new Problem('conflict', `The ${what} ${id} has not arrived yet.`);
}

/** The refund of all that is left of a payment, where it holds money; named after the order that was cancelled. */
export function refundOf(payment: Payment, cause: Cause): WantedRefund[] {
  if (payment.status !== 'approved' && payment.status !== 'partially_refunded') return [];
  return [{ payment, refundId: payment.orderId, cause }];
}

/**
 * What no provider took has gone back now; the rest goes when the provider has done it. Answers the refunds
 * that this call started: one that is known is not started twice. Throws as `planRefunds`.
 */
export async function startRefunds(
  tx: Tx,
  desk: Desk,
  wanted: WantedRefund[],
): Promise<PlannedRefund[]> {
  if (wanted.length === 0) return [];
  const known = await readRefunds(tx, [...new Set(wanted.map(({ payment }) => payment.id))]);
  const planned = planRefunds(wanted, known);
  const isOurs = ({ payment }: PlannedRefund) => payment.provider === noProvider;
  await insertRefunds(
    tx,
    planned.map((refund) => ({
      paymentId: refund.payment.id,
      refundId: refund.refundId,
      amountMinor: refund.amountMinor,
      givenMinor: isOurs(refund) ? refund.amountMinor : null,
      by: refund.by ?? null,
      note: refund.note ?? null,
    })),
    desk.now().toISOString(),
  );
  completeRefunds(tx, desk, planned.filter(isOurs));
  await askProvider(tx, desk, planned.filter((refund) => !isOurs(refund)).map(callFor));
  return planned;
}

function callFor({ payment, refundId, amountMinor, cause }: PlannedRefund) {
  const { traceparent } = cause;
  const kind = amountMinor === payment.amountMinor ? 'refund' : 'partial_refund';
  return { paymentId: payment.id, kind, refundId, amountMinor, traceparent } as const;
}

/** Money has gone back: moves the payments, which the caller has locked, and tells it, each refund for itself. */
export function completeRefunds(tx: Tx, { outbox, bell }: Desk, refunds: PlannedRefund[]): void {
  if (refunds.length === 0) return;
  const latest = new Map<string, Payment>();
  const steps = refunds.map(({ payment: first, refundId, amountMinor, by, note, cause }) => {
    const payment = latest.get(first.id) ?? first;
    const refundedMinor = payment.refundedMinor + amountMinor;
    const next = { ...payment, refundedMinor, status: statusAfterRefund(payment, refundedMinor) };
    requireMove(payment.status, next.status);
    latest.set(first.id, next);
    outbox.add(tx, [refundEvent(next, { refundId, amountMinor })], cause);
    return { ...next, paymentId: next.id, by: by ?? null, note: note ?? null };
  });
  saveRefunded(tx, steps);
  tx.afterCommit(() => bell.ring([...latest.keys()]));
}

/** Money that came for a payment which had ended without: all of it goes back, once. The payment stays ended. */
export async function sendBack(
  tx: Tx,
  desk: Desk,
  { payment, cause }: { payment: Payment; cause: Cause },
): Promise<void> {
  const { id: paymentId, amountMinor } = payment;
  const back = { paymentId, refundId: paymentId, amountMinor };
  const at = desk.now().toISOString();
  await insertRefunds(tx, [{ ...back, givenMinor: null, by: null, note: null }], at);
  const { traceparent } = cause;
  await askProvider(tx, desk, [{ ...back, kind: 'refund', traceparent }]);
}
