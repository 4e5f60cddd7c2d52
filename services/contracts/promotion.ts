/** What a promotion says. What it makes of a price is in `effective-price.ts`. */
import { z } from 'zod';
import { unitPriceMinor } from './amount-minor.ts';
import { businessDate } from './dates.ts';
import { id } from './ids.ts';
import { wholeBasisPoints } from './money.ts';

export const promotionKind = z.enum(['percent', 'price']);
/** A hundredth of a percent: 1500 are 15 % off, 10000 are free. */
export const percentBasisPoints = z.int().min(1).max(wholeBasisPoints);
/** On the shop's clock. */
export const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'HH:MM, 00:00 to 23:59');
/** 1 is Monday, 7 is Sunday (ISO 8601). */
export const weekday = z.int().min(1).max(7);
export const everyDay: readonly number[] = [1, 2, 3, 4, 5, 6, 7];

/** What a promotion says. One whose category was deleted names neither product nor category, and is inactive. */
export const promotionRule = z.object({
  id,
  productId: z.nullable(id),
  categoryId: z.nullable(id),
  kind: promotionKind,
  percentBasisPoints: z.nullable(percentBasisPoints),
  /** Of one kilogram or one piece, in centavos. */
  priceMinor: z.nullable(unitPriceMinor),
  weekdays: z.array(weekday),
  /** Business dates; both belong to it. */
  startsOn: z.nullable(businessDate),
  endsOn: z.nullable(businessDate),
  /** From this minute on, and until before this one. */
  fromTime: z.nullable(timeOfDay),
  toTime: z.nullable(timeOfDay),
  active: z.boolean(),
});
export type PromotionRule = z.infer<typeof promotionRule>;
