/** The API of refunds: what of an order comes back, where it goes, and how the money goes back. */
import { z } from 'zod';
import { positiveAmountMinor, quantityMilli } from '../amount-minor.ts';
import { businessDate, instant } from '../dates.ts';
import { id } from '../ids.ts';
import { text } from '../text.ts';

/** Back on the shelf, or lost: meat that was out of the cold is not sold again. */
export const disposition = z.enum(['stock', 'waste']);
export type Disposition = z.infer<typeof disposition>;

/** `position` is the index of the line in the order's `lines`, from 0. */
export const refundLineRequest = z.strictObject({
  position: z.int().min(0).max(1000),
  quantityMilli,
  disposition: disposition.default('stock'),
});
export type RefundLineRequest = z.infer<typeof refundLineRequest>;

/**
 * Without lines all that is left comes back, to the shelf. Payments say how the money goes back, together
 * exactly what the lines come to; without them it goes to a tab first, then to the latest payment.
 */
export const refundOrderRequest = z.strictObject({
  id: id.optional(),
  lines: z.array(refundLineRequest).min(1).max(400).optional(),
  payments: z
    .array(z.strictObject({ paymentId: id, amountMinor: positiveAmountMinor }))
    .min(1)
    .max(20)
    .refine(
      (payments) => new Set(payments.map(({ paymentId }) => paymentId)).size === payments.length,
      {
        message: 'name each payment once',
      },
    )
    .optional(),
  /** Whose drawer the cash comes from; left out, it is the caller's open till, if there is one. */
  tillId: id.optional(),
  /** Why, for the order's history. */
  note: text(200).optional(),
});
export type RefundOrderRequest = z.infer<typeof refundOrderRequest>;

export const refund = z.object({
  id,
  /** Σ lines = Σ payments. */
  totalMinor: z.int(),
  lines: z.array(
    z.object({
      position: z.int(),
      quantityMilli: z.int(),
      /** Less its share of the discount. */
      totalMinor: z.int(),
      disposition,
    }),
  ),
  payments: z.array(z.object({ paymentId: id, amountMinor: z.int() })),
  /** Of what goes back to a tab: what is handed out in cash, since it was paid off already. */
  tabPayoutMinor: z.int().default(0),
  note: z.string().nullable(),
  by: id,
  businessDate,
  refundedAt: instant,
});
export type Refund = z.infer<typeof refund>;
