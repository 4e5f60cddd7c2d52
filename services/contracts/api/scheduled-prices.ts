/** The API of prices that begin later. Money in centavos. */
import { z } from 'zod';
import { unitPriceMinor } from '../amount-minor.ts';
import { instant } from '../dates.ts';
import { id } from '../ids.ts';
import { page } from '../page.ts';

export const schedulePriceRequest = z.strictObject({
  id: id.optional(),
  /** Of one kilogram or one piece. */
  priceMinor: unitPriceMinor,
  /** In the future. It is applied within seconds of this moment, and kept to the millisecond. */
  startsAt: instant,
});
export type SchedulePriceRequest = z.infer<typeof schedulePriceRequest>;

/** `superseded`: a later price of the product was due too when the shop looked, after a pause; it never held. */
export const scheduledPriceStatus = z.enum(['waiting', 'applied', 'superseded', 'cancelled']);
export type ScheduledPriceStatus = z.infer<typeof scheduledPriceStatus>;

export const scheduledPrice = z.object({
  id,
  productId: id,
  priceMinor: z.int(),
  startsAt: instant,
  status: scheduledPriceStatus,
  createdBy: id,
  createdAt: instant,
  /** When it was applied, superseded or cancelled. */
  endedAt: instant.nullable(),
});
export type ScheduledPrice = z.infer<typeof scheduledPrice>;

export const scheduledPricePage = page(scheduledPrice);
export type ScheduledPricePage = z.infer<typeof scheduledPricePage>;

export const scheduledPriceParams = z.strictObject({ id, scheduledPriceId: id });
export type ScheduledPriceParams = z.infer<typeof scheduledPriceParams>;
