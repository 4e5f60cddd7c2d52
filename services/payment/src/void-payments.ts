/** An order has ended: what still waits is called off, and of a cancelled one what was paid goes back. */
import type { OrderCancelled, SaleCompleted } from '@balcao/contracts/events/sales.ts';
import type { Message } from '@balcao/kit/consumer.ts';
import type { Tx } from '@balcao/kit/db.ts';
import type { Cause } from '@balcao/kit/outbox.ts';
import { askProvider, type Desk, type Move, movePayments } from './move-payments.ts';
import { closeOrders } from './order-store.ts';
import type { Payment } from './payment.ts';
import { lockOpenPayments } from './payment-store.ts';
import { refundOf, startRefunds } from './refund-payments.ts';

/** Cancelled orders: pending payments are voided, approved ones refunded; unknown orders leave a tombstone. */
export async function voidPayments(
  tx: Tx,
  desk: Desk,
  messages: Message<OrderCancelled>[],
): Promise<void> {
  const { payments, causeOf } = await closePayments(tx, desk, { messages, status: 'cancelled' });
  await startRefunds(
    tx,
    desk,
    payments.flatMap((payment) => refundOf(payment, causeOf(payment))),
  );
}

/** Completed orders take no more money: whatever arrives from now on goes back. */
export async function completeOrders(
  tx: Tx,
  desk: Desk,
  messages: Message<SaleCompleted>[],
): Promise<void> {
  await closePayments(tx, desk, { messages, status: 'completed' });
}

interface Closing {
  messages: Message<{ orderId: string }>[];
  status: 'cancelled' | 'completed';
}

/** Ends the orders and their pending payments; answers all payments that held money or waited for it. */
async function closePayments(tx: Tx, desk: Desk, { messages, status }: Closing) {
  const causes = new Map<string, Cause>(messages.map((message) => [message.data.orderId, message]));
  const causeOf = ({ orderId }: Payment) => causes.get(orderId) ?? { traceparent: null };
  const closed = await closeOrders(tx, [...causes.keys()], status);
  const payments = closed.length === 0 ? [] : await lockOpenPayments(tx, closed);
  const pending = payments.filter((payment) => payment.status === 'pending');
  await giveUp(
    tx,
    desk,
    pending.map((payment) => ({ payment, to: 'cancelled', cause: causeOf(payment) })),
  );
  return { payments, causeOf };
}

/** Moves pending payments to an end without money, and has their charges voided. */
export async function giveUp(
  tx: Tx,
  desk: Desk,
  moves: (Move & { to: 'cancelled' | 'expired' })[],
): Promise<Payment[]> {
  const moved = await movePayments(tx, desk, moves);
  const calls = moves.map(({ payment, cause }) => ({
    paymentId: payment.id,
    kind: 'void' as const,
    traceparent: cause.traceparent,
  }));
  await askProvider(tx, desk, calls);
  return moved;
}
