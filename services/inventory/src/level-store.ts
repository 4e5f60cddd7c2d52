/**
 * Stock levels as the steps need them: locked together, written back together. The lock on a product's level
 * is the lock on its lots and shortfalls too: they are read after it, and changed by nobody without it.
 */
import type { NegativeStock } from '@balcao/contracts/api/inventory.ts';
import type { Unit } from '@balcao/contracts/unit.ts';
import type { Tx } from '@balcao/kit/db.ts';
import { type LotRow, lotFromRow, readLots, saveLots } from './lot-store.ts';
import {
  readShortfalls,
  type ShortfallRow,
  saveShortfalls,
  shortfallFromRow,
} from './shortfall-store.ts';
import { createShelf, type Shelf, type StockLevel } from './stock-level.ts';

interface Row {
  product_id: string;
  unit: Unit;
  on_hand_milli: number;
  reserved_milli: number;
  value_minor: number;
  unit_cost_minor: number;
  shelf_life_days: number | null;
  minimum_milli: number | null;
  negative_stock: NegativeStock;
  is_low_told: boolean;
  version: number;
}

export interface ShelfNeeds {
  /** The business date by which lots are expired or not. */
  today: string;
  /** Lots that may be empty. */
  lotIds?: string[];
  /** Movements whose lots are needed, empty or not: those of sales that come back. */
  movementIds?: string[];
  /** Whether goods come in, so that shortfalls are needed. */
  isReceiving?: boolean;
}

const selectLevels = `
  SELECT l.product_id, p.unit, l.on_hand_milli, l.reserved_milli, l.value_minor,
    coalesce(p.cost_minor, 0) AS unit_cost_minor, p.shelf_life_days, l.minimum_milli,
    l.negative_stock, l.is_low_told, l.version
  FROM stock_level l JOIN product p ON p.id = l.product_id
  WHERE l.product_id = ANY($1::uuid[])
  ORDER BY l.product_id FOR NO KEY UPDATE OF l`;

/**
 * Locks the levels of some products, sorted by product so that nobody waits in a circle, until `tx` ends.
 * Everything is asked for in one packet; each statement sees what was committed when it began, which is
 * after the locks are ours.
 */
export async function lockShelf(
  tx: Tx,
  lines: { productId: string }[],
  needs: ShelfNeeds,
): Promise<Shelf> {
  const productIds = [...new Set(lines.map(({ productId }) => productId))];
  const { today, lotIds = [], movementIds = [], isReceiving = false } = needs;
  const [levels, lots, shortfalls] = await Promise.all([
    tx.query<Row>(selectLevels, [productIds]),
    readLots(tx, { productIds, lotIds, movementIds }),
    isReceiving ? readShortfalls(tx, productIds) : [],
  ]);
  const lotsOf = Map.groupBy(lots, (row) => row.product_id);
  const shortfallsOf = Map.groupBy(shortfalls, (row) => row.product_id);
  return createShelf(
    levels.map((row) =>
      fromRow(row, today, {
        lots: lotsOf.get(row.product_id) ?? [],
        shortfalls: shortfallsOf.get(row.product_id) ?? [],
      }),
    ),
  );
}

/** Takes the same locks, in the same order, and reads nothing. */
export async function lockLevels(tx: Tx, lines: { productId: string }[]): Promise<void> {
  await tx.query(selectLevels, [[...new Set(lines.map(({ productId }) => productId))]]);
}

/** Writes back what changed on a shelf that `tx` has locked. */
export function saveShelf(tx: Tx, shelf: Shelf): void {
  const changes = shelf.changed();
  if (changes.length === 0) return;
  saveLevels(
    tx,
    changes.map(({ after }) => after),
  );
  saveLots(tx, changes);
  saveShortfalls(tx, changes);
}

function saveLevels(tx: Tx, levels: StockLevel[]): void {
  tx.send(
    `UPDATE stock_level l SET on_hand_milli = n.on_hand_milli, reserved_milli = n.reserved_milli,
       value_minor = n.value_minor, minimum_milli = n.minimum_milli,
       negative_stock = n.negative_stock, is_low_told = n.is_low_told, version = n.version,
       updated_at = now()
     FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::text[],
       $7::boolean[], $8::bigint[]) AS n (product_id, on_hand_milli, reserved_milli, value_minor,
       minimum_milli, negative_stock, is_low_told, version)
     WHERE l.product_id = n.product_id`,
    [
      levels.map((level) => level.productId),
      levels.map((level) => level.onHandMilli),
      levels.map((level) => level.reservedMilli),
      levels.map((level) => level.valueMinor),
      levels.map((level) => level.minimumMilli),
      levels.map((level) => level.negativeStock),
      levels.map((level) => level.isLowTold),
      levels.map((level) => level.version),
    ],
  );
}

function fromRow(
  row: Row,
  today: string,
  { lots, shortfalls }: { lots: LotRow[]; shortfalls: ShortfallRow[] },
): StockLevel {
  return {
    productId: row.product_id,
    unit: row.unit,
    onHandMilli: row.on_hand_milli,
    reservedMilli: row.reserved_milli,
    valueMinor: row.value_minor,
    unitCostMinor: row.unit_cost_minor,
    shelfLifeDays: row.shelf_life_days,
    minimumMilli: row.minimum_milli,
    negativeStock: row.negative_stock,
    isLowTold: row.is_low_told,
    version: row.version,
    today,
    lots: lots.map(lotFromRow),
    shortfalls: shortfalls.map(shortfallFromRow),
  };
}
