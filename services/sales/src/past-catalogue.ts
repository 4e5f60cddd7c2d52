/** The catalogue as it was at the moment of a sale that is sent later. */
import type { PromotionRule } from '@balcao/contracts/promotion.ts';
import type { Catalogue, CatalogueProduct } from './catalogue-store.ts';

/** What a product was until something about it changed. */
export interface PastProduct {
  id: string;
  priceMinor: number;
  categoryId: string | null;
  until: string;
}

/** A promotion as it stood for a while. */
export interface PastPromotion {
  rule: PromotionRule;
  /** Null: longer than is known. */
  since: string | null;
  /** Null: it still is. */
  until: string | null;
}

export interface Past {
  /** What is not any more, by version: an event's time may be a little before that of the version before it. */
  products: PastProduct[];
  /** All that may have held, those of today too. */
  promotions: PastPromotion[];
}

/** Prices and promotions of then. Names, units and codes are those of now; so is what has never changed. */
export function catalogueAt(catalogue: Catalogue, past: Past, at: Date): Catalogue {
  const atMs = at.getTime();
  const then = (product: CatalogueProduct): CatalogueProduct => {
    const was = past.products.find(
      ({ id, until }) => id === product.id && atMs < Date.parse(until),
    );
    if (was === undefined) return product;
    return { ...product, priceMinor: was.priceMinor, categoryId: was.categoryId };
  };
  return {
    byId: mapValues(catalogue.byId, then),
    byPlu: mapValues(catalogue.byPlu, then),
    byBarcode: mapValues(catalogue.byBarcode, then),
    promotions: past.promotions.filter((each) => wasThere(each, atMs)).map(({ rule }) => rule),
  };
}

function wasThere({ since, until }: PastPromotion, atMs: number): boolean {
  const hasBegun = since === null || Date.parse(since) <= atMs;
  return hasBegun && (until === null || atMs < Date.parse(until));
}

function mapValues<Key, Value>(map: Map<Key, Value>, change: (value: Value) => Value) {
  return new Map([...map].map(([key, value]) => [key, change(value)]));
}
