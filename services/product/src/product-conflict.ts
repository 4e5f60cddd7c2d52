/** What a broken constraint of the product table means to the person who caused it. */
import type { UpdateProductRequest } from '@balcao/contracts/api/product.ts';
import { brokenConstraint } from '@balcao/kit/db-errors.ts';
import { Problem } from '@balcao/kit/problem.ts';

/** The error itself, or the Problem that names the field to change. */
export function refusalOf(error: unknown, product: UpdateProductRequest & { id: string }): unknown {
  switch (brokenConstraint(error)) {
    case 'product_category':
      return new Problem('validation_failed', 'There is no such category. Change categoryId.', {
        cause: error,
        errors: [{ path: 'categoryId', message: 'no category has this id' }],
      });
    case 'product_pkey':
      return taken('id', product.id, error);
    case 'product_sku':
      return taken('sku', product.sku, error);
    case 'product_plu':
      return taken('plu', product.plu, error);
    case 'product_barcode':
      return taken('barcode', product.barcode, error);
    default:
      return error;
  }
}

/** The codes of a product, with their articles. */
const namesPt: Record<string, string> = {
  sku: 'o SKU',
  plu: 'o PLU',
  barcode: 'o código de barras',
};

function taken(field: string, value: string | null, cause: unknown): Problem {
  return new Problem(
    'already_exists',
    `Another product has the ${field} ${value}. Change ${field}.`,
    {
      pt: `Outro produto tem ${namesPt[field] ?? field} ${value}.`,
      cause,
      errors: [{ path: field, message: 'another product has it' }],
    },
  );
}
