/** What was taken without asking anybody here is booked when the sale is made: cash, tabs, and cards offline. */
import type { SaleCompleted, SettledPayment } from '@balcao/contracts/events/sales.ts';
import { isTakenAtCounter } from '@balcao/contracts/payment-method.ts';
import type { Message } from '@balcao/kit/consumer.ts';
import type { Tx } from '@balcao/kit/db.ts';
import { type Desk, tellOf } from './move-payments.ts';
import { beginPayment, type PaymentWish } from './payment.ts';
import { insertPayments } from './payment-store.ts';

/**
 * Books the taken payments of completed sales, approved; what was requested here and is known already stays
 * as it is. Sales knows of them, so only a fee is news: `payment.approved` tells it to finance.
 */
export async function bookTaken(
  tx: Tx,
  desk: Desk,
  messages: Message<SaleCompleted>[],
): Promise<void> {
  const booked = await insertPayments(
    tx,
    messages.flatMap(({ data }) => takenOf(data)).map((wish) => beginPayment(wish, desk)),
  );
  const causes = new Map(messages.map((message) => [message.data.orderId, message]));
  tellOf(tx, desk, {
    payments: booked.filter(({ feeMinor }) => feeMinor > 0),
    causeOf: ({ orderId }) => causes.get(orderId),
  });
}

function takenOf({ orderId, completedAt, payments }: SaleCompleted): PaymentWish[] {
  return payments.filter(isTaken).map(({ paymentId: id, method, amountMinor, tenderedMinor }) => ({
    ...{ id, orderId, method, amountMinor, tenderedMinor },
    origin: 'order',
    expiresAt: completedAt,
    takenAt: completedAt,
  }));
}

function isTaken({ method, isTaken: isOffline }: SettledPayment): boolean {
  return isOffline === true || isTakenAtCounter(method);
}
