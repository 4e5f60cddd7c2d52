/** The API of promotions: what is cheaper, for which product or category, on which days and at which times. */
import { z } from 'zod';
import { unitPriceMinor } from '../amount-minor.ts';
import { businessDate, instant } from '../dates.ts';
import { id } from '../ids.ts';
import { page, pageParameters } from '../page.ts';
import {
  everyDay,
  percentBasisPoints,
  promotionKind,
  promotionRule,
  timeOfDay,
  weekday,
} from '../promotion.ts';
import { queryBoolean } from '../query.ts';
import { name } from '../text.ts';
import { version } from '../version.ts';

export const promotion = promotionRule.extend({
  name: z.string(),
  version,
  createdAt: instant,
  updatedAt: instant,
});
export type Promotion = z.infer<typeof promotion>;

const weekdays = z
  .array(weekday)
  .min(1)
  .max(7)
  .refine((days) => new Set(days).size === days.length, 'a weekday is named once')
  .overwrite((days) => days.toSorted((a, b) => a - b));

const promotionFields = {
  name,
  /** Exactly one of the two. */
  productId: id.nullable().default(null),
  categoryId: id.nullable().default(null),
  kind: promotionKind,
  /** Of the kind percent, and of no other. */
  percentBasisPoints: percentBasisPoints.nullable().default(null),
  /** Of the kind price, and of no other. */
  priceMinor: unitPriceMinor.nullable().default(null),
  weekdays: weekdays.default([...everyDay]),
  startsOn: businessDate.nullable().default(null),
  endsOn: businessDate.nullable().default(null),
  fromTime: timeOfDay.nullable().default(null),
  toTime: timeOfDay.nullable().default(null),
  active: z.boolean().default(true),
};

const updateFields = z.strictObject(promotionFields);
type Fields = z.infer<typeof updateFields>;

/** What fields of a promotion say together. */
const requireSense = ({ value, issues }: z.core.ParsePayload<Fields>): void => {
  const refuse = (path: string, message: string) =>
    issues.push({ code: 'custom', input: value, path: [path], message });
  if ((value.productId === null) === (value.categoryId === null)) {
    refuse('productId', 'name either productId or categoryId');
  }
  if ((value.percentBasisPoints !== null) !== (value.kind === 'percent')) {
    refuse('percentBasisPoints', 'belongs to the kind percent, and to no other');
  }
  if ((value.priceMinor !== null) !== (value.kind === 'price')) {
    refuse('priceMinor', 'belongs to the kind price, and to no other');
  }
  if (value.startsOn !== null && value.endsOn !== null && value.endsOn < value.startsOn) {
    refuse('endsOn', 'must not be before startsOn');
  }
  if (value.fromTime !== null && value.toTime !== null && value.toTime <= value.fromTime) {
    refuse('toTime', 'must be after fromTime, on the same day');
  }
};

/** Replaces the promotion that has the version in `If-Match`. */
export const updatePromotionRequest = updateFields.check(requireSense);
export type UpdatePromotionRequest = z.infer<typeof updatePromotionRequest>;

export const createPromotionRequest = z
  .strictObject({ ...promotionFields, id: id.optional() })
  .check(requireSense);
export type CreatePromotionRequest = z.infer<typeof createPromotionRequest>;

export const promotionListQuery = z.strictObject({
  ...pageParameters,
  productId: id.optional(),
  categoryId: id.optional(),
  active: queryBoolean.optional(),
});
export type PromotionListQuery = z.infer<typeof promotionListQuery>;

export const promotionPage = page(promotion);
export type PromotionPage = z.infer<typeof promotionPage>;
