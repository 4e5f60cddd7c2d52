/** What a person does to one payment: confirm it by hand, call it off, or give it back. */
import type { Tx } from '@balcao/kit/db.ts';
import { newId } from '@balcao/kit/ids.ts';
import type { Cause } from '@balcao/kit/outbox.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { restartFailedCalls } from './call-store.ts';
import { type Desk, movePayments } from './move-payments.ts';
import { lockOrder, type PayableOrder } from './order-store.ts';
import type { Payment } from './payment.ts';
import { requireMove } from './payment-status.ts';
import { findPayment, lockPayment } from './payment-store.ts';
import { startRefunds } from './refund-payments.ts';
import { giveUp } from './void-payments.ts';

export interface Change {
  paymentId: string;
  /** Of refunds: its name, and how much; all that is left when it is missing. */
  refundId?: string | undefined;
  amountMinor?: number | undefined;
  by: string;
  note?: string | undefined;
  cause: Cause;
}

/** Every change takes the payment's present state and answers the next. All throw `not_found` and `invalid_transition`. */
export type ChangePayment = (tx: Tx, desk: Desk, change: Change) => Promise<Payment>;

/** Marks a pending payment as paid, on the word of a person. */
export const confirmPayment: ChangePayment = async (tx, desk, change) => {
  const { payment } = await lockBoth(tx, change.paymentId);
  const [moved = payment] = await movePayments(tx, desk, [{ ...change, payment, to: 'approved' }]);
  return moved;
};

/** Calls off a pending payment; an order that asked for it is told that it was declined. */
export const cancelPayment: ChangePayment = async (tx, desk, change) => {
  const { payment, order } = await lockBoth(tx, change.paymentId);
  requireOpenSale(order);
  const [moved = payment] = await giveUp(tx, desk, [{ ...change, payment, to: 'cancelled' }]);
  return moved;
};

/**
 * Gives a payment back, or a part of it; cash and the like at once, the rest when the provider has done it.
 * Without an amount, and where the provider failed to void or refund for good, tries that again. Throws
 * `conflict` when all of it is under way or the id was used, `refund_exceeds_payment` for more than is left.
 */
export const refundPayment: ChangePayment = async (tx, desk, change) => {
  const { payment, order } = await lockBoth(tx, change.paymentId);
  const { refundId = newId(), amountMinor } = change;
  if (amountMinor === undefined && (await restartFailedCalls(tx, payment.id))) {
    tx.afterCommit(desk.wakeWorker);
    return payment;
  }
  requireOpenSale(order);
  requireMove(payment.status, 'refunded');
  const started = await startRefunds(tx, desk, [{ ...change, payment, refundId, amountMinor }]);
  if (started.length === 0) throw new Problem('conflict', 'The refund is known already.');
  return (await findPayment(tx, payment.id)) ?? payment;
};

/** Locks a payment after its order: the order in which every step does. */
async function lockBoth(
  tx: Tx,
  paymentId: string,
): Promise<{ payment: Payment; order: PayableOrder }> {
  const found = await findPayment(tx, paymentId);
  const order = found && (await lockOrder(tx, found.orderId));
  const payment = order && (await lockPayment(tx, paymentId));
  if (order === undefined || payment === undefined) throw unknownPayment(paymentId);
  return { payment, order };
}

export function unknownPayment(id: string): Problem {
  return new Problem('not_found', `There is no payment ${id}.`);
}

function requireOpenSale({ status }: PayableOrder): void {
  if (status !== 'completed') return;
  throw new Problem('conflict', 'The order is completed. Refund the order instead.', {
    pt: 'A venda está concluída. Devolva a venda.',
  });
}
