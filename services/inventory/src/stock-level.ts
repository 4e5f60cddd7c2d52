/** A product's stock, what of it is promised to orders, and whether an order can be had. */
import type { NegativeStock } from '@balcao/contracts/api/inventory.ts';
import type { Shortage } from '@balcao/contracts/api/sales.ts';
import type { Unit } from '@balcao/contracts/unit.ts';
import { Problem } from '@balcao/kit/problem.ts';

export interface StockLevel {
  productId: string;
  unit: Unit;
  onHandMilli: number;
  /** Promised to orders that are not completed yet. */
  reservedMilli: number;
  /** What the goods on hand cost; below zero while more was sold than there was. */
  valueMinor: number;
  /** The catalogue's cost of a unit, for goods whose own cost nobody knows; 0 when it has none. */
  unitCostMinor: number;
  /** Null: the product is never low. */
  minimumMilli: number | null;
  negativeStock: NegativeStock;
  /** Grows with every change. */
  version: number;
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
  changed(): StockLevel[];
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
    changed: () => [...now.values()].filter((level) => level !== before.get(level.productId)),
  };
}

export function availableMilli(level: StockLevel): number {
  return level.onHandMilli - level.reservedMilli;
}

/** Holds all lines of an order (one per product) or none; answers what is missing: nothing when they are held. */
export function holdLines(shelf: Shelf, lines: Line[]): Shortage[] {
  const missing = lines.filter((line) => !canHold(shelf.get(line.productId), line.quantityMilli));
  if (missing.length > 0) return missing.map((line) => shortageOf(shelf, line));
  for (const { productId, quantityMilli } of lines) {
    shelf.put(withReserved(shelf.get(productId), quantityMilli));
  }
  return [];
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

/** Whether this change is the one that took what is on hand below the minimum. */
export function fellBelowMinimum(before: StockLevel, after: StockLevel): boolean {
  const { minimumMilli } = after;
  return (
    minimumMilli !== null && before.onHandMilli >= minimumMilli && after.onHandMilli < minimumMilli
  );
}

function canHold(level: StockLevel, quantityMilli: number): boolean {
  return level.negativeStock === 'allow' || availableMilli(level) >= quantityMilli;
}

function withReserved(level: StockLevel, quantityMilli: number): StockLevel {
  const reservedMilli = level.reservedMilli + quantityMilli;
  return { ...level, reservedMilli, version: level.version + 1 };
}
