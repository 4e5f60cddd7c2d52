/** What payment tells sales about each payment. */
import { z } from 'zod';
import { instant } from '../dates.ts';
import { id } from '../ids.ts';
import { positiveAmountMinor } from '../money.ts';
import { paymentMethod, paymentOrigin } from '../payment-method.ts';

const paymentFields = {
  paymentId: id,
  orderId: id,
  method: paymentMethod,
  amountMinor: positiveAmountMinor,
};

export const paymentApproved = z.object({ ...paymentFields, approvedAt: instant });
export type PaymentApproved = z.infer<typeof paymentApproved>;

export const paymentDeclined = z.object({
  ...paymentFields,
  reason: z.string(),
  origin: paymentOrigin,
});
export type PaymentDeclined = z.infer<typeof paymentDeclined>;

export const paymentExpired = z.object({ paymentId: id, orderId: id, origin: paymentOrigin });
export type PaymentExpired = z.infer<typeof paymentExpired>;

export const paymentRefunded = z.object(paymentFields);
export type PaymentRefunded = z.infer<typeof paymentRefunded>;
