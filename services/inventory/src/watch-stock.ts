/** What the clock brings: lots that expire, and products that are low because goods expired. Each is told once. */
import { daysBetween } from '@balcao/contracts/dates.ts';
import { event } from '@balcao/contracts/events/catalog.ts';
import type { Tx } from '@balcao/kit/db.ts';
import type { StockDeps } from './deps.ts';
import { claimExpiries, readMistoldProducts } from './expiry-store.ts';
import { lockShelf, saveShelf } from './level-store.ts';
import { availableEvent, lowEvent } from './stock-events.ts';
import { isLow, type StockLevel } from './stock-level.ts';

const batch = 100;

/** The threshold of a lot that has expired: its last day was yesterday. */
const expired = -1;

/**
 * Says `stock.expiring` of lots with goods, once for each lot and threshold (days before its last day; beside
 * them when it has expired): of several that are reached at once the nearest. When it has expired, says also
 * what is left to sell. Answers how many lots it looked at. The rows that say so are claimed, so that of several
 * replicas one speaks.
 */
export async function tellExpiring(
  tx: Tx,
  thresholds: number[],
  { outbox, today }: StockDeps,
): Promise<number> {
  const onDate = today();
  const lots = await claimExpiries(tx, { thresholds: [...thresholds, expired], onDate, batch });
  outbox.add(
    tx,
    lots
      .filter(({ isNearest }) => isNearest)
      .map(({ lotId, productId, quantityMilli, expiresOn }) => {
        const daysLeft = daysBetween(onDate, expiresOn);
        const data = { lotId, productId, quantityMilli, expiresOn, daysLeft };
        return event('stock.expiring', lotId, data);
      }),
  );
  const gone = lots.filter(({ expiresOn }) => expiresOn < onDate);
  const levels = await renewLevels(tx, gone, onDate);
  outbox.add(tx, levels.map(availableEvent));
  return lots.length;
}

/** Gives levels a new version, so that what is said of them now wins over what was said before. */
async function renewLevels(
  tx: Tx,
  products: { productId: string }[],
  today: string,
): Promise<StockLevel[]> {
  if (products.length === 0) return [];
  const shelf = await lockShelf(tx, products, { today });
  const productIds = new Set(products.map(({ productId }) => productId));
  const levels = [...productIds].map((productId) => shelf.get(productId));
  const renewed = levels.map((level) => ({ ...level, version: level.version + 1 }));
  for (const level of renewed) shelf.put(level);
  saveShelf(tx, shelf);
  return renewed;
}

/**
 * Says `stock.low` where no movement did: goods expired, or the minimum was raised. Answers how many products
 * it looked at. Whoever has a level's lock sees what was told, so that of several replicas one speaks.
 */
export async function tellLow(tx: Tx, { outbox, today }: StockDeps): Promise<number> {
  const onDate = today();
  const productIds = await readMistoldProducts(tx, onDate, batch);
  if (productIds.length === 0) return 0;
  const lines = productIds.map((productId) => ({ productId }));
  const shelf = await lockShelf(tx, lines, { today: onDate });
  for (const productId of productIds) {
    const level = shelf.get(productId);
    const isLowNow = isLow(level);
    if (isLowNow === level.isLowTold) continue;
    shelf.put({ ...level, isLowTold: isLowNow });
    if (isLowNow) outbox.add(tx, lowEvent(level));
  }
  saveShelf(tx, shelf);
  return productIds.length;
}
