/** The API of overrides: an admin allows one order what is beyond the seller's or the customer's limit. Centavos. */
import { z } from 'zod';
import { positiveAmountMinor } from '../amount-minor.ts';
import { instant } from '../dates.ts';
import { id } from '../ids.ts';
import { page, pageParameters } from '../page.ts';
import { text } from '../text.ts';

/** What one order may have, within minutes and once: whoever sends its id with the order uses it. */
export const createOverrideRequest = z
  .strictObject({
    id: id.optional(),
    /** The discount may be up to this. */
    discountUpToMinor: positiveAmountMinor.optional(),
    /** So much may go on the customer's tab, whatever the room. */
    tabUpToMinor: positiveAmountMinor.optional(),
    /** Why, for the record. */
    note: text(200),
  })
  .refine(
    ({ discountUpToMinor, tabUpToMinor }) =>
      discountUpToMinor !== undefined || tabUpToMinor !== undefined,
    { path: ['discountUpToMinor'], message: 'allow a discount, a tab, or both' },
  );
export type CreateOverrideRequest = z.infer<typeof createOverrideRequest>;

export const override = z.object({
  id,
  discountUpToMinor: z.int().nullable(),
  tabUpToMinor: z.int().nullable(),
  note: z.string(),
  allowedBy: id,
  createdAt: instant,
  expiresAt: instant,
  /** Null as long as no order has used it. */
  usedAt: instant.nullable(),
  usedBy: id.nullable(),
  orderId: id.nullable(),
});
export type Override = z.infer<typeof override>;

export const overrideListQuery = z.strictObject({ ...pageParameters, orderId: id.optional() });
export type OverrideListQuery = z.infer<typeof overrideListQuery>;

export const overridePage = page(override);
export type OverridePage = z.infer<typeof overridePage>;

/** What the caller's own role may give without an override. */
export const orderLimits = z.object({
  /** Discount in hundredths of a per cent of the subtotal; in centavos it is rounded half up. */
  discountBasisPoints: z.int().min(0).max(10_000),
});
export type OrderLimits = z.infer<typeof orderLimits>;
