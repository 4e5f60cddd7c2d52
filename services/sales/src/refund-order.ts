/** Refunds a sale, whole or in parts: goods to the shelf or the bin, money to the customer, books reversed. */
import type { Refund, RefundOrderRequest } from '@balcao/contracts/api/refunds.ts';
import { event } from '@balcao/contracts/events/catalog.ts';
import { sumMinor } from '@balcao/contracts/money.ts';
import type { Tx } from '@balcao/kit/db.ts';
import { newId } from '@balcao/kit/ids.ts';
import type { Cause, Outbox } from '@balcao/kit/outbox.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { lockCustomersOf, readAccounts } from './account-store.ts';
import { bookTabRefund, onTabMinor, payoutMinor } from './book-tab.ts';
import type { Command } from './cart.ts';
import type { LockedOrder } from './locked-order-store.ts';
import { readLines } from './order-line-store.ts';
import { requireMove } from './order-status.ts';
import { moveOrders } from './order-store.ts';
import { lockOwn } from './own-order.ts';
import { holdsMoney, type OrderPaymentRow, readPayments } from './payment-store.ts';
import {
  type LeftLine,
  type LeftPayment,
  leftLines,
  payBack,
  type RefundPart,
  takeBack,
} from './refund-amounts.ts';
import { insertRefund, readRefunds } from './refund-store.ts';
import type { SettleDeps } from './settle-deps.ts';
import { addTillEntries, type TillEntry } from './till-entry-store.ts';
import { tillOf, useTillsFor } from './till-of-order.ts';

interface RefundCommand extends Command, RefundOrderRequest {
  note?: string | undefined;
}

/**
 * Refunds what is asked for, without lines all that is left. Of two refunds of the same goods the second finds
 * less left: it throws `refund_exceeds_sale` or, when nothing is, `invalid_transition`.
 */
export async function refundOrder(
  tx: Tx,
  { orderId, caller, cause, note, ...request }: RefundCommand,
  deps: SettleDeps,
): Promise<void> {
  const at = { tillId: request.tillId, caller, sellerId: caller.userId };
  lockCustomersOf(tx, [orderId]);
  const [tills, order] = await Promise.all([useTillsFor(tx, [at]), lockOwn(tx, orderId, caller)]);
  requireMove(order.status, 'refunded');
  const tillId = tillOf(at, tills);
  const { left, holding } = await readLeft(tx, order);
  const parts = takeBack(left, request.lines);
  const refund = newRefund(parts, { id: request.id, note, by: caller.userId }, deps);
  const payments = payBack(holding, refund.totalMinor, request.payments);
  const tabPayoutMinor = await refundTab(
    tx,
    { ...refund, payments, order, tillId },
    { ...deps, cause },
  );
  if (!(await insertRefund(tx, { ...refund, payments, orderId, tabPayoutMinor }))) {
    throw new Problem('already_exists', `There is a refund ${refund.id} already.`);
  }
  addTillEntries(tx, tillEntries(refund, { tillId, payments }));
  const isWhole = isAll(left, parts);
  const said = saleRefunded(orderId, { ...refund, payments, parts, tillId, isWhole });
  deps.outbox.add(tx, [said], cause);
  const status = isWhole ? 'refunded' : 'partially_refunded';
  moveOrders(tx, [{ orderId, path: [status], by: caller.userId, note }]);
}

/** What of a locked order has not come back yet: its goods, and the money that its payments still hold. */
async function readLeft(tx: Tx, { id, discountMinor }: LockedOrder) {
  const [lines, payments, refunds] = await Promise.all([
    readLines(tx, [id]),
    readPayments(tx, [id]),
    readRefunds(tx, id),
  ]);
  return {
    left: leftLines(lines.get(id) ?? [], discountMinor, refunds),
    holding: leftPayments(payments.get(id) ?? [], refunds),
  };
}

function newRefund(
  parts: RefundPart[],
  { id, note, by }: { id: string | undefined; note: string | undefined; by: string },
  { now: clock, businessDateOf }: SettleDeps,
): Omit<Refund, 'payments' | 'tabPayoutMinor'> {
  const now = clock();
  return {
    id: id ?? newId(),
    totalMinor: sumMinor(parts.map(({ totalMinor }) => totalMinor)),
    lines: parts.map(({ line: _line, ...part }) => part),
    note: note ?? null,
    by,
    businessDate: businessDateOf(now),
    refundedAt: now.toISOString(),
  };
}

function isAll(left: LeftLine[], parts: RefundPart[]): boolean {
  const leftMilli = sumMinor(left.map((line) => line.leftMilli));
  return sumMinor(parts.map(({ quantityMilli }) => quantityMilli)) === leftMilli;
}

function leftPayments(payments: OrderPaymentRow[], refunds: Refund[]): LeftPayment[] {
  const gone = Map.groupBy(
    refunds.flatMap((refund) => refund.payments),
    ({ paymentId }) => paymentId,
  );
  return payments.filter(holdsMoney).map(({ id, method, amountMinor }) => ({
    id,
    method,
    leftMinor: amountMinor - sumMinor((gone.get(id) ?? []).map((back) => back.amountMinor)),
  }));
}

interface OnTab extends Pick<Refund, 'id' | 'by' | 'refundedAt' | 'businessDate' | 'payments'> {
  payments: ReturnType<typeof payBack>;
  order: LockedOrder;
  tillId: string | null;
}

/** Takes what goes back to the tab off it; answers how many centavos of that are handed out in cash. */
async function refundTab(
  tx: Tx,
  { id: refundId, payments, order, refundedAt: at, by, businessDate, tillId }: OnTab,
  deps: { outbox: Outbox; cause: Cause },
): Promise<number> {
  const amountMinor = onTabMinor(payments);
  if (amountMinor === 0 || order.customerId === null) return 0;
  const account = (await readAccounts(tx, [order.customerId])).get(order.customerId);
  if (account === undefined) return 0;
  const refund = {
    refundId,
    orderId: order.id,
    account,
    amountMinor,
    by,
    at,
    businessDate,
    tillId,
  };
  await bookTabRefund(tx, refund, deps);
  return payoutMinor(account, amountMinor);
}

/** What a refund takes out of the till at which it is made, by the ways in which the money goes back. */
function tillEntries(
  { id, by, refundedAt }: Pick<Refund, 'id' | 'by' | 'refundedAt'>,
  { tillId, payments }: Pick<Told, 'tillId' | 'payments'>,
): TillEntry[] {
  if (tillId === null) return [];
  const entry = { tillId, kind: 'refund', sourceId: id, by, at: new Date(refundedAt) } as const;
  return payments.map(({ paymentId, method, amountMinor }) => ({
    ...entry,
    method,
    amountMinor: -amountMinor,
    paymentId,
  }));
}

interface Told extends Omit<Refund, 'lines' | 'payments' | 'tabPayoutMinor'> {
  parts: RefundPart[];
  payments: ReturnType<typeof payBack>;
  tillId: string | null;
  isWhole: boolean;
}

function saleRefunded(orderId: string, { id, parts, note: _note, by: _by, ...refund }: Told) {
  return event('sale.refunded', orderId, {
    ...refund,
    orderId,
    refundId: id,
    lines: parts.map(({ line, quantityMilli, totalMinor, disposition }) => ({
      productId: line.productId,
      name: line.name,
      unit: line.unit,
      unitPriceMinor: line.unitPriceMinor,
      quantityMilli,
      totalMinor,
      disposition,
    })),
  });
}
