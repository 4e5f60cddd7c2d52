/** Lots over the API: where goods came from, what they cost and when they expire. */
import { z } from 'zod';
import { businessDate } from '../dates.ts';
import { id } from '../ids.ts';
import { page, pageParameters } from '../page.ts';
import { queryBoolean, queryInteger } from '../query.ts';
import { text } from '../text.ts';
import { unit } from '../unit.ts';

/** The supplier's own number of a lot. */
export const lotCode = text(60);

/** What a purchase says of its lot; all of it may be left out. */
export const lotOrigin = {
  supplierId: id.optional(),
  lotCode: lotCode.optional(),
  /** Today where it is left out. */
  receivedOn: businessDate.optional(),
  /** The last day on which it is sold; where left out, the product's shelf life after the day of receipt. */
  expiresOn: businessDate.optional(),
};

interface Dates {
  receivedOn?: string | undefined;
  expiresOn?: string | undefined;
}

/** Days compare as text. */
export const isExpiryInOrder = ({ receivedOn, expiresOn }: Dates): boolean =>
  receivedOn === undefined || expiresOn === undefined || receivedOn <= expiresOn;

export const expiryOutOfOrder = { path: ['expiresOn'], message: 'must not be before receivedOn' };

export const lot = z.object({
  id,
  productId: id,
  productName: z.string(),
  unit,
  /** Null: of unknown origin. */
  supplierId: id.nullable(),
  supplierName: z.string().nullable(),
  receiptId: id.nullable(),
  /** The lot that it was cut from. */
  parentId: id.nullable(),
  lotCode: z.string().nullable(),
  receivedOn: businessDate,
  /** The last day on which it is sold; null: it never expires. */
  expiresOn: businessDate.nullable(),
  isExpired: z.boolean(),
  /** What first came in, and what that cost. */
  receivedMilli: z.int().min(1),
  costMinor: z.int().min(0),
  onHandMilli: z.int().min(0),
  valueMinor: z.int().min(0),
  version: z.int().min(1),
});
export type Lot = z.infer<typeof lot>;

export const lotListQuery = z.strictObject({
  ...pageParameters,
  productId: id.optional(),
  supplierId: id.optional(),
  /** Expires within so many days from today (0: today), or has expired. */
  expiringWithinDays: queryInteger({ min: 0, max: 3650 }).optional(),
  isExpired: queryBoolean.optional(),
  hasStock: queryBoolean.optional(),
  /** The supplier's own, in any case: what a recall names. */
  lotCode: lotCode.optional(),
});
export type LotListQuery = z.infer<typeof lotListQuery>;

export const lotPage = page(lot);
export type LotPage = z.infer<typeof lotPage>;
