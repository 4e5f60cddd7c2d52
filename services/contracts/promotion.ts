/** Promotions: when one holds, what it makes of a price, and which of several wins. One rule for server and browser. */
import { z } from 'zod';
import { businessDate, type ShopTime } from './dates.ts';
import { id } from './ids.ts';
import { multiplyDivide, unitPriceMinor } from './money.ts';

const wholeBasisPoints = 10_000;

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

/** The part of a product that its price depends on. */
export interface PricedProduct {
  id: string;
  categoryId: string | null;
  /** The list price, in centavos. */
  priceMinor: number;
}

export interface EffectivePrice {
  priceMinor: number;
  /** The promotion that made it; null when the list price holds. */
  promotionId: string | null;
}

/** Whether a promotion holds at a moment: its dates, weekdays and time of day all do. */
export const isHolding = (promotion: PromotionRule, at: ShopTime): boolean =>
  promotion.active &&
  promotion.weekdays.includes(at.weekday) &&
  (promotion.startsOn === null || promotion.startsOn <= at.businessDate) &&
  (promotion.endsOn === null || at.businessDate <= promotion.endsOn) &&
  (promotion.fromTime === null || promotion.fromTime <= at.time) &&
  (promotion.toTime === null || at.time < promotion.toTime);

const concerns = (promotion: PromotionRule, product: PricedProduct): boolean =>
  promotion.productId === product.id ||
  (promotion.categoryId !== null && promotion.categoryId === product.categoryId);

/** What a promotion makes of a list price in centavos, rounded half up. */
const promotedPrice = (promotion: PromotionRule, listMinor: number): number =>
  promotion.kind === 'price'
    ? (promotion.priceMinor ?? listMinor)
    : multiplyDivide(
        listMinor,
        wholeBasisPoints - (promotion.percentBasisPoints ?? 0),
        wholeBasisPoints,
      );

/**
 * The price that holds: the lowest wins; a tie goes to a product's promotion before a category's, then to
 * the older id. A promotion never raises a price, so one that does not lower it is not named.
 */
export const effectivePrice = (
  product: PricedProduct,
  promotions: readonly PromotionRule[],
  at: ShopTime,
): EffectivePrice => {
  let best: { promotion: PromotionRule; priceMinor: number } | undefined;
  for (const promotion of promotions) {
    if (!concerns(promotion, product) || !isHolding(promotion, at)) continue;
    const candidate = { promotion, priceMinor: promotedPrice(promotion, product.priceMinor) };
    if (candidate.priceMinor >= product.priceMinor) continue;
    if (best === undefined || isBefore(candidate, best)) best = candidate;
  }
  return best === undefined
    ? { priceMinor: product.priceMinor, promotionId: null }
    : { priceMinor: best.priceMinor, promotionId: best.promotion.id };
};

interface Candidate {
  promotion: PromotionRule;
  priceMinor: number;
}

const isBefore = (one: Candidate, other: Candidate): boolean => {
  if (one.priceMinor !== other.priceMinor) return one.priceMinor < other.priceMinor;
  const isOfProduct = one.promotion.productId !== null;
  if (isOfProduct !== (other.promotion.productId !== null)) return isOfProduct;
  return one.promotion.id < other.promotion.id;
};
