/** The other end of the way of an order: no money, or no answer in time; what it held is released. */
import type { CancelReason } from '@balcao/contracts/api/sales.ts';
import { event } from '@balcao/contracts/events/catalog.ts';
import type { PaymentDeclined, PaymentExpired } from '@balcao/contracts/events/payment.ts';
import type { Message } from '@balcao/kit/consumer.ts';
import type { Database, Tx } from '@balcao/kit/db.ts';
import type { Job } from '@balcao/kit/jobs.ts';
import { lockCustomersOf } from './account-store.ts';
import { completeHappened } from './complete-order.ts';
import { findOverdue, type LockedOrder, lockOverdue } from './locked-order-store.ts';
import { canMove } from './order-status.ts';
import { moveOrders } from './order-store.ts';
import { savePaymentNews } from './payment-store.ts';
import type { SettleDeps } from './settle-deps.ts';
import { stepsFor } from './settle-order.ts';
import { closeWhenSettled, type LockedTills, lockTillsAndRegisters } from './settle-tills.ts';

/** `payment.declined`: an order that named this payment is given up; at the counter one tries again. */
export async function declinePayments(
  tx: Tx,
  messages: Message<PaymentDeclined>[],
  deps: SettleDeps,
): Promise<void> {
  savePaymentNews(
    tx,
    messages.map(({ data }) => ({
      ...data,
      status: data.reason === 'cancelled' ? 'cancelled' : 'declined',
    })),
  );
  await giveUp(tx, messages, { reason: 'payment_declined', deps });
}

/** `payment.expired`: nobody paid in time. */
export async function expirePayments(
  tx: Tx,
  messages: Message<PaymentExpired>[],
  deps: SettleDeps,
): Promise<void> {
  savePaymentNews(
    tx,
    messages.map(({ data }) => ({ ...data, status: 'expired' })),
  );
  await giveUp(tx, messages, { reason: 'payment_expired', deps });
}

async function giveUp(
  tx: Tx,
  messages: Message<PaymentDeclined | PaymentExpired>[],
  { reason, deps }: { reason: CancelReason; deps: SettleDeps },
): Promise<void> {
  const named = messages.filter(({ data }) => data.origin === 'order');
  const { steps, tills } = await stepsFor(tx, named, 'awaiting_payment');
  await cancelLocked(tx, { steps, tills, reason }, deps);
}

export interface Cancellation {
  steps: { order: LockedOrder; message?: Pick<Message<unknown>, 'traceparent'> }[];
  /** The tills of the orders, locked before them. */
  tills: LockedTills;
  reason: CancelReason;
  by?: string;
  note?: string | undefined;
}

/**
 * Cancels locked orders; what they held is released and what was paid goes back, by `order.cancelled`. A sale that
 * has happened stays as it is.
 */
export async function cancelLocked(
  tx: Tx,
  { steps, tills, reason, by, note }: Cancellation,
  deps: SettleDeps,
): Promise<void> {
  const able = steps.filter(
    ({ order }) => order.occurredAt === null && canMove(order.status, 'cancelled'),
  );
  for (const { order, message } of able) {
    const cancelled = event('order.cancelled', order.id, { orderId: order.id, reason });
    deps.outbox.add(tx, [cancelled], message);
  }
  moveOrders(
    tx,
    able.map(({ order }) => ({ orderId: order.id, path: ['cancelled'], reason, by, note })),
  );
  await closeWhenSettled(tx, tills.byId.values(), deps);
  deps.waiter.moved(
    tx,
    able.map(({ order }) => order.id),
  );
}

const maxAtOnce = 200;
const everyMs = 1_000;

/**
 * Any number of replicas may run it: what another works on, or has given up meanwhile, is left out. A sale that has
 * happened is completed, though inventory has not answered: it learns of it by the sale itself.
 */
export function giveUpOverdue(db: Database, deps: SettleDeps): Job {
  return {
    name: 'give up overdue orders',
    everyMs,
    run: () =>
      db.transaction(async (tx) => {
        const orderIds = await findOverdue(tx, maxAtOnce);
        if (orderIds.length === 0) return;
        lockCustomersOf(tx, orderIds);
        const [tills, orders] = await Promise.all([
          lockTillsAndRegisters(tx, orderIds),
          lockOverdue(tx, orderIds),
        ]);
        const steps = orders.map((order) => ({ order }));
        const happened = steps.filter(({ order }) => order.occurredAt !== null);
        await completeHappened(tx, { steps: happened, tills }, deps);
        await cancelLocked(tx, { steps, tills, reason: 'timed_out' }, deps);
      }),
  };
}
