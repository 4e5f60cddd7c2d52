/** Fourth step on the way of an order: ask for the payment, then complete the order or give it up. */
import type { OrderLine, Shortage } from '@balcao/contracts/api/sales.ts';
import type { ShopTime } from '@balcao/contracts/dates.ts';
import { event } from '@balcao/contracts/events/catalog.ts';
import type { StockRejected, StockReserved } from '@balcao/contracts/events/inventory.ts';
import type { PaymentApproved } from '@balcao/contracts/events/payment.ts';
import type { SaleCompleted } from '@balcao/contracts/events/sales.ts';
import { sumMinor } from '@balcao/contracts/money.ts';
import { isTakenAtCounter } from '@balcao/contracts/payment-method.ts';
import type { Message } from '@balcao/kit/consumer.ts';
import type { Tx } from '@balcao/kit/db.ts';
import type { Cause, Outbox } from '@balcao/kit/outbox.ts';
import { lockCustomersOf } from './account-store.ts';
import { bookPurchases } from './book-tab.ts';
import type { SalesConfig } from './config.ts';
import { paymentPatienceMs } from './order-payments.ts';
import {
  type LockedOrder,
  lockOrders,
  type Move,
  moveOrders,
  readLines,
  type Sale,
} from './order-store.ts';
import type { OrderWaiter } from './order-waiter.ts';
import { type OrderPaymentRow, readPayments, savePaymentNews } from './payment-store.ts';
import type { SalesMetrics } from './sales-metrics.ts';
import {
  closeWhenSettled,
  enterSales,
  type LockedTills,
  lockTillsAndRegisters,
} from './settle-tills.ts';

export interface SettleDeps {
  outbox: Outbox;
  config: SalesConfig;
  waiter: OrderWaiter;
  metrics: SalesMetrics;
  /** The shop's clock. */
  now: () => Date;
  businessDateOf: (at: Date) => string;
  /** What the clock on the shop's wall shows: which promotions hold. */
  shopTimeOf: (at: Date) => ShopTime;
}

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

function takePaid(tx: Tx, payments: OrderPaymentRow[]): void {
  for (const payment of payments) payment.status = 'approved';
  if (payments.length === 0) return;
  savePaymentNews(
    tx,
    payments.map((payment) => ({ ...payment, paymentId: payment.id })),
  );
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

/** Completes sales that have happened, whatever inventory says of them or does not say. */
export async function completeHappened(
  tx: Tx,
  { steps, tills }: { steps: CompletionStep[]; tills: LockedTills },
  deps: SettleDeps,
): Promise<void> {
  if (steps.length === 0) return;
  const orderIds = steps.map(({ order }) => order.id);
  const [payments, lines] = await Promise.all([
    readPayments(tx, orderIds),
    readLines(tx, orderIds),
  ]);
  takePaid(tx, [...payments.values()].flat());
  const shortages = new Map(steps.map(({ order, message }) => [order.id, message?.data.shortages]));
  await completeOrders(tx, { steps, tills, payments, lines, shortages }, deps);
  deps.waiter.moved(tx, orderIds);
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
  const orderIds = messages.map(({ data }) => data.orderId);
  const [{ steps, tills }, payments, lines] = await Promise.all([
    stepping,
    readPayments(tx, orderIds),
    readLines(tx, orderIds),
  ]);
  const isPaid = ({ order }: Step<PaymentApproved>) =>
    approvedMinor(payments.get(order.id) ?? []) >= order.totalMinor;
  await completeOrders(tx, { steps: steps.filter(isPaid), tills, payments, lines }, deps);
  deps.waiter.moved(
    tx,
    steps.map(({ order }) => order.id),
  );
}

function approvedMinor(payments: OrderPaymentRow[]): number {
  return sumMinor(payments.filter(isApproved).map(({ amountMinor }) => amountMinor));
}

function isApproved({ status }: OrderPaymentRow): boolean {
  return status === 'approved';
}

interface CompletionStep {
  order: LockedOrder;
  message?: (Cause & { data: { shortages?: Shortage[] | undefined } }) | undefined;
}

interface Completion {
  steps: { order: LockedOrder; message?: Cause | undefined }[];
  tills: LockedTills;
  payments: Map<string, OrderPaymentRow[]>;
  lines: Map<string, OrderLine[]>;
  /** Of sales that have happened: what there was not enough of. */
  shortages?: Map<string, Shortage[] | undefined>;
}

/** Stock is held and money is there: the sale is made, its till has it, and everybody is told. */
async function completeOrders(
  tx: Tx,
  { steps, tills, payments, lines, shortages }: Completion,
  deps: SettleDeps,
): Promise<void> {
  if (steps.length === 0) return;
  const at = deps.now();
  const sales = steps.map(({ order }) => ({
    orderId: order.id,
    tillId: order.tillId,
    payments: (payments.get(order.id) ?? []).filter(isApproved),
  }));
  const receipts = enterSales(tx, { sales, at, tills });
  const completions = steps.map((step, index) => {
    const { id, occurredAt } = step.order;
    const completedAt = occurredAt === null ? at : new Date(occurredAt);
    return {
      ...step,
      lines: lines.get(id) ?? [],
      payments: sales[index]?.payments ?? [],
      sale: {
        completedAt: completedAt.toISOString(),
        businessDate: deps.businessDateOf(completedAt),
        ...(receipts.get(id) ?? atNoTill),
      },
    };
  });
  const completed = completions.map((completion) => {
    const told = event('sale.completed', completion.order.id, saleCompleted(completion));
    deps.outbox.add(tx, [told], completion.message);
    return told.data;
  });
  moveOrders(
    tx,
    completions.map(({ order, sale }) => ({
      orderId: order.id,
      path:
        order.status === 'placed'
          ? ['awaiting_payment', 'paid', 'completed']
          : ['paid', 'completed'],
      sale,
      shortages: shortages?.get(order.id),
    })),
  );
  await bookPurchases(tx, completed);
  await closeWhenSettled(tx, tills.byId.values(), deps);
  tx.afterCommit(() => deps.metrics.completed(completed));
}

const atNoTill = { receiptNumber: null, isLate: false };

interface CompletedStep {
  order: LockedOrder;
  sale: Sale;
  lines: OrderLine[];
  payments: OrderPaymentRow[];
}

function saleCompleted({ order, sale, lines, payments }: CompletedStep): SaleCompleted {
  return {
    orderId: order.id,
    sellerId: order.sellerId,
    tillId: order.tillId,
    customerId: order.customerId,
    receiptNumber: sale.receiptNumber,
    completedAt: sale.completedAt,
    businessDate: sale.businessDate,
    totalMinor: order.totalMinor,
    discountMinor: order.discountMinor,
    lines: lines.map(
      ({
        quantityDisplay: _display,
        isPriceStale: _stale,
        listPriceMinor: _list,
        promotionId: _promotion,
        ...line
      }) => line,
    ),
    payments: payments.map(({ id, method, amountMinor, tenderedMinor }) => ({
      paymentId: id,
      method,
      amountMinor,
      tenderedMinor,
      ...(order.occurredAt === null ? {} : { isTaken: true }),
    })),
  };
}
