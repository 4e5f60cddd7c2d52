/** Fourth step on the way of an order: ask for the payment, and complete the order when it is there. */
import { event } from '@balcao/contracts/events/catalog.ts';
import type { StockRejected, StockReserved } from '@balcao/contracts/events/inventory.ts';
import type { PaymentApproved, PaymentRefunded } from '@balcao/contracts/events/payment.ts';
import { isTakenAtCounter } from '@balcao/contracts/payment-method.ts';
import type { Message } from '@balcao/kit/consumer.ts';
import type { Tx } from '@balcao/kit/db.ts';
import { lockCustomersOf } from './account-store.ts';
import { completeHappened, completeOrders, paidMinor, takePaid } from './complete-order.ts';
import { type LockedOrder, lockOrders } from './locked-order-store.ts';
import { readLines } from './order-line-store.ts';
import { paymentPatienceMs } from './order-payments.ts';
import { type Move, moveOrders } from './order-store.ts';
import { giveBack, type OrderPaymentRow, readPayments, savePaymentNews } from './payment-store.ts';
import type { SettleDeps } from './settle-deps.ts';
import { closeWhenSettled, type LockedTills, lockTillsAndRegisters } from './settle-tills.ts';

/** An order, and the message that it is moved by. */
export interface Step<Data> {
  order: LockedOrder;
  message: Message<Data>;
}

export interface Steps<Data> {
  steps: Step<Data>[];
  tills: LockedTills;
}

/**
 * Locks the orders that the messages are about, and their customers and tills before them, and keeps those in the
 * state that the messages expect.
 */
export async function stepsFor<Data extends { orderId: string }>(
  tx: Tx,
  messages: Message<Data>[],
  status: LockedOrder['status'],
): Promise<Steps<Data>> {
  const orderIds = messages.map(({ data }) => data.orderId);
  lockCustomersOf(tx, orderIds);
  const [tills, orders] = await Promise.all([
    lockTillsAndRegisters(tx, orderIds),
    lockOrders(tx, orderIds),
  ]);
  const steps = messages.flatMap((message) => {
    const order = orders.get(message.data.orderId);
    // Anything else is late news, of an order that was given up meanwhile.
    return order?.status === status ? [{ order, message }] : [];
  });
  return { steps, tills };
}

/** `stock.reserved`: the goods are held, now the money. Cash is in the drawer, a tab in the books: nobody else is asked for them. */
export async function requestPayments(
  tx: Tx,
  messages: Message<StockReserved>[],
  deps: SettleDeps,
): Promise<void> {
  const orderIds = messages.map(({ data }) => data.orderId);
  const [{ steps, tills }, payments, lines] = await Promise.all([
    stepsFor(tx, messages, 'placed'),
    readPayments(tx, orderIds),
    readLines(tx, orderIds),
  ]);
  const paymentsOf = ({ order }: Step<StockReserved>) => payments.get(order.id) ?? [];
  const isPaid = (step: Step<StockReserved>) => isPaidAtOnce(step.order, paymentsOf(step));
  const moves = steps
    .filter((step) => !isPaid(step))
    .map((step) => requestPayment(tx, { ...step, payments: paymentsOf(step) }, deps));
  moveOrders(tx, moves);
  const paid = steps.filter(isPaid);
  takePaid(tx, paid.flatMap(paymentsOf));
  const shortages = new Map(messages.map(({ data }) => [data.orderId, data.shortages]));
  await completeOrders(tx, { steps: paid, tills, payments, lines, shortages }, deps);
  // Who named payments that are asked for elsewhere waits on.
  const told = steps.filter((step) => isPaid(step) || paymentsOf(step).length === 0);
  deps.waiter.moved(
    tx,
    told.map(({ order }) => order.id),
  );
}

/** A sale that has happened was paid then, by whatever method. */
function isPaidAtOnce(
  { totalMinor, occurredAt }: LockedOrder,
  payments: OrderPaymentRow[],
): boolean {
  if (totalMinor === 0 || occurredAt !== null) return true;
  return payments.length > 0 && payments.every(({ method }) => isTakenAtCounter(method));
}

