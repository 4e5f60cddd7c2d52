/** What codes and names mean at the till: answered from memory, with or without a network. */
import { shopClock } from '@balcao/contracts/shop-clock.ts';
import { isTransient } from '../api/client.ts';
import { shopSettings } from '../shell/shop-settings.ts';
import { createStore } from '../store.ts';
import { askForCode, askForProducts } from './ask-catalogue.ts';
import {
  atPriceOf,
  type CatalogueIndex,
  type CatalogueProduct,
  type FoundCode,
  findCode,
  indexCatalogue,
  searchIndex,
} from './catalogue-index.ts';
import { offlineDatabase } from './database.ts';
import { readCatalogueChanges } from './read-catalogue.ts';
import { offlineState } from './state.ts';

export type { CatalogueProduct, FoundCode } from './catalogue-index.ts';

/** As of when prices are known; null before the first are. */
export const catalogueStore = createStore<{ asOf: string | null; productCount: number }>({
  asOf: null,
  productCount: 0,
});

let index: CatalogueIndex = indexCatalogue([], []);
let loading: Promise<void> | undefined;
let loadedOf: string | undefined;

/** What this device knows, brought into memory; once. */
export function catalogueLoaded(): Promise<void> {
  loading ??= load().catch(() => {
    // A browser that keeps nothing: the shop is asked for each code.
  });
  return loading;
}

async function load(): Promise<void> {
  const database = await offlineDatabase();
  const [products, promotions, mark] = await Promise.all([
    database.getAll('products'),
    database.getAll('promotions'),
    database.get('marks', 'catalogue'),
  ]);
  index = indexCatalogue(products, promotions);
  loadedOf = mark?.changedAt;
  catalogueStore.set({ asOf: mark?.asOf ?? null, productCount: products.length });
}

/** Reads what has changed; at first, everything. Throws ApiProblem. */
export async function refreshCatalogue(signal?: AbortSignal): Promise<void> {
  await catalogueLoaded();
  const { changedAt, asOf } = await readCatalogueChanges(signal);
  // Another tab may have read it before this one.
  if (changedAt !== loadedOf) await load();
  else catalogueStore.set({ ...catalogueStore.get(), asOf });
}

/**
 * A PLU, a barcode or a scale's label; null for what sells nothing. What is not known here is asked of the shop, if
 * it answers: it may be new. Throws ApiProblem only while this device has no catalogue yet.
 */
export async function lookUp(code: string): Promise<FoundCode | null> {
  await catalogueLoaded();
  const { scaleLayout: layout } = shopSettings.get();
  const found = findCode(index, { code, layout, at: shopTime() });
  if (found !== null) return found;
  const isKnown = catalogueStore.get().asOf !== null;
  if (isKnown && !offlineState.get().isOnline) return null;
  try {
    return await askForCode(code);
  } catch (error) {
    if (isKnown && isTransient(error)) return null;
    throw error;
  }
}

/** What a kilogram or piece costs now, in centavos; null for what this device does not know. */
export function priceOf(productId: string): number | null {
  const product = index.byId.get(productId);
  return product === undefined ? null : atPriceOf(index, product, shopTime()).priceMinor;
}

/** Products by words of their name, PLU or code, the best first; at most 20. */
export async function searchProducts(text: string): Promise<CatalogueProduct[]> {
  await catalogueLoaded();
  if (catalogueStore.get().asOf === null) return askForProducts(text);
  return searchIndex(index, { text, at: shopTime() });
}

const clocks = new Map<string, ReturnType<typeof shopClock>>();

/** A clock is costly to make, so there is one for each time zone. */
function shopTime() {
  const { timeZone } = shopSettings.get();
  const clock = clocks.get(timeZone) ?? shopClock(timeZone);
  clocks.set(timeZone, clock);
  return clock(new Date());
}
