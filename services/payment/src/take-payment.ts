/** A payment at the counter: checked against what is left to pay, and begun. */
import type { CreatePaymentRequest } from '@balcao/contracts/api/payment.ts';
import type { Database, Tx } from '@balcao/kit/db.ts';
import { newId } from '@balcao/kit/ids.ts';
import type { Cause } from '@balcao/kit/outbox.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { type Bell, waitUntil } from './bell.ts';
import { askProvider, type Desk, tellOf } from './move-payments.ts';
import { knownOrders, lockOrder, type PayableOrder } from './order-store.ts';
import { beginPayment, type Payment, requireTender } from './payment.ts';
import { insertPayments, sumTakenMinor } from './payment-store.ts';

export interface Taking {
  wish: CreatePaymentRequest;
  by: string;
  cause: Cause;
}

/**
 * Begins a payment: cash is approved at once. Throws `not_found` (order), `conflict` (it ended),
 * `payment_exceeds_total`, `tender_too_small` or `already_exists`.
 */
export async function takePayment(
  tx: Tx,
  desk: Desk,
  { wish, by, cause }: Taking,
): Promise<Payment> {
  const { id = newId(), orderId, method, amountMinor } = wish;
  const tenderedMinor = 'tenderedMinor' in wish ? wish.tenderedMinor : undefined;
  const order = requirePayable(await lockOrder(tx, orderId));
  const leftMinor = order.totalMinor - (await sumTakenMinor(tx, orderId));
  if (amountMinor > leftMinor) {
    const detail = `The payment is ${amountMinor} centavos, ${leftMinor} are left to pay.`;
    throw new Problem('payment_exceeds_total', detail);
  }
  requireTender({ amountMinor, tenderedMinor });
  const { expiresAt } = order;
  const begun = beginPayment(
    { id, orderId, method, amountMinor, tenderedMinor, expiresAt, origin: 'counter' },
    desk,
  );
  const [payment] = await insertPayments(tx, [begun], by);
  if (payment === undefined)
    throw new Problem('already_exists', `There is a payment ${id} already.`);
  tellOf(tx, desk, { payments: [payment], causeOf: () => cause });
  if (payment.status === 'pending') {
    const cardToken = 'cardToken' in wish ? wish.cardToken : undefined;
    const { traceparent } = cause;
    await askProvider(tx, desk, [{ paymentId: id, kind: 'charge', cardToken, traceparent }]);
  }
  return payment;
}

/** The order, where it takes payments; what is left to pay of it stays as it is while it is locked. */
function requirePayable(order: PayableOrder | undefined) {
  if (order === undefined) {
    throw new Problem('not_found', 'No order with this id asks for a payment.');
  }
  const { status, totalMinor, expiresAt } = order;
  if (status !== 'requested' || totalMinor === null || expiresAt === null) {
    throw new Problem('conflict', `The order is ${status}: it takes no payments.`, {
      pt: 'O pedido não aceita mais pagamentos.',
    });
  }
  if (Date.parse(expiresAt) <= Date.now()) {
    throw new Problem('conflict', 'The time to pay this order is over.', {
      pt: 'O prazo para pagar este pedido acabou.',
    });
  }
  return { totalMinor, expiresAt };
}

const patienceMs = 2_000;

/** Waits, at most two seconds, for an order whose request for payment may still be on its way. */
export async function waitForOrder(db: Database, bell: Bell, orderId: string): Promise<void> {
  await waitUntil({
    bell,
    id: orderId,
    read: async () => (await knownOrders(db, [orderId])).has(orderId),
    isDone: (isKnown) => isKnown,
    timeoutMs: patienceMs,
    // An order that is on its way must not be answered 404 because this replica leaves.
    outlastsClose: true,
  });
}
