/** Cash that was taken at the counter: nobody was asked for it, so it is booked when the sale is made. */
import type { SaleCompleted } from '@balcao/contracts/events/sales.ts';
import type { Message } from '@balcao/kit/consumer.ts';
import type { Tx } from '@balcao/kit/db.ts';
import { beginPayment, noProvider, type PaymentWish } from './payment.ts';
import { insertPayments } from './payment-store.ts';

/** Books the cash of completed sales, approved; what was requested here and is known already stays as it is. */
export async function bookCash(tx: Tx, messages: Message<SaleCompleted>[]): Promise<void> {
  const wishes = messages.flatMap(({ data }) => cashOf(data));
  await insertPayments(
    tx,
    wishes.map((wish) => beginPayment(wish, noProvider)),
  );
}

function cashOf({ orderId, completedAt, payments }: SaleCompleted): PaymentWish[] {
  return payments
    .filter(({ method }) => method === 'cash')
    .map(({ paymentId: id, method, amountMinor, tenderedMinor }) => ({
      ...{ id, orderId, method, amountMinor, tenderedMinor },
      origin: 'order',
      expiresAt: completedAt,
    }));
}
