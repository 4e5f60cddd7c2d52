/** The catalogue in memory: what a code means and what a name finds, in a few milliseconds for 20,000 products. Pure. */

import { effectivePrice } from '@balcao/contracts/effective-price.ts';
import { normaliseText } from '@balcao/contracts/normalise-text.ts';
import type { PromotionRule } from '@balcao/contracts/promotion.ts';
import type { ScaleLayout } from '@balcao/contracts/scale-label.ts';
import type { ShopTime } from '@balcao/contracts/shop-clock.ts';
import { type PricedCode, priceCode, readCode } from '@balcao/contracts/sold-code.ts';
import type { Unit } from '@balcao/contracts/unit.ts';

/** What is kept of a product; its cost is not, since everybody at this device could read it. */
export interface KeptProduct {
  id: string;
  name: string;
  sku: string;
  unit: Unit;
  categoryId: string | null;
  /** The list price of a kilogram or piece, in centavos. */
  priceMinor: number;
  plu: string | null;
  barcode: string | null;
}

export interface CatalogueProduct {
  id: string;
  name: string;
  unit: Unit;
  /** What a kilogram or piece costs now, with its promotion, in centavos. */
  priceMinor: number;
  plu: string | null;
  barcode: string | null;
}

/** A code that sells something; `priced` is null for what has to be weighed first. */
export interface FoundCode {
  kind: 'plu' | 'barcode' | 'label';
  product: CatalogueProduct;
  priced: Omit<PricedCode, 'kind'> | null;
}

interface Entry {
  product: KeptProduct;
  /** Without accents, in lower case, each word behind a space. */
  text: string;
}

export interface CatalogueIndex {
  entries: Entry[];
  byId: Map<string, KeptProduct>;
  byPlu: Map<string, KeptProduct>;
  byBarcode: Map<string, KeptProduct>;
  promotionsOf(product: KeptProduct): PromotionRule[];
}

export function indexCatalogue(
  products: readonly KeptProduct[],
  promotions: readonly PromotionRule[],
): CatalogueIndex {
  const byProduct = Map.groupBy(promotions, ({ productId }) => productId);
  const byCategory = Map.groupBy(promotions, ({ categoryId }) => categoryId);
  const entries = products.map((product) => ({ product, text: searchTextOf(product) }));
  // In the order of lists, so that what is found needs no sorting by name.
  entries.sort((one, other) => (one.text < other.text ? -1 : 1));
  return {
    entries,
    byId: new Map(products.map((product) => [product.id, product])),
    byPlu: new Map(products.flatMap((product) => (product.plu ? [[product.plu, product]] : []))),
    byBarcode: new Map(
      products.flatMap((product) => (product.barcode ? [[product.barcode, product]] : [])),
    ),
    promotionsOf: ({ id, categoryId }) => [
      ...(byProduct.get(id) ?? []),
      ...(categoryId === null ? [] : (byCategory.get(categoryId) ?? [])),
    ],
  };
}

const searchTextOf = ({ name, sku, plu, barcode }: KeptProduct): string =>
  ` ${normaliseText([name, sku, plu ?? '', barcode ?? ''].join(' '))}`;

export interface Scan {
  code: string;
  layout: ScaleLayout;
  /** When it is scanned, on the shop's clock: what is on offer then. */
  at: ShopTime;
}

/** Null for what sells nothing: an unknown code, a wrong check digit, a label in the wrong unit. */
export function findCode(index: CatalogueIndex, { code, layout, at }: Scan): FoundCode | null {
  const read = readCode(code, layout);
  if (read.kind === 'invalid') return null;
  const product =
    read.kind === 'barcode' ? index.byBarcode.get(read.barcode) : index.byPlu.get(read.plu);
  if (product === undefined) return null;
  const shown = atPriceOf(index, product, at);
  const { unit, priceMinor } = shown;
  const priced = priceCode(read, { unit, priceMinor, listPriceMinor: product.priceMinor });
  if (priced.kind === 'priced') {
    const { kind: _kind, ...rest } = priced;
    return { kind: read.kind, product: shown, priced: rest };
  }
  const hasToBeWeighed = priced.code === 'quantity_required';
  return hasToBeWeighed ? { kind: read.kind, product: shown, priced: null } : null;
}

/** The best first: an exact code, then names that begin so, then words that do, then what occurs anywhere. */
export function searchIndex(
  index: CatalogueIndex,
  { text, at, limit = 20 }: { text: string; at: ShopTime; limit?: number },
): CatalogueProduct[] {
  const words = normaliseText(text).split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const ranks: KeptProduct[][] = [[], [], [], []];
  for (const entry of index.entries) ranks[rankOf(entry, words)]?.push(entry.product);
  return ranks
    .flat()
    .slice(0, limit)
    .map((product) => atPriceOf(index, product, at));
}

const nowhere = -1;

function rankOf({ product, text }: Entry, words: string[]): number {
  for (const word of words) if (!text.includes(word)) return nowhere;
  const [first = ''] = words;
  if (words.length === 1 && isCodeOf(product, first)) return 0;
  if (text.startsWith(` ${words.join(' ')}`)) return 1;
  return words.every((word) => text.includes(` ${word}`)) ? 2 : 3;
}

const isCodeOf = ({ plu, barcode, sku }: KeptProduct, word: string): boolean =>
  plu === word || barcode === word || sku.toLowerCase() === word;

export function atPriceOf(
  index: CatalogueIndex,
  product: KeptProduct,
  at: ShopTime,
): CatalogueProduct {
  const { id, name, unit, plu, barcode } = product;
  const { priceMinor } = effectivePrice(product, index.promotionsOf(product), at);
  return { id, name, unit, priceMinor, plu, barcode };
}
