/** First step on the way of an order: price it, store it, and tell inventory. */
import type { Order, OrderPaymentRequest } from '@balcao/contracts/api/sales.ts';
import type { ShopTime } from '@balcao/contracts/dates.ts';
import { event } from '@balcao/contracts/events/catalog.ts';
import type { OrderPlaced } from '@balcao/contracts/events/sales.ts';
import type { Tx } from '@balcao/kit/db.ts';
import type { Outcome } from '@balcao/kit/http/route.ts';
import { newId } from '@balcao/kit/ids.ts';
import type { Cause, Outbox } from '@balcao/kit/outbox.ts';
import { Problem } from '@balcao/kit/problem.ts';
import type { Caller } from '@balcao/kit/tokens.ts';
import { lockBuyer, readAccounts } from './account-store.ts';
import { allowancesFor, requireDiscount } from './allow-order.ts';
import { onTabMinor } from './book-tab.ts';
import { readCatalogue } from './catalogue-store.ts';
import type { SalesConfig } from './config.ts';
import { customerOf, useAccounts } from './customer-of-order.ts';
import { keysOf, type LinesRequest, priceLines } from './order-lines.ts';
import { changeMinor, requireMatchingPayments, reservationMs } from './order-payments.ts';
import { requireMove } from './order-status.ts';
import { insertOrders, moveOrders, type NewOrder, readLines, saveCustomer } from './order-store.ts';
import { lockAllowances, useOverride } from './override-store.ts';
import { lockOwn } from './own-order.ts';
import { insertPayments, type NewPayment } from './payment-store.ts';
import { earliest, requireRecent } from './sale-that-happened.ts';
import { tillOf, useTillsFor } from './till-of-order.ts';

export interface OrderRequest extends LinesRequest {
  id?: string | undefined;
  sellerId: string;
  payments: OrderPaymentRequest[];
  note?: string | undefined;
  /** Left out, it is the till that the seller has open, if any. */
  tillId?: string | undefined;
  customerId?: string | undefined;
  overrideId?: string | undefined;
  caller: Caller;
  /** Of a sale that has happened already: when. */
  occurredAt?: string | undefined;
  /** False keeps it open, as a cart. */
  isPlaced: boolean;
  cause: Cause;
}

export interface PlaceDeps {
  outbox: Outbox;
  config: SalesConfig;
  /** The shop's clock. */
  now: () => Date;
  businessDateOf: (at: Date) => string;
  /** What the clock on the shop's wall shows: which promotions hold. */
  shopTimeOf: (at: Date) => ShopTime;
}

/** Places many orders in one transaction; each gets its own answer, and a Problem leaves no trace. */
export async function placeOrders(
  tx: Tx,
  requests: OrderRequest[],
  deps: PlaceDeps,
): Promise<Outcome[]> {
  const { scaleLayout } = deps.config;
  const keys = keysOf(
    requests.flatMap(({ lines }) => lines),
    scaleLayout,
  );
  const now = deps.now();
  const named = requests.flatMap(({ overrideId }) => overrideId ?? []);
  const [accounts, tills, overrides, catalogue] = await Promise.all([
    useAccounts(tx, requests),
    useTillsFor(tx, requests),
    lockAllowances(tx, named),
    readCatalogue(tx, keys, deps.businessDateOf(earliest(requests, now))),
  ]);
  const drafts = requests.map((request) =>
    orProblem(() => {
      const { occurredAt, overrideId, caller } = request;
      const hasHappened = occurredAt !== undefined;
      if (hasHappened) requireRecent(occurredAt, now);
      const at = deps.shopTimeOf(hasHappened ? new Date(occurredAt) : now);
      const priced = priceLines(request, catalogue, { layout: scaleLayout, at, hasHappened });
      requireMatchingPayments(request.payments, priced.totalMinor, { hasHappened });
      const allowances = allowancesFor({ overrideId }, overrides);
      const by = { role: caller.role, limits: deps.config, allowances };
      // What was given when nobody could ask is recorded: the goods are gone, the money is in the drawer.
      if (!hasHappened) requireDiscount(priced, by);
      const tillId = request.isPlaced ? tillOf(request, tills) : null;
      const customerId = customerOf(request, accounts, allowances);
      return newOrder({ ...request, tillId, customerId }, priced, deps);
    }),
  );
  const orders = distinct(drafts.filter((draft) => !(draft instanceof Problem)));
  const inserted = orders.length === 0 ? new Set() : await insertOrders(tx, orders);
  return drafts.map((draft, index) => {
    if (draft instanceof Problem) return draft;
    if (!orders.includes(draft) || !inserted.has(draft.id)) {
      return new Problem('already_exists', `There is an order ${draft.id} already.`);
    }
    const { cause, overrideId } = requests[index] ?? {};
    useOverride(tx, { overrideId, orderId: draft.id, by: draft.sellerId });
    if (draft.status === 'placed') {
      deps.outbox.add(tx, [event('order.placed', draft.id, orderPlaced(draft, deps))], cause);
    }
    return { status: 201, body: viewOf(draft) };
  });
}

