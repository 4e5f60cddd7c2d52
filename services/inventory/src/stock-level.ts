/** A product's stock, what of it is promised to orders, and whether an order can be had. */
import type { NegativeStock } from '@balcao/contracts/api/inventory.ts';
import type { Shortage } from '@balcao/contracts/api/sales.ts';
import type { Unit } from '@balcao/contracts/unit.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { isExpired, type Lot } from './lot.ts';
import type { Shortfall } from './shortfall.ts';

export interface StockLevel {
  productId: string;
  unit: Unit;
  /** Σ lots − Σ shortfalls, and the value likewise. */
  onHandMilli: number;
  valueMinor: number;
  /** Promised to orders that are not completed yet. */
  reservedMilli: number;
  /** The catalogue's cost of a unit, for goods whose own cost nobody knows; 0 when it has none. */
  unitCostMinor: number;
  shelfLifeDays: number | null;
  /** Null: the product is never low. */
  minimumMilli: number | null;
  negativeStock: NegativeStock;
  /** It was said that the product is low, and there has not been enough since. */
  isLowTold: boolean;
  /** Grows with every change. */
  version: number;
  /** The business date by which lots are expired or not. */
  today: string;
  /** Those with goods in them, and whatever empty ones a step asked for. */
  lots: Lot[];
  /** The oldest first. Read by steps that bring goods in only; others add to them. */
  shortfalls: Shortfall[];
}

export interface Line {
  productId: string;
  quantityMilli: number;
}

/** The levels that a step works on: locked in the database, changed here, written back together. */
export interface Shelf {
  /** Throws a `conflict`, which makes an event come again, where the product has not arrived yet. */
  get(productId: string): StockLevel;
  find(productId: string): StockLevel | undefined;
  put(level: StockLevel): void;
  /** The levels that are not as they were, beside what they were. */
  changed(): { before: StockLevel; after: StockLevel }[];
}

export function createShelf(locked: StockLevel[]): Shelf {
  const before = new Map(locked.map((level) => [level.productId, level]));
  const now = new Map(before);
  return {
    get(productId) {
      const level = now.get(productId);
      if (level !== undefined) return level;
      throw new Problem('conflict', `The product ${productId} has not arrived here yet.`);
    },
    find: (productId) => now.get(productId),
    put: (level) => void now.set(level.productId, level),
    changed: () =>
      [...now.values()].flatMap((after) => {
        const earlier = before.get(after.productId);
        return earlier === undefined || earlier === after ? [] : [{ before: earlier, after }];
      }),
  };
}

/** What is on hand and has not expired. Below zero while more was sold than there was. */
export function sellableMilli(level: StockLevel): number {
  const expired = level.lots.filter((lot) => isExpired(lot, level.today));
  return expired.reduce((sum, lot) => sum - lot.onHandMilli, level.onHandMilli);
}

/** What can be promised: neither expired nor promised already. */
export function availableMilli(level: StockLevel): number {
  return sellableMilli(level) - level.reservedMilli;
}

/** Holds all lines of an order (one per product) or none; answers what is missing: nothing when they are held. */
export function holdLines(shelf: Shelf, lines: Line[]): Shortage[] {
  const missing = lines.filter((line) => !canHold(shelf.get(line.productId), line.quantityMilli));
  if (missing.length > 0) return missing.map((line) => shortageOf(shelf, line));
  holdAnyway(shelf, lines);
  return [];
}

/** Holds all lines whatever there is: for a sale that has happened. */
export function holdAnyway(shelf: Shelf, lines: Line[]): void {
  for (const { productId, quantityMilli } of lines) {
    shelf.put(withReserved(shelf.get(productId), quantityMilli));
  }
}

/** What an order asked for, beside what there is of it. */
export function shortageOf(shelf: Shelf, { productId, quantityMilli }: Line): Shortage {
  const level = shelf.find(productId);
  const available = level === undefined ? 0 : availableMilli(level);
  return { productId, requestedMilli: quantityMilli, availableMilli: available };
}

/** Gives back what was held. */
export function releaseLines(shelf: Shelf, lines: Line[]): void {
  for (const { productId, quantityMilli } of lines) {
    shelf.put(withReserved(shelf.get(productId), -quantityMilli));
  }
}

/** One line per product, sorted by product. */
export function sumByProduct(lines: Line[]): Line[] {
  const sums = new Map<string, number>();
  for (const { productId, quantityMilli } of lines) {
    sums.set(productId, (sums.get(productId) ?? 0) + quantityMilli);
  }
  return [...sums]
    .map(([productId, quantityMilli]) => ({ productId, quantityMilli }))
    .sort((a, b) => (a.productId < b.productId ? -1 : 1));
}

/** Whether what can be sold is below the minimum. */
export function isLow(level: StockLevel): boolean {
  return level.minimumMilli !== null && sellableMilli(level) < level.minimumMilli;
}

function canHold(level: StockLevel, quantityMilli: number): boolean {
  return level.negativeStock === 'allow' || availableMilli(level) >= quantityMilli;
}

function withReserved(level: StockLevel, quantityMilli: number): StockLevel {
  const reservedMilli = level.reservedMilli + quantityMilli;
  return { ...level, reservedMilli, version: level.version + 1 };
}