function requestPayment(
  tx: Tx,
  { order, message, payments }: Step<StockReserved> & { payments: OrderPaymentRow[] },
  { outbox, config }: SettleDeps,
): Move {
  const patienceMs = paymentPatienceMs(
    payments.map(({ method }) => method),
    config,
  );
  const expiresAtMs = Date.now() + patienceMs;
  const requested = event('payment.requested', order.id, {
    orderId: order.id,
    totalMinor: order.totalMinor,
    expiresAt: new Date(expiresAtMs).toISOString(),
    payments: payments.map(({ id, method, amountMinor, tenderedMinor, cardToken }) => ({
      paymentId: id,
      method,
      amountMinor,
      tenderedMinor,
      cardToken,
    })),
  });
  outbox.add(tx, [requested], message);
  const deadlineAt = new Date(expiresAtMs + config.graceMs).toISOString();
  return { orderId: order.id, path: ['awaiting_payment'], deadlineAt };
}

/** `stock.rejected`: there is not enough of something; nothing was held. What has happened is sold all the same. */
export async function rejectOrders(
  tx: Tx,
  messages: Message<StockRejected>[],
  deps: SettleDeps,
): Promise<void> {
  const { steps, tills } = await stepsFor(tx, messages, 'placed');
  const hasHappened = ({ order }: Step<StockRejected>) => order.occurredAt !== null;
  const moves = steps
    .filter((step) => !hasHappened(step))
    .map(({ order, message }): Move => {
      const { shortages } = message.data;
      return { orderId: order.id, path: ['rejected'], reason: 'stock_rejected', shortages };
    });
  moveOrders(tx, moves);
  await completeHappened(tx, { steps: steps.filter(hasHappened), tills }, deps);
  await closeWhenSettled(tx, tills.byId.values(), deps);
  deps.waiter.moved(
    tx,
    steps.map(({ order }) => order.id),
  );
}

/** `payment.approved`: the order is complete as soon as all of it is paid. */
export async function takePayments(
  tx: Tx,
  messages: Message<PaymentApproved>[],
  deps: SettleDeps,
): Promise<void> {
  const stepping = stepsFor(tx, messages, 'awaiting_payment');
  savePaymentNews(
    tx,
    messages.map(({ data }) => ({ ...data, status: 'approved' })),
  );
  await completePaid(tx, { messages, stepping }, deps);
}

/**
 * `payment.refunded`: recorded with the order; what of a payment went back no longer counts as paid. It may come
 * after the approval of what was paid in its place: then it is this that makes the sale.
 */
export async function noteRefunds(
  tx: Tx,
  messages: Message<PaymentRefunded>[],
  deps: SettleDeps,
): Promise<void> {
  const stepping = stepsFor(tx, messages, 'awaiting_payment');
  const refunds = messages.map(({ data }) => data);
  savePaymentNews(tx, refunds);
  giveBack(tx, refunds);
  await completePaid(tx, { messages, stepping }, deps);
}

interface PaymentSteps<Data> {
  messages: Message<Data>[];
  /** Under way: the payments are read behind its locks. */
  stepping: Promise<Steps<Data>>;
}

async function completePaid<Data extends { orderId: string }>(
  tx: Tx,
  { messages, stepping }: PaymentSteps<Data>,
  deps: SettleDeps,
): Promise<void> {
  const orderIds = messages.map(({ data }) => data.orderId);
  const [{ steps, tills }, payments, lines] = await Promise.all([
    stepping,
    readPayments(tx, orderIds),
    readLines(tx, orderIds),
  ]);
  const isPaid = ({ order }: Step<Data>) =>
    paidMinor(payments.get(order.id) ?? []) === order.totalMinor;
  await completeOrders(tx, { steps: steps.filter(isPaid), tills, payments, lines }, deps);
  deps.waiter.moved(
    tx,
    steps.map(({ order }) => order.id),
  );
}
