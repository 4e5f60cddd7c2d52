/** What sales tells the others: an order's placing, its wish for payment, and how it ended. */
import { z } from 'zod';
import { amountMinor, positiveAmountMinor } from '../amount-minor.ts';
import { disposition } from '../api/refunds.ts';
import { cancelReason } from '../api/sales.ts';
import { businessDate, instant } from '../dates.ts';
import { id } from '../ids.ts';
import { paymentMethod } from '../payment-method.ts';
import { unit } from '../unit.ts';

/** One line per product, summed and sorted by product id: the order in which inventory locks its rows. */
export const orderPlaced = z.object({
  orderId: id,
  lines: z.array(z.object({ productId: id, quantityMilli: z.int().min(1) })).min(1),
  expiresAt: instant,
  /** The sale has happened already, away from the network: it is held whatever there is. */
  hasHappened: z.boolean().optional(),
});
export type OrderPlaced = z.infer<typeof orderPlaced>;

export const orderCancelled = z.object({ orderId: id, reason: cancelReason });
export type OrderCancelled = z.infer<typeof orderCancelled>;

/** Without payments the order waits for `POST /payments`. */
export const paymentRequested = z.object({
  orderId: id,
  totalMinor: amountMinor,
  expiresAt: instant,
  payments: z.array(
    z.object({
      paymentId: id,
      method: paymentMethod,
      amountMinor: positiveAmountMinor,
      tenderedMinor: positiveAmountMinor.optional(),
      cardToken: z.string().optional(),
    }),
  ),
});
export type PaymentRequested = z.infer<typeof paymentRequested>;

export const soldLine = z.object({
  productId: id,
  name: z.string(),
  unit,
  quantityMilli: z.int().min(1),
  unitPriceMinor: z.int().min(0),
  totalMinor: amountMinor,
});
export type SoldLine = z.infer<typeof soldLine>;

export const settledPayment = z.object({
  paymentId: id,
  method: paymentMethod,
  amountMinor: positiveAmountMinor,
  /** Of cash: what the customer handed over. */
  tenderedMinor: positiveAmountMinor.optional(),
  /** Of an offline sale: a PIX or a card that was taken on a machine outside the system. It is never charged. */
  isTaken: z.boolean().optional(),
});
export type SettledPayment = z.infer<typeof settledPayment>;

/** Σ lines − discount = total = Σ payments. */
export const saleCompleted = z.object({
  orderId: id,
  sellerId: id,
  completedAt: instant,
  businessDate,
  totalMinor: amountMinor,
  discountMinor: amountMinor,
  lines: z.array(soldLine).min(1),
  payments: z.array(settledPayment),
  /** The cash session that the sale belongs to; null for one at no till. */
  tillId: id.nullable().default(null),
  customerId: id.nullable().default(null),
  /** Where the till stands; null at no till. */
  register: z.string().nullable().default(null),
  /** Counted on without gaps at the register; null at no till. */
  receiptNumber: z.int().nullable().default(null),
  /** Its till had been counted and closed before it arrived: its cash is in that count, and in its difference. */
  isLate: z.boolean().default(false),
});
export type SaleCompleted = z.infer<typeof saleCompleted>;

/** What of a line comes back, at what the customer gets for it: less its share of the discount. */
export const refundedLine = soldLine.extend({ disposition: disposition.default('stock') });
export type RefundedLine = z.infer<typeof refundedLine>;

/** What comes back of a sale, which may happen several times: Σ lines = total = Σ payments. */
export const saleRefunded = z.object({
  orderId: id,
  refundId: id,
  refundedAt: instant,
  businessDate,
  totalMinor: amountMinor,
  lines: z.array(refundedLine).min(1),
  /** What goes back by each payment. */
  payments: z.array(settledPayment),
  /** The till whose drawer the cash came from. */
  tillId: id.nullable().default(null),
  /** Whether nothing of the sale is left to refund. */
  isWhole: z.boolean().default(true),
});
export type SaleRefunded = z.infer<typeof saleRefunded>;