function orProblem<T>(work: () => T): T | Problem {
  try {
    return work();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

function distinct(orders: NewOrder[]): NewOrder[] {
  return [...new Map(orders.reverse().map((order) => [order.id, order])).values()].reverse();
}

function newOrder(
  {
    id,
    sellerId,
    tillId,
    customerId,
    payments,
    note,
    occurredAt,
    isPlaced,
  }: Omit<OrderRequest, 'tillId' | 'customerId'> & Pick<NewOrder, 'tillId' | 'customerId'>,
  { lines, subtotalMinor, discountMinor }: ReturnType<typeof priceLines>,
  { config, now, businessDateOf }: PlaceDeps,
): NewOrder {
  const deadlineAt = new Date(Date.now() + config.placedTimeoutMs).toISOString();
  return {
    id: id ?? newId(),
    status: isPlaced ? 'placed' : 'open',
    sellerId,
    subtotalMinor,
    discountMinor,
    deadlineAt: isPlaced ? deadlineAt : null,
    businessDate: businessDateOf(occurredAt === undefined ? now() : new Date(occurredAt)),
    note: note ?? null,
    customerId,
    tillId,
    occurredAt: occurredAt ?? null,
    lines,
    payments: payments.map(newPayment),
  };
}

function newPayment(payment: OrderPaymentRequest): NewPayment {
  return { ...payment, id: payment.id ?? newId() };
}

/** One entry per product, sorted by id: the order in which inventory locks its rows. */
function orderPlaced(
  { id, lines, occurredAt }: Pick<NewOrder, 'id' | 'lines' | 'occurredAt'>,
  { config }: PlaceDeps,
): OrderPlaced {
  const quantities = new Map<string, number>();
  for (const { productId, quantityMilli } of lines) {
    quantities.set(productId, (quantities.get(productId) ?? 0) + quantityMilli);
  }
  const expiresAt = new Date(Date.now() + reservationMs(config)).toISOString();
  return {
    orderId: id,
    lines: [...quantities]
      .map(([productId, quantityMilli]) => ({ productId, quantityMilli }))
      .sort((a, b) => (a.productId < b.productId ? -1 : 1)),
    expiresAt,
    ...(occurredAt === null ? {} : { hasHappened: true }),
  };
}

function viewOf(order: NewOrder): Order {
  const now = new Date().toISOString();
  return {
    id: order.id,
    status: order.status,
    sellerId: order.sellerId,
    lines: order.lines,
    subtotalMinor: order.subtotalMinor,
    discountMinor: order.discountMinor,
    totalMinor: order.subtotalMinor - order.discountMinor,
    changeMinor: changeMinor(order.payments),
    payments: order.payments.map(({ cardToken: _secret, ...payment }) => ({
      ...payment,
      status: 'pending',
    })),
    refunds: [],
    note: order.note,
    customerId: order.customerId,
    tillId: order.tillId,
    receiptNumber: null,
    completedAt: null,
    occurredAt: order.occurredAt,
    isOversold: false,
    createdAt: now,
    updatedAt: now,
  };
}

export interface PlaceOpenRequest {
  orderId: string;
  caller: Caller;
  payments: OrderPaymentRequest[];
  tillId?: string | undefined;
  customerId?: string | undefined;
  overrideId?: string | undefined;
  cause: Cause;
}

/** Places an order that was kept open: its lines stay as they were priced. */
export async function placeOpenOrder(
  tx: Tx,
  { orderId, caller, payments, tillId, overrideId, cause, ...request }: PlaceOpenRequest,
  deps: PlaceDeps,
): Promise<void> {
  const at = { tillId, caller, sellerId: caller.userId };
  if (onTabMinor(payments) > 0) lockBuyer(tx, { orderId, customerId: request.customerId });
  const [tills, overrides, order] = await Promise.all([
    useTillsFor(tx, [at]),
    lockAllowances(tx, overrideId === undefined ? [] : [overrideId]),
    lockOwn(tx, orderId, caller),
  ]);
  requireMove(order.status, 'placed');
  requireMatchingPayments(payments, order.totalMinor);
  const customerId = request.customerId ?? order.customerId;
  const accounts = await readAccounts(tx, customerId === null ? [] : [customerId]);
  const allowances = allowancesFor({ overrideId }, overrides);
  customerOf({ customerId: customerId ?? undefined, payments }, accounts, allowances);
  useOverride(tx, { overrideId, orderId, by: caller.userId });
  if (customerId !== null) saveCustomer(tx, orderId, customerId);
  const lines = (await readLines(tx, [orderId])).get(orderId) ?? [];
  insertPayments(tx, [{ id: orderId, payments: payments.map(newPayment) }]);
  const deadlineAt = new Date(Date.now() + deps.config.placedTimeoutMs).toISOString();
  const move = { orderId, deadlineAt, tillId: tillOf(at, tills), by: caller.userId };
  moveOrders(tx, [{ ...move, path: ['placed'] }]);
  const data = orderPlaced({ id: orderId, lines, occurredAt: null }, deps);
  deps.outbox.add(tx, [event('order.placed', orderId, data)], cause);
}
