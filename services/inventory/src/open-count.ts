/** Opens a blind count over chosen products, a category, or all that there is. */
import {
  type Count,
  type CreateCountRequest,
  maxCountProducts,
} from '@balcao/contracts/api/counts.ts';
import type { Tx } from '@balcao/kit/db.ts';
import { brokenConstraint } from '@balcao/kit/db-errors.ts';
import { newId } from '@balcao/kit/ids.ts';
import { Problem } from '@balcao/kit/problem.ts';
import {
  findBeingCounted,
  findCountable,
  findKnown,
  insertCount,
  type NewCount,
} from './count-store.ts';
import { getCount } from './find-count.ts';

/**
 * Opens a count. A product is in one open count at most, since two would correct the same difference twice.
 * Throws `unknown_product`, `already_exists`, and `conflict` where a product is being counted already.
 */
export async function openCount(
  tx: Tx,
  { request, userId, at }: { request: CreateCountRequest; userId: string; at: Date },
): Promise<Count> {
  const productIds = await chooseProducts(tx, request);
  const rival = await findBeingCounted(tx, productIds);
  if (rival !== undefined) {
    const { name, countId } = rival;
    throw new Problem('conflict', `${name} is being counted already, in the count ${countId}.`, {
      pt: `${name} já está em outra contagem aberta.`,
    });
  }
  const count = {
    id: request.id ?? newId(),
    note: request.note ?? null,
    categoryId: request.categoryId ?? null,
    openedBy: userId,
    openedAt: at.toISOString(),
  };
  await insertOnce(tx, count, productIds);
  return getCount(tx, count.id);
}

async function chooseProducts(tx: Tx, request: CreateCountRequest): Promise<string[]> {
  if (request.productIds !== undefined) return requireKnown(tx, request.productIds);
  const { categoryId = null } = request;
  const productIds = await findCountable(tx, categoryId, maxCountProducts + 1);
  if (productIds.length === 0) {
    throw new Problem('conflict', 'There is nothing to count.', { pt: 'Não há nada para contar.' });
  }
  if (productIds.length <= maxCountProducts) return productIds;
  const detail = `More than ${maxCountProducts} products: count them by category.`;
  const pt = `São mais de ${maxCountProducts} produtos: conte-os por categoria.`;
  throw new Problem('conflict', detail, { pt });
}

async function requireKnown(tx: Tx, asked: string[]): Promise<string[]> {
  const productIds = [...new Set(asked)];
  const known = await findKnown(tx, productIds);
  const errors = asked.flatMap((productId, index) =>
    known.has(productId)
      ? []
      : [{ path: `productIds[${index}]`, message: `no product has the id ${productId}` }],
  );
  if (errors.length === 0) return productIds;
  throw new Problem('unknown_product', 'Some of the products do not exist.', { errors });
}

async function insertOnce(tx: Tx, count: NewCount, productIds: string[]): Promise<void> {
  try {
    await insertCount(tx, count, productIds);
  } catch (error) {
    const broken = brokenConstraint(error);
    if (broken === 'stock_count_pkey') {
      throw new Problem('already_exists', 'There is a count with this id already. Use a new id.');
    }
    if (broken !== 'count_line_open') throw error;
    const detail = 'One of the products has come into another count at this moment.';
    throw new Problem('conflict', detail, {
      pt: 'Um dos produtos acaba de entrar em outra contagem.',
    });
  }
}
