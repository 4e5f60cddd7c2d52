/** What a breakdown needs to know of its products. */
import type { Unit } from '@balcao/contracts/unit.ts';
import type { Queryable } from '@balcao/kit/db.ts';
import { Problem } from '@balcao/kit/problem.ts';
import type { CutProduct } from './breakdown-rules.ts';

/** Those of some products that are known here. */
export async function readCutProducts(
  db: Queryable,
  productIds: string[],
): Promise<Map<string, CutProduct>> {
  const rows = await db.query<{ id: string; unit: Unit; price_minor: number | null }>(
    'SELECT id, unit, price_minor FROM product WHERE id = ANY($1::uuid[])',
    [productIds],
  );
  return new Map(rows.map((row) => [row.id, { unit: row.unit, priceMinor: row.price_minor }]));
}

interface Asked {
  inputProductId: string;
  outputs: readonly { productId: string }[];
}

/** Throws `unknown_product`, which names each that is missing. */
export function requireProducts(
  products: ReadonlyMap<string, CutProduct>,
  { inputProductId, outputs }: Asked,
): void {
  const asked = [
    { path: 'inputProductId', productId: inputProductId },
    ...outputs.map(({ productId }, index) => ({ path: `outputs[${index}].productId`, productId })),
  ];
  const errors = asked
    .filter(({ productId }) => !products.has(productId))
    .map(({ path, productId }) => ({
      path,
      message: `no product has the id ${productId}`,
      pt: 'este produto não existe',
    }));
  if (errors.length === 0) return;
  throw new Problem('unknown_product', 'Some of the products do not exist.', {
    pt: 'Alguns dos produtos não existem.',
    errors,
  });
}
