/** Renames and deletes categories: the change and its events are one transaction. */
import type { Category } from '@balcao/contracts/api/product.ts';
import type { Tx } from '@balcao/kit/db.ts';
import { requireVersion } from '@balcao/kit/http/require-version.ts';
import type { Outbox } from '@balcao/kit/outbox.ts';
import { categoryEvent, productEvent, promotionEvent } from './catalogue-events.ts';
import { deleteCategory, lockCategory, updateCategory } from './category-store.ts';
import { clearCategory } from './product-store.ts';
import { leaveCategory } from './promotion-store.ts';

interface Change {
  id: string;
  ifMatch: string | undefined;
}

/** Throws `not_found` and `version_mismatch`. */
export async function renameCategory(
  tx: Tx,
  outbox: Outbox,
  { id, ifMatch, name }: Change & { name: string },
): Promise<Category> {
  const before = await lockCategory(tx, id);
  requireVersion(ifMatch, before.version);
  const after = await updateCategory(tx, id, name);
  outbox.add(tx, [categoryEvent('category.updated', after)]);
  return after;
}

/**
 * Deletes a category that neither an active product nor a promotion needs; archived and ended ones lose it. Throws `not_found`,
 * `version_mismatch` and `conflict`.
 */
export async function removeCategory(
  tx: Tx,
  outbox: Outbox,
  { id, ifMatch }: Change,
): Promise<void> {
  const category = await lockCategory(tx, id);
  requireVersion(ifMatch, category.version);
  const [products, promotions] = await Promise.all([clearCategory(tx, id), leaveCategory(tx, id)]);
  await deleteCategory(tx, category);
  outbox.add(tx, [
    ...products.map((product) => productEvent('product.updated', product)),
    ...promotions.map((promotion) => promotionEvent('promotion.updated', promotion)),
  ]);
}
