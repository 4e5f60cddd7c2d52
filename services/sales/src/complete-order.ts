/** The sale is made: its till has it, its tab owes it, and everybody is told by `sale.completed`. */
import type { OrderLine, Shortage } from '@balcao/contracts/api/sales.ts';
import { event } from '@balcao/contracts/events/catalog.ts';
import type { SaleCompleted } from '@balcao/contracts/events/sales.ts';
import { sumMinor } from '@balcao/contracts/money.ts';
import type { Tx } from '@balcao/kit/db.ts';
import type { Cause } from '@balcao/kit/outbox.ts';
import { bookPurchases } from './book-tab.ts';
import type { LockedOrder } from './locked-order-store.ts';
import { readLines } from './order-line-store.ts';
import { moveOrders, type Sale } from './order-store.ts';
import {
  countsForSale,
  type OrderPaymentRow,
  readPayments,
  savePaymentNews,
} from './payment-store.ts';
import type { SettleDeps } from './settle-deps.ts';
import { closeWhenSettled, enterSales, type LockedTills } from './settle-tills.ts';

/** Completes sales that have happened, whatever inventory says of them or does not say. */
export async function completeHappened(
  tx: Tx,
  { steps, tills }: { steps: HappenedStep[]; tills: LockedTills },
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

/** Marks payments as taken: nobody was asked for them. */
export function takePaid(tx: Tx, payments: OrderPaymentRow[]): void {
  for (const payment of payments) payment.status = 'approved';
  if (payments.length === 0) return;
  savePaymentNews(
    tx,
    payments.map((payment) => ({ ...payment, paymentId: payment.id })),
  );
}

/** Centavos of an order that are paid, and have not gone back. More than its total means that a refund is still to be heard of. */
export function paidMinor(payments: OrderPaymentRow[]): number {
  return sumMinor(payments.filter(countsForSale).map(({ amountMinor }) => amountMinor));
}

interface HappenedStep {
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
export async function completeOrders(
  tx: Tx,
  { steps, tills, payments, lines, shortages }: Completion,
  deps: SettleDeps,
): Promise<void> {
  if (steps.length === 0) return;
  const at = deps.now();
  const sales = steps.map(({ order }) => ({
    orderId: order.id,
    tillId: order.tillId,
    payments: (payments.get(order.id) ?? []).filter(countsForSale),
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

const atNoTill = { register: null, receiptNumber: null, isLate: false };

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
    register: sale.register,
    receiptNumber: sale.receiptNumber,
    isLate: sale.isLate,
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
