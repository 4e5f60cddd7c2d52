/** When a promotion holds, what it makes of a price, and which of several wins. One rule for server and browser. */
import { multiplyDivide, wholeBasisPoints } from './money.ts';
import type { PromotionRule } from './promotion.ts';
import type { ShopTime } from './shop-clock.ts';

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
