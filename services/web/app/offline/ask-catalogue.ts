/** Asks the shop what a code or a name means: before this device has a catalogue, and for what it does not know. */
import { ApiProblem } from '../api/api-problem.ts';
import { answer, api } from '../api/client.ts';
import type { CatalogueProduct, FoundCode } from './catalogue-index.ts';
import { within } from './within.ts';

const refusals = ['not_found', 'unreadable_code', 'quantity_not_allowed', 'validation_failed'];
/** Somebody stands at the counter. */
const patienceMs = 3_000;

/** Null for what sells nothing. Throws ApiProblem, `offline` where no answer comes in time. */
export async function askForCode(code: string): Promise<FoundCode | null> {
  try {
    const found = await within(patienceMs, (signal) =>
      answer(api.GET('/api/v1/products/lookup', { params: { query: { code } }, signal })),
    );
    const { kind, product, quantityMilli, quantityDisplay, totalMinor } = found;
    const { unitPriceMinor, isPriceStale } = found;
    const priced = { quantityMilli, quantityDisplay, totalMinor, unitPriceMinor, isPriceStale };
    const hasToBeWeighed = kind !== 'label' && product.unit === 'kg';
    // A stale label keeps the price that it was printed at: what holds for the product is not told then.
    return {
      kind,
      product: shown(product, unitPriceMinor),
      priced: hasToBeWeighed ? null : priced,
    };
  } catch (error) {
    if (error instanceof ApiProblem && refusals.includes(error.code)) return null;
    throw error;
  }
}

/** Throws ApiProblem. */
export async function askForProducts(q: string): Promise<CatalogueProduct[]> {
  const query = { q, active: true, limit: 20 };
  const { items } = await within(patienceMs, (signal) =>
    answer(api.GET('/api/v1/products', { params: { query }, signal })),
  );
  return items.map((product) => shown(product, product.priceMinor));
}

const shown = (
  { id, name, unit, plu, barcode }: CatalogueProduct,
  priceMinor: number,
): CatalogueProduct => ({ id, name, unit, priceMinor, plu, barcode });
