/** How the catalogue tells the others what it is now: whole states with a version. */
import type { Category, Product } from '@balcao/contracts/api/product.ts';
import type { Promotion } from '@balcao/contracts/api/promotions.ts';
import { type Event, event } from '@balcao/contracts/events/catalog.ts';

type ProductEvent = 'product.created' | 'product.updated' | 'product.archived';
type PromotionEvent = 'promotion.created' | 'promotion.updated';
type CategoryEvent = 'category.created' | 'category.updated';

/** The event of a product; what is known only here (availability, times) stays here. */
export function productEvent(type: ProductEvent, product: Product): Event<ProductEvent> {
  const {
    availableMilli: _available,
    createdAt: _created,
    updatedAt: _updated,
    ...state
  } = product;
  return event(type, product.id, { product: state });
}

export function categoryEvent(type: CategoryEvent, category: Category): Event<CategoryEvent> {
  const { id, name, version } = category;
  return event(type, id, { category: { id, name, version } });
}

export function promotionEvent(type: PromotionEvent, promotion: Promotion): Event<PromotionEvent> {
  const { createdAt: _created, updatedAt: _updated, ...state } = promotion;
  return event(type, promotion.id, { promotion: state });
}
