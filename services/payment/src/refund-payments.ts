/** Gives back what was paid: what no provider took at once, everything else by the provider. */
import type { SaleRefunded } from '@balcao/contracts/events/sales.ts';
import type { Message } from '@balcao/kit/consumer.ts';
import type { Tx } from '@balcao/kit/db.ts';
import type { Cause } from '@balcao/kit/outbox.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { askProvider, type Desk, movePayments } from './move-payments.ts';
import { knownOrders } from './order-store.ts';
import { noProvider, type Payment } from './payment.ts';
import { lockOpenPayments } from './payment-store.ts';

/** Refunds every approved payment of orders whose sale was refunded. */
export async function refundSales(
  tx: Tx,
  desk: Desk,
  messages: Message<SaleRefunded>[],
): Promise<void> {
  const orders = new Map(messages.map((message) => [message.data.orderId, message]));
  const known = await knownOrders(tx, [...orders.keys()]);
  for (const orderId of orders.keys()) {
    if (!known.has(orderId))
      throw new Problem('conflict', `The sale ${orderId} has not arrived yet.`);
  }
  const payments = await lockOpenPayments(tx, [...orders.keys()]);
  await startRefunds(
    tx,
    desk,
    payments.flatMap((payment) => refundOf(payment, orders.get(payment.orderId))),
  );
}

export interface Refund {
  /** Approved, and locked by the caller. */
  payment: Payment;
  by?: string | undefined;
  note?: string | undefined;
  cause: Cause;
}

/** The refund of a payment where it holds money. */
export function refundOf(payment: Payment, cause: Cause | undefined): Refund[] {
  if (payment.status !== 'approved') return [];
  return [{ payment, cause: cause ?? { traceparent: null } }];
}

/**
 * What no provider took is `refunded` now; the rest becomes so when the provider has done it. Answers the ids of the
 * payments for which this call started something: a refund that is under way is not started twice.
 */
export async function startRefunds(tx: Tx, desk: Desk, refunds: Refund[]): Promise<string[]> {
  const isOurs = ({ payment }: Refund) => payment.provider === noProvider;
  const moved = await movePayments(
    tx,
    desk,
    refunds.filter(isOurs).map((refund) => ({ ...refund, to: 'refunded' as const })),
  );
  const calls = refunds
    .filter((refund) => !isOurs(refund))
    .map(({ payment, cause }) => ({
      paymentId: payment.id,
      kind: 'refund' as const,
      traceparent: cause.traceparent,
    }));
  const asked = await askProvider(tx, desk, calls);
  return [...moved.map(({ id }) => id), ...asked];
}
