/** A promotion as it is typed, and the way to what the API takes. */
import type { Promotion, UpdatePromotionRequest } from '@balcao/contracts/api/promotions.ts';
import { everyDay } from '@balcao/contracts/promotion.ts';
import { formatPercent, parsePercent } from './percent-text.ts';

export interface TypedPromotion {
  name: string;
  of: 'product' | 'category';
  productId: string;
  categoryId: string;
  kind: 'percent' | 'price';
  percent: string;
  priceMinor: number | null;
  weekdays: readonly number[];
  startsOn: string;
  endsOn: string;
  fromTime: string;
  toTime: string;
  active: boolean;
}

export const freshPromotion: TypedPromotion = {
  name: '',
  of: 'product',
  productId: '',
  categoryId: '',
  kind: 'percent',
  percent: '',
  priceMinor: null,
  weekdays: everyDay,
  startsOn: '',
  endsOn: '',
  fromTime: '',
  toTime: '',
  active: true,
};

export const typedPromotionOf = (promotion: Promotion): TypedPromotion => ({
  ...promotion,
  of: promotion.categoryId === null ? 'product' : 'category',
  productId: promotion.productId ?? '',
  categoryId: promotion.categoryId ?? '',
  percent: formatPercent(promotion.percentBasisPoints),
  startsOn: promotion.startsOn ?? '',
  endsOn: promotion.endsOn ?? '',
  fromTime: promotion.fromTime ?? '',
  toTime: promotion.toTime ?? '',
});

/** What is still missing; the service judges the rest. */
export function missingIn(typed: TypedPromotion) {
  return {
    name: typed.name.trim() === '',
    target: (typed.of === 'product' ? typed.productId : typed.categoryId) === '',
    percent: typed.kind === 'percent' && parsePercent(typed.percent) === null,
    price: typed.kind === 'price' && typed.priceMinor === null,
    weekdays: typed.weekdays.length === 0,
  };
}

/** Null where something is missing. */
export function promotionRequestOf(typed: TypedPromotion): UpdatePromotionRequest | null {
  if (Object.values(missingIn(typed)).includes(true)) return null;
  return {
    name: typed.name.trim(),
    productId: typed.of === 'product' ? typed.productId : null,
    categoryId: typed.of === 'category' ? typed.categoryId : null,
    kind: typed.kind,
    percentBasisPoints: typed.kind === 'percent' ? parsePercent(typed.percent) : null,
    priceMinor: typed.kind === 'price' ? typed.priceMinor : null,
    weekdays: [...typed.weekdays],
    startsOn: typed.startsOn || null,
    endsOn: typed.endsOn || null,
    fromTime: typed.fromTime || null,
    toTime: typed.toTime || null,
    active: typed.active,
  };
}
