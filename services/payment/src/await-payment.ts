/** Holds an answer until its payment has settled, for as long as the caller prefers. */
import { type Payment as PaymentAnswer, payment } from '@balcao/contracts/api/payment.ts';
import type { Database, Queryable } from '@balcao/kit/db.ts';
import { preferredWaitSeconds } from '@balcao/kit/http/prefer.ts';
import type { Reply } from '@balcao/kit/http/route.ts';
import { type Bell, waitUntil } from './bell.ts';
import { unknownPayment } from './change-payment.ts';
import { type Payment, paymentView } from './payment.ts';
import { findPayment } from './payment-store.ts';

interface Patience {
  db: Database;
  bell: Bell;
  prefer: string | undefined;
  /** Whether a payment is what the caller waits for; `first` is what would be answered without waiting. */
  isDone: (payment: Payment, first: PaymentAnswer) => boolean;
}

/** Waits, when that is wanted, and answers the payment as it is then. */
export async function awaitPayment(
  reply: Reply,
  { db, bell, prefer, isDone }: Patience,
): Promise<Reply> {
  const seconds = preferredWaitSeconds(prefer);
  if (seconds === undefined) return reply;
  const first = payment.parse(reply.body);
  const settled = await waitUntil({
    bell,
    id: first.id,
    read: () => readPayment(db, first.id),
    isDone: (now) => isDone(now, first),
    timeoutMs: seconds * 1000,
  });
  return { ...reply, body: paymentView(settled) };
}

/** Throws `not_found`. */
export async function readPayment(db: Queryable, id: string): Promise<Payment> {
  const found = await findPayment(db, id);
  if (found === undefined) throw unknownPayment(id);
  return found;
}
