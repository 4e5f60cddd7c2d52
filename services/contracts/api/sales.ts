/** The API of sales: orders and their way from cart to refund. Money in centavos, quantities in thousandths. */
import { z } from 'zod';
import { amountMinor, quantityMilli, unitPriceMinor } from '../amount-minor.ts';
import { dateRangeParameters, instant, isOrderedRange } from '../dates.ts';
import { id } from '../ids.ts';
import { page, pageParameters } from '../page.ts';
import { paymentMethod, paymentStatus, paymentUnion } from '../payment-method.ts';
import { queryBoolean } from '../query.ts';
import { text } from '../text.ts';
import { unit } from '../unit.ts';
import { refund } from './refunds.ts';

export const orderStatuses = [
  'open',
  'held',
  'placed',
  'awaiting_payment',
  'paid',
  'completed',
  'rejected',
  'cancelled',
  'partially_refunded',
  'refunded',
] as const;
export const orderStatus = z.enum(orderStatuses);
export type OrderStatus = z.infer<typeof orderStatus>;

export const cancelReasons = [
  'stock_rejected',
  'payment_declined',
  'payment_expired',
  'timed_out',
  'requested',
] as const;
export const cancelReason = z.enum(cancelReasons);
export type CancelReason = z.infer<typeof cancelReason>;

/** What a seller may not do alone: discounts and tabs above a limit, and prices below the list's. */
export const limits = ['discount', 'tab', 'price'] as const;
export const limit = z.enum(limits);
export type Limit = z.infer<typeof limit>;

export const maxOrderLines = 200;
export const maxOrderPayments = 10;

/** Only of a sale that has happened: the price of one kilogram or piece that the customer paid. */
const soldAt = { unitPriceMinor: unitPriceMinor.optional() };

/** A product and how much of it, or a code as typed or scanned (a label's code says the quantity itself). */
export const orderLineRequest = z.union([
  z.strictObject({ productId: id, quantityMilli, ...soldAt }),
  z.strictObject({ code: text(32), quantityMilli: quantityMilli.optional(), ...soldAt }),
]);
export type OrderLineRequest = z.infer<typeof orderLineRequest>;

const lines = z.array(orderLineRequest).min(1).max(maxOrderLines);
const haveNoPrices = (all: OrderLineRequest[]) =>
  all.every((line) => line.unitPriceMinor === undefined);
const catalogueDecides = {
  path: ['lines'],
  message: 'the catalogue says the price; only a sale with occurredAt names its own',
};

export const orderPaymentRequest = paymentUnion({});
export type OrderPaymentRequest = z.infer<typeof orderPaymentRequest>;

/** Together exactly the order's total; none at all when it is paid later by `POST /payments`. */
const payments = z.array(orderPaymentRequest).max(maxOrderPayments).default([]);

/** `place: false` keeps the order open as a cart. */
export const createOrderRequest = z
  .strictObject({
    id: id.optional(),
    lines,
    discountMinor: amountMinor.default(0),
    payments,
    /** What the customer wants, such as "cortar fino". */
    note: text(200).optional(),
    /** The till that it is sold at; left out, it is the one that the seller has open, if any. */
    tillId: id.optional(),
    /** Who buys it; a tab needs one. */
    customerId: id.optional(),
    /** What an admin allowed beyond a limit; it is used up where it is needed. */
    overrideId: id.optional(),
    /**
     * Of a sale that has happened already, without a network: when. It is recorded, never refused for stock; its
     * payments were taken, and are not charged. At most 30 days ago; it needs an id of its own, so that it is
     * there once however often it is sent.
     */
    occurredAt: instant.optional(),
    place: z.boolean().default(true),
  })
  .refine((order) => order.place || order.payments.length === 0, {
    path: ['payments'],
    message: 'an open order is paid when it is placed',
  })
  .refine((order) => order.occurredAt === undefined || order.id !== undefined, {
    path: ['id'],
    message: 'a sale that has happened has an id',
  })
  .refine((order) => order.occurredAt === undefined || order.place, {
    path: ['place'],
    message: 'a sale that has happened is no cart',
  })
  .refine((order) => order.occurredAt !== undefined || haveNoPrices(order.lines), catalogueDecides);
export type CreateOrderRequest = z.infer<typeof createOrderRequest>;

/** Replaces the lines of an open or held order; without a discount the former one stays. */
export const replaceLinesRequest = z
  .strictObject({
    lines,
    discountMinor: amountMinor.optional(),
    overrideId: id.optional(),
  })
  .refine((request) => haveNoPrices(request.lines), catalogueDecides);
