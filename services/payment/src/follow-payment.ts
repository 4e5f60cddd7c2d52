/** Follows payments for those who look on, whichever replica changes them. */
import type { Payment as PaymentResponse } from '@balcao/contracts/api/payment.ts';
import { createBatcher } from '@balcao/kit/batcher.ts';
import type { Database } from '@balcao/kit/db.ts';
import type { Bell } from './bell.ts';
import { unknownPayment } from './change-payment.ts';
import { type Payment, paymentView } from './payment.ts';
import { findPayments } from './payment-store.ts';

/** Tells the payment as it is, then whenever it is shown differently; ends when it waits no longer. */
export type FollowPayment = (id: string, signal: AbortSignal) => AsyncGenerator<PaymentResponse>;

const pollMs = 500;

export function createFollowPayment(db: Database, bell: Bell): FollowPayment {
  const reader = createBatcher<string, Payment>({
    maxSize: 500,
    lingerMs: 5,
    async run(ids) {
      const found = await findPayments(db, [...new Set(ids)]);
      return ids.map((id) => {
        const value = found.get(id);
        return value === undefined
          ? { status: 'rejected', reason: unknownPayment(id) }
          : { status: 'fulfilled', value };
      });
    },
  });

  return async function* follow(id, signal) {
    const listening = bell.listen(id);
    signal.addEventListener('abort', listening.end, { once: true });
    let shown = '';
    try {
      while (!signal.aborted) {
        const payment = paymentView(await reader.submit(id));
        const text = JSON.stringify(payment);
        if (text !== shown) yield payment;
        if (payment.status !== 'pending') return;
        shown = text;
        await listening.next(untilNextLookMs());
      }
    } finally {
      listening.end();
    }
  };
}

/** All look at the same strokes of the clock, so that one query serves them. */
function untilNextLookMs(): number {
  return pollMs - (Date.now() % pollMs);
}
