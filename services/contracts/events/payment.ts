/** What payment tells sales about each payment. */
import { z } from 'zod';
import { amountMinor, positiveAmountMinor } from '../amount-minor.ts';
import { instant } from '../dates.ts';
import { id } from '../ids.ts';
import { paymentMethod, paymentOrigin } from '../payment-method.ts';

const paymentFields = {
  paymentId: id,
  orderId: id,
  method: paymentMethod,
  amountMinor: positiveAmountMinor,
};

export const paymentApproved = z.object({
  ...paymentFields,
  approvedAt: instant,
  /** What the card company keeps of it. */
  feeMinor: amountMinor.default(0),
});
export type PaymentApproved = z.infer<typeof paymentApproved>;

export const paymentDeclined = z.object({
  ...paymentFields,
  reason: z.string(),
  origin: paymentOrigin,
});
export type PaymentDeclined = z.infer<typeof paymentDeclined>;

export const paymentExpired = z.object({ paymentId: id, orderId: id, origin: paymentOrigin });
export type PaymentExpired = z.infer<typeof paymentExpired>;

/** `amountMinor` is what went back this time; `status` what the payment is afterwards. */
export const paymentRefunded = z.object({
  ...paymentFields,
  /** Names the refund; null from a version that knew of whole refunds only. */
  refundId: id.nullable().default(null),
  status: z.enum(['partially_refunded', 'refunded']).default('refunded'),
});
export type PaymentRefunded = z.infer<typeof paymentRefunded>;
