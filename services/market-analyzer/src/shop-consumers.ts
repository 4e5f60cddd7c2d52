/** What market-analyzer hears of the shop: prices and costs of its products, of which it makes quotes. */
import { eventSchemas } from '@balcao/contracts/events/catalog.ts';
import type { ProductChanged } from '@balcao/contracts/events/product.ts';
import { id } from '@balcao/contracts/ids.ts';
import type { Envelope } from '@balcao/kit/bus.ts';
import { type Consumer, type Message, on } from '@balcao/kit/consumer.ts';
import type { Tx } from '@balcao/kit/db.ts';
import { z } from 'zod';
import { type Change, requote, toldByCatalogue, toldByStock } from './shop-product.ts';
import { lockProducts, saveProducts } from './shop-product-store.ts';
import { type QuoteDeps, storeQuotes } from './store-quotes.ts';

export function shopConsumers(deps: QuoteDeps): Consumer[] {
  const takeProducts = (tx: Tx, messages: Message<ProductChanged>[]) =>
    takeChanges(
      tx,
      messages.map(({ data, time }) => toldByCatalogue(data, time)),
      deps,
    );
  return [
    {
      queue: 'market-analyzer.catalog',
      handlers: {
        'product.created': on(eventSchemas['product.created'], takeProducts),
        'product.updated': on(eventSchemas['product.updated'], takeProducts),
      },
      // Two types in one transaction: the second step must not go back for a lower row.
      lock: async (tx, messages) => void (await lockProducts(tx, messages.flatMap(productIdOf))),
    },
    {
      queue: 'market-analyzer.costs',
      handlers: {
        'stock.costed': on(eventSchemas['stock.costed'], (tx, messages) =>
          takeChanges(
            tx,
            messages.map(({ data }) => toldByStock(data)),
            deps,
          ),
        ),
      },
    },
  ];
}

const ofProduct = z.object({ product: z.object({ id }) });

/** What does not fit its schema is left to the handler, which refuses it. */
function productIdOf({ data }: Envelope): string[] {
  const parsed = ofProduct.safeParse(data);
  return parsed.success ? [parsed.data.product.id] : [];
}

/** Keeps what has changed and stores the quotes that come of it, one after the other. */
async function takeChanges(tx: Tx, changes: Change[], deps: QuoteDeps): Promise<void> {
  const products = await lockProducts(
    tx,
    changes.map(({ productId }) => productId),
  );
  const now = deps.now();
  const quotes = changes.flatMap((change) => {
    const before = products.get(change.productId);
    if (before === undefined) return [];
    const after = requote(before, change, now);
    products.set(change.productId, after.product);
    return after.quotes;
  });
  saveProducts(tx, [...products.values()]);
  if (quotes.length > 0) await storeQuotes(tx, quotes, deps);
}
