/** How a customer pays, and what each way needs to be told. */
import { z } from 'zod';
import { positiveAmountMinor } from './amount-minor.ts';
import { id } from './ids.ts';

export const paymentMethods = ['cash', 'pix', 'debit', 'credit', 'tab'] as const;
export const paymentMethod = z.enum(paymentMethods);
export type PaymentMethod = z.infer<typeof paymentMethod>;

/** Whether the shop takes it by itself: cash is in the drawer, a tab in its own books. No provider is asked. */
export const isTakenAtCounter = (method: PaymentMethod): boolean =>
  method === 'cash' || method === 'tab';

export const paymentStatuses = [
  'pending',
  'approved',
  'declined',
  'expired',
  'cancelled',
  'partially_refunded',
  'refunded',
] as const;
export const paymentStatus = z.enum(paymentStatuses);
export type PaymentStatus = z.infer<typeof paymentStatus>;

/** Asked for with the order, or paid later at the counter: a decline cancels the order only in the first case. */
export const paymentOrigin = z.enum(['order', 'counter']);
export type PaymentOrigin = z.infer<typeof paymentOrigin>;

/** A provider's token for a card. It starts with a letter, so that a card's number can never be one. */
export const cardToken = z.string().regex(/^[A-Za-z][\w-]{0,199}$/, "a provider's token");

/** The members of the union of payments, with `fields` added to each; a tender below the amount is not a matter of form. */
export const paymentUnion = <Fields extends z.ZodRawShape>(fields: Fields) => {
  const common = { id: id.optional(), amountMinor: positiveAmountMinor, ...fields };
  return z.discriminatedUnion('method', [
    z.strictObject({
      ...common,
      method: z.literal('cash'),
      /** What the customer hands over; left out, it is the exact amount. */
      tenderedMinor: positiveAmountMinor.optional(),
    }),
    z.strictObject({ ...common, method: z.literal('pix') }),
    /** What the order's customer owes from now on (*fiado*). */
    z.strictObject({ ...common, method: z.literal('tab') }),
    z.strictObject({
      ...common,
      method: z.enum(['debit', 'credit']),
      cardToken: cardToken.optional(),
    }),
  ]);
};
