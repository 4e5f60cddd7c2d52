/** A product of the shop as it is quoted: what it costs today, and how much of its price that is. */
import { symbol } from '@balcao/contracts/api/market.ts';
import type { StockCosted } from '@balcao/contracts/events/inventory.ts';
import type { ProductChanged } from '@balcao/contracts/events/product.ts';
import { type Cost, costSharePercent, unitCost } from './margin.ts';
import { type NewQuote, shopSource } from './quote-store.ts';

export interface ShopProduct {
  id: string;
  /** Null until the catalogue has told of it: goods may be told of first. */
  sku: string | null;
  priceMinor: number | null;
  /** The catalogue's cost of one unit, which counts until goods come in. */
  costMinor: number | null;
  version: number;
  /** The latest goods that came in. */
  goods: (Cost & { occurredAt: string }) | null;
  quotedAt: string | null;
}

export interface Change {
  productId: string;
  /** When it happened, as far as its sender knows. */
  at: string;
  /** The product after it: the same one where it is late or known. */
  apply(before: ShopProduct): ShopProduct;
}

/** The highest version stays. */
export function toldByCatalogue({ product }: ProductChanged, at: string): Change {
  const { id: productId, sku, priceMinor, costMinor, version } = product;
  return {
    productId,
    at,
    apply: (before) =>
      version > before.version ? { ...before, sku, priceMinor, costMinor, version } : before,
  };
}

/** The latest goods stay, and of one instant the first. */
export function toldByStock({ productId, occurredAt, ...cost }: StockCosted): Change {
  return {
    productId,
    at: occurredAt,
    apply: (before) =>
      before.goods === null || Date.parse(occurredAt) > Date.parse(before.goods.occurredAt)
        ? { ...before, goods: { ...cost, occurredAt } }
        : before,
  };
}

export interface Requoted {
  product: ShopProduct;
  quotes: NewQuote[];
}

/**
 * Applies a change and quotes what is another figure by it, at the time of the change. A figure that is heard of
 * after a later one comes a millisecond after that: it holds from now on, and rules judge no late quotes.
 */
export function requote(before: ShopProduct, change: Change, now: Date): Requoted {
  const product = change.apply(before);
  const known = new Map(figuresOf(before));
  const changed = figuresOf(product).filter(([symbol, price]) => known.get(symbol) !== price);
  if (changed.length === 0) return { product, quotes: [] };
  const afterLastMs = before.quotedAt === null ? 0 : Date.parse(before.quotedAt) + 1;
  const atMs = Math.max(Math.min(Date.parse(change.at), now.getTime()), afterLastMs);
  const at = new Date(atMs).toISOString();
  return {
    product: { ...product, quotedAt: at },
    quotes: changed.map(([symbol, price]) => ({
      symbol,
      price,
      at,
      source: shopSource,
      feedId: null,
    })),
  };
}

function figuresOf({ sku, priceMinor, costMinor, goods }: ShopProduct): [string, string][] {
  const cost = goods ?? (costMinor === null ? null : { quantityMilli: 1_000, costMinor });
  if (sku === null || priceMinor === null || cost === null) return [];
  const share = costSharePercent(priceMinor, cost);
  return [
    ...figure(`COST:${sku}`, unitCost(cost)),
    ...(share === null ? [] : figure(`COST-SHARE:${sku}`, share)),
  ];
}

/** None where the SKU has what no symbol has, or is too long. */
function figure(name: string, price: string): [string, string][] {
  const parsed = symbol.safeParse(name);
  return parsed.success ? [[parsed.data, price]] : [];
}
