/** Reads products and promotions into this device's database: everything at first, then what has changed. */
import type { Product } from '@balcao/contracts/api/product.ts';
import type { PromotionRule } from '@balcao/contracts/promotion.ts';
import { answer, answerWithHeaders, api } from '../api/client.ts';
import type { KeptProduct } from './catalogue-index.ts';
import { offlineDatabase, type ReadMark } from './database.ts';

const limit = 200;
/** A change may be told only when its transaction ends, which is later than its time. */
const overlapMs = 120_000;

/** Throws ApiProblem; then nothing was changed here, and the next reading begins at the same place. */
export async function readCatalogueChanges(signal?: AbortSignal): Promise<ReadMark> {
  const database = await offlineDatabase();
  const former = await database.get('marks', 'catalogue');
  const since = former?.since;
  const { products, readAt } = await readProducts(since, signal);
  const promotions = await readPromotions(signal);
  const havePromotionsChanged = asText(await database.getAll('promotions')) !== asText(promotions);
  const tx = database.transaction(['products', 'promotions', 'marks'], 'readwrite');
  let hasChanged = havePromotionsChanged || former === undefined;
  const stored = tx.objectStore('products');
  if (since === undefined) void stored.clear();
  for (const product of products) {
    if (await keep(stored, product)) hasChanged = true;
  }
  if (havePromotionsChanged) {
    void tx.objectStore('promotions').clear();
    for (const promotion of promotions) void tx.objectStore('promotions').put(promotion);
  }
  const asOf = new Date().toISOString();
  const mark = {
    asOf,
    since: new Date(Date.parse(readAt) - overlapMs).toISOString(),
    changedAt: hasChanged ? asOf : (former?.changedAt ?? asOf),
  };
  void tx.objectStore('marks').put(mark, 'catalogue');
  await tx.done;
  return mark;
}

interface ProductStore {
  get(id: string): Promise<KeptProduct | undefined>;
  put(product: KeptProduct): Promise<unknown>;
  delete(id: string): Promise<unknown>;
}

/** Whether anything is otherwise now; what is archived is not sold, so it is not kept. */
async function keep(stored: ProductStore, product: Product): Promise<boolean> {
  const former = await stored.get(product.id);
  if (!product.active) {
    if (former === undefined) return false;
    await stored.delete(product.id);
    return true;
  }
  const kept = keptOf(product);
  if (former !== undefined && JSON.stringify(former) === JSON.stringify(kept)) return false;
  await stored.put(kept);
  return true;
}

const keptOf = (product: Product): KeptProduct => {
  const { id, name, sku, unit, categoryId, priceMinor, plu, barcode } = product;
  return { id, name, sku, unit, categoryId, priceMinor, plu, barcode };
};

/** All that is sold; with `since`, whatever was changed from then on. `readAt` is the server's clock at the beginning. */
async function readProducts(
  since: string | undefined,
  signal: AbortSignal | undefined,
): Promise<{ products: Product[]; readAt: string }> {
  const filter = since === undefined ? { active: true } : { updatedSince: since };
  const products: Product[] = [];
  let readAt: string | undefined;
  let cursor: string | undefined;
  do {
    const query = { ...filter, limit, cursor };
    const { data, headers } = await answerWithHeaders(
      api.GET('/api/v1/products', { params: { query }, signal }),
    );
    readAt ??= headers.get('date') ?? new Date().toISOString();
    products.push(...data.items);
    cursor = data.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return { products, readAt };
}

async function readPromotions(signal: AbortSignal | undefined): Promise<PromotionRule[]> {
  const promotions: PromotionRule[] = [];
  let cursor: string | undefined;
  do {
    const query = { active: true, limit, cursor };
    const { items, nextCursor } = await answer(
      api.GET('/api/v1/promotions', { params: { query }, signal }),
    );
    promotions.push(...items);
    cursor = nextCursor ?? undefined;
  } while (cursor !== undefined);
  return promotions;
}

const asText = (promotions: PromotionRule[]): string =>
  JSON.stringify(promotions.toSorted((one, other) => (one.id < other.id ? -1 : 1)));
