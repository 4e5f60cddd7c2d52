/** A request as the order that it becomes: priced, allowed, and told. */
import type { Order, OrderPaymentRequest } from '@balcao/contracts/api/sales.ts';
import type { OrderPlaced } from '@balcao/contracts/events/sales.ts';
import type { ShopTime } from '@balcao/contracts/shop-clock.ts';
import { newId } from '@balcao/kit/ids.ts';
import type { Cause, Outbox } from '@balcao/kit/outbox.ts';
import type { Caller } from '@balcao/kit/tokens.ts';
import { allowancesFor, requireDiscount } from './allow-order.ts';
import { limitsBeyond } from './beyond-limit.ts';
import type { Catalogue } from './catalogue-store.ts';
import type { SalesConfig } from './config.ts';
import { customerOf, type useAccounts } from './customer-of-order.ts';
import { type LinesRequest, priceLines } from './order-lines.ts';
import { changeMinor, requireMatchingPayments, reservationMs } from './order-payments.ts';
import type { NewOrder } from './order-store.ts';
import type { lockAllowances } from './override-store.ts';
import { catalogueAt, type Past } from './past-catalogue.ts';
import type { NewPayment } from './payment-store.ts';
import { requireRecent } from './sale-that-happened.ts';
import { tillOf, type useTillsFor } from './till-of-order.ts';

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

/** What a batch of requests is held against: read, and locked, for all of them together. */
export interface Held {
  accounts: Awaited<ReturnType<typeof useAccounts>>;
  tills: Awaited<ReturnType<typeof useTillsFor>>;
  overrides: Awaited<ReturnType<typeof lockAllowances>>;
  catalogue: Catalogue;
  past: Past;
  now: Date;
}

/** Prices a request and allows it. Throws a Problem that says what to change. */
export function draftOrder(request: OrderRequest, held: Held, deps: PlaceDeps): NewOrder {
  const { occurredAt, overrideId, caller } = request;
  const hasHappened = occurredAt !== undefined;
  if (hasHappened) requireRecent(occurredAt, held.now);
  const soldAt = hasHappened ? new Date(occurredAt) : held.now;
  const at = deps.shopTimeOf(soldAt);
  const layout = deps.config.scaleLayout;
  const catalogue = hasHappened ? catalogueAt(held.catalogue, held.past, soldAt) : held.catalogue;
  const priced = priceLines(request, catalogue, { layout, at, hasHappened });
  requireMatchingPayments(request.payments, priced.totalMinor, { hasHappened });
  const allowances = allowancesFor({ overrideId }, held.overrides);
  const by = { role: caller.role, limits: deps.config, allowances };
  if (!hasHappened) requireDiscount(priced, by);
  // What was given when nobody could ask is recorded: the goods are gone, the money is in the drawer.
  const { accounts } = held;
  const beyondLimit = hasHappened
    ? limitsBeyond(request, priced, { by, accounts, allowances })
    : [];
  const tillId = request.isPlaced ? tillOf(request, held.tills) : null;
  const customerId = customerOf(request, accounts, allowances);
  return newOrder({ ...request, tillId, customerId, beyondLimit }, priced, deps);
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
    beyondLimit,
  }: Omit<OrderRequest, 'tillId' | 'customerId'> &
    Pick<NewOrder, 'tillId' | 'customerId' | 'beyondLimit'>,
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
    beyondLimit,
    lines,
    payments: payments.map(newPayment),
  };
}

export function newPayment(payment: OrderPaymentRequest): NewPayment {
  return { ...payment, id: payment.id ?? newId() };
}

/** `order.placed`: one entry per product, sorted by id, the order in which inventory locks its rows. */
export function toldAsPlaced(
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

/** The order as it is answered: nobody else has moved it yet. */
export function viewOf(order: NewOrder): Order {
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
    beyondLimit: order.beyondLimit,
    createdAt: now,
    updatedAt: now,
  };
}
