/** An order asks for its payments: cash and tabs are settled here and now, the rest is asked of the provider. */
import { event } from '@balcao/contracts/events/catalog.ts';
import type { PaymentRequested } from '@balcao/contracts/events/sales.ts';
import type { Message } from '@balcao/kit/consumer.ts';
import type { Tx } from '@balcao/kit/db.ts';
import { askProvider, type Desk, tellOf } from './move-payments.ts';
import { openOrders } from './order-store.ts';
import { beginPayment, type Payment, type PaymentWish } from './payment.ts';
import { insertPayments } from './payment-store.ts';

/**
 * Opens the orders and begins their payments: `payment.approved` for cash and tabs, in this transaction; a charge
 * for everything else, which a worker makes after the commit. An order that was cancelled, or that asked
 * before, makes nothing. The number of statements does not depend on the number of orders.
 */
export async function requestPayments(
  tx: Tx,
  desk: Desk,
  messages: Message<PaymentRequested>[],
): Promise<void> {
  const opened = await openOrders(
    tx,
    messages.map(({ data }) => data),
  );
  const wishes = messages.flatMap((message) =>
    opened.has(message.data.orderId) ? wishesOf(message) : [],
  );
  const begun = await insertPayments(
    tx,
    wishes.map((wish) => beginPayment(wish, desk)),
  );

  const byId = new Map(wishes.map((wish) => [wish.id, wish]));
  tellOf(tx, desk, { payments: begun, causeOf: ({ id }) => byId.get(id) });
  await askProvider(
    tx,
    desk,
    begun.flatMap((payment) => chargeOf(payment, byId.get(payment.id))),
  );
  refuseUsedIds(tx, desk, { wishes, begun });
  tx.afterCommit(() => desk.bell.ring([...opened]));
}

/** A payment that an order asks for, and the message that it came with. */
type RequestedPayment = PaymentWish & { cardToken: string | undefined; traceparent: string | null };

function wishesOf({ data, traceparent }: Message<PaymentRequested>): RequestedPayment[] {
  const { orderId, expiresAt, payments } = data;
  return payments.map(({ paymentId: id, method, amountMinor, tenderedMinor, cardToken }) => ({
    ...{ id, orderId, expiresAt, method, amountMinor, tenderedMinor, cardToken, traceparent },
    origin: 'order',
  }));
}

function chargeOf({ id, status }: Payment, wish: RequestedPayment | undefined) {
  if (status !== 'pending' || wish === undefined) return [];
  const { cardToken, traceparent } = wish;
  return [{ paymentId: id, kind: 'charge' as const, cardToken, traceparent }];
}

/** An id that another order's payment has already: declined, so that this order does not wait in vain. */
function refuseUsedIds(
  tx: Tx,
  { outbox }: Desk,
  { wishes, begun }: { wishes: RequestedPayment[]; begun: Payment[] },
): void {
  const ids = new Set(begun.map(({ id }) => id));
  for (const wish of wishes.filter(({ id }) => !ids.has(id))) {
    const { id: paymentId, orderId, method, amountMinor, origin } = wish;
    const data = { paymentId, orderId, method, amountMinor, origin, reason: 'payment_id_in_use' };
    outbox.add(tx, [event('payment.declined', orderId, data)], wish);
  }
}
