/** Lets scheduled prices begin: the product's price, its history and its event in one transaction. */
import type { Database, Tx } from '@balcao/kit/db.ts';
import type { Job } from '@balcao/kit/jobs.ts';
import type { Outbox } from '@balcao/kit/outbox.ts';
import { productEvent } from './catalogue-events.ts';
import { appendPrices } from './price-store.ts';
import { setPrices } from './product-store.ts';
import { takeDuePrices } from './scheduled-price-store.ts';

export interface ScheduleDeps {
  outbox: Outbox;
  /** The shop's clock. */
  now: () => Date;
}

const everyMs = 1_000;
const maxAtOnce = 500;

/** Any number of replicas may run it: each takes other products. */
export function applyScheduledPrices(db: Database, deps: ScheduleDeps): Job {
  return {
    name: 'apply scheduled prices',
    everyMs,
    async run() {
      while ((await db.transaction((tx) => applyDue(tx, deps))) === maxAtOnce);
    },
  };
}

/** Applies what is due; answers of how many products. */
async function applyDue(tx: Tx, { outbox, now }: ScheduleDeps): Promise<number> {
  const due = await takeDuePrices(tx, { now: now().toISOString(), limit: maxAtOnce });
  if (due.length === 0) return 0;
  const changed = await setPrices(tx, due);
  const authors = new Map(due.map(({ productId, createdBy }) => [productId, createdBy]));
  appendPrices(
    tx,
    changed.map((product) => ({ product, changedBy: authors.get(product.id) ?? null })),
  );
  outbox.add(
    tx,
    changed.map((product) => productEvent('product.updated', product)),
  );
  return due.length;
}
