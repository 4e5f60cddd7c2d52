/** A price history as the points of a line that moves in steps. */
import type { Price } from '@balcao/contracts/api/product.ts';

export interface PricePoint {
  /** Milliseconds since 1970. */
  atMs: number;
  priceMinor: number;
  costMinor: number | null;
}

/** Oldest first; the last price holds until `nowMs`. */
export function priceSteps(prices: readonly Price[], nowMs: number): PricePoint[] {
  const points = prices
    .map(({ validFrom, priceMinor, costMinor }) => ({
      atMs: Date.parse(validFrom),
      priceMinor,
      costMinor,
    }))
    .toSorted((a, b) => a.atMs - b.atMs);
  const last = points.at(-1);
  return last === undefined || last.atMs >= nowMs ? points : [...points, { ...last, atMs: nowMs }];
}
