/** Makes, replaces and archives products: the change, its price and its event are one transaction. */
import type {
  CreateProductRequest,
  Product,
  UpdateProductRequest,
} from '@balcao/contracts/api/product.ts';
import type { Tx } from '@balcao/kit/db.ts';
import { requireVersion } from '@balcao/kit/http/require-version.ts';
import { newId } from '@balcao/kit/ids.ts';
import type { Outbox } from '@balcao/kit/outbox.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { productEvent } from './catalogue-events.ts';
import { appendPrice } from './price-store.ts';
import { archiveProduct, insertProduct, lockProduct, updateProduct } from './product-store.ts';

/** Who changes which version of which product. */
export interface Change {
  id: string;
  ifMatch: string | undefined;
  userId: string;
}

/** Throws `already_exists` naming the field, or `validation_failed` for an unknown category. */
export async function createProduct(
  tx: Tx,
  outbox: Outbox,
  { request, userId }: { request: CreateProductRequest; userId: string },
): Promise<Product> {
  const product = await insertProduct(tx, { ...request, id: request.id ?? newId() });
  await appendPrice(tx, product, userId);
  outbox.add(tx, [productEvent('product.created', product)]);
  return product;
}

/** Throws `not_found`, `version_mismatch`, `conflict` for another unit, or what `createProduct` throws. */
export async function replaceProduct(
  tx: Tx,
  outbox: Outbox,
  { id, ifMatch, userId, request }: Change & { request: UpdateProductRequest },
): Promise<Product> {
  const before = await lockProduct(tx, id);
  requireVersion(ifMatch, before.version);
  requireSameUnit(before, request);
  const after = await updateProduct(tx, { ...request, id });
  if (hasNewPrice(before, after)) await appendPrice(tx, after, userId);
  const isArchived = before.active && !after.active;
  outbox.add(tx, [productEvent(isArchived ? 'product.archived' : 'product.updated', after)]);
  return after;
}

/** Takes a product from sale; one that is archived stays as it is. Throws `not_found`, `version_mismatch`. */
export async function removeProduct(
  tx: Tx,
  outbox: Outbox,
  { id, ifMatch }: Omit<Change, 'userId'>,
): Promise<void> {
  const before = await lockProduct(tx, id);
  requireVersion(ifMatch, before.version);
  if (!before.active) return;
  outbox.add(tx, [productEvent('product.archived', await archiveProduct(tx, id))]);
}

/** Stock, lots, lines and prices are in a product's unit: as another one, 13.470 kg would be 13.47 pieces. */
function requireSameUnit({ unit }: Product, request: UpdateProductRequest): void {
  if (request.unit === unit) return;
  const detail = `The unit stays ${unit}: archive the product and add another.`;
  throw new Problem('conflict', detail, {
    errors: [{ path: 'unit', message: `must stay ${unit}` }],
    pt: `A unidade continua ${unit}: arquive o produto e cadastre outro.`,
  });
}

/** The cost belongs to the history too: each row says both for its time. */
function hasNewPrice(before: Product, after: Product): boolean {
  return before.priceMinor !== after.priceMinor || before.costMinor !== after.costMinor;
}