export type ReplaceLinesRequest = z.infer<typeof replaceLinesRequest>;

export const placeOrderRequest = z.strictObject({
  payments,
  tillId: id.optional(),
  /** Left out, it is the one that the order has already, if any. */
  customerId: id.optional(),
  overrideId: id.optional(),
});
export type PlaceOrderRequest = z.infer<typeof placeOrderRequest>;

/** Why a person cancels, for the order's history. */
export const endOrderRequest = z.strictObject({ note: text(200).optional() });
export type EndOrderRequest = z.infer<typeof endOrderRequest>;

export const orderListQuery = z
  .strictObject({
    ...pageParameters,
    ...dateRangeParameters,
    status: orderStatus.optional(),
    sellerId: id.optional(),
    tillId: id.optional(),
    customerId: id.optional(),
    /** Orders of which some part is paid so. */
    method: paymentMethod.optional(),
    /** Why it was cancelled. */
    reason: cancelReason.optional(),
    /** Sales that had happened beyond a limit, whichever. */
    isBeyondLimit: queryBoolean.optional(),
  })
  .refine(isOrderedRange, { path: ['to'], message: 'must not be before from' });
export type OrderListQuery = z.infer<typeof orderListQuery>;

export const receiptFormats = ['html', 'escpos'] as const;
/** Without a format, the one that `Accept` prefers: `text/html`, or `application/octet-stream` for a printer. */
export const receiptQuery = z.strictObject({ format: z.enum(receiptFormats).optional() });
export type ReceiptQuery = z.infer<typeof receiptQuery>;

export const orderLine = z.object({
  productId: id,
  name: z.string(),
  unit,
  quantityMilli: z.int(),
  /** In the product's unit with four decimals: what a label's total comes to. */
  quantityDisplay: z.string(),
  /** What was charged for a kilogram or piece; below the list price where a promotion held. */
  unitPriceMinor: z.int(),
  /** The product's own price then; null from before there were promotions. */
  listPriceMinor: z.int().nullable().default(null),
  /** The promotion whose price was charged. */
  promotionId: id.nullable().default(null),
  totalMinor: z.int(),
  isPriceStale: z.boolean(),
  /** Of a sale that was made: what of the line may still be refunded, and what that comes to. */
  leftMilli: z.int().optional(),
  leftMinor: z.int().optional(),
});
export type OrderLine = z.infer<typeof orderLine>;

export const orderPayment = z.object({
  id,
  method: paymentMethod,
  amountMinor: z.int(),
  tenderedMinor: z.int().optional(),
  status: paymentStatus,
});
export type OrderPayment = z.infer<typeof orderPayment>;

/** What was asked for and what there is, by product. */
export const shortage = z.object({
  productId: id,
  requestedMilli: z.int(),
  availableMilli: z.int(),
});
export type Shortage = z.infer<typeof shortage>;

export const orderHistoryItem = z.object({
  status: orderStatus,
  at: instant,
  by: id.nullable(),
  note: z.string().nullable(),
});

export const order = z.object({
  id,
  status: orderStatus,
  sellerId: id,
  lines: z.array(orderLine),
  /** The sum of the lines; less the discount it is the total. */
  subtotalMinor: z.int(),
  discountMinor: z.int(),
  totalMinor: z.int(),
  /** Cash handed over beyond the cash amounts. */
  changeMinor: z.int(),
  payments: z.array(orderPayment),
  /** In the order in which they were made. */
  refunds: z.array(refund).default([]),
  /** Null when there is none, and from a server that knows of none yet. */
  note: z.string().nullable().default(null),
  customerId: id.nullable().default(null),
  /** Null at no till, and until the order is placed. */
  tillId: id.nullable().default(null),
  /** Counted on without gaps at the till's register, as the sale is completed. */
  receiptNumber: z.int().nullable().default(null),
  completedAt: instant.nullable().default(null),
  /** Of a sale that was made without a network and sent later: when it happened. */
  occurredAt: instant.nullable().default(null),
  /** Whether it had happened although there was not enough of something: `shortages` says of what. */
  isOversold: z.boolean().default(false),
  /** The limits that it went beyond without an admin's override, since it had happened already. */
  beyondLimit: z.array(limit).default([]),
  reason: cancelReason.optional(),
  shortages: z.array(shortage).optional(),
  history: z.array(orderHistoryItem).optional(),
  createdAt: instant,
  updatedAt: instant,
});
export type Order = z.infer<typeof order>;

export const orderPage = page(order);
export type OrderPage = z.infer<typeof orderPage>;
