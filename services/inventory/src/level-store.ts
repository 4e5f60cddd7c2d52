/** Stock levels as the steps need them: locked together, written back together. */
import type { NegativeStock } from '@balcao/contracts/api/inventory.ts';
import type { Unit } from '@balcao/contracts/unit.ts';
import type { Tx } from '@balcao/kit/db.ts';
import { createShelf, type Shelf, type StockLevel } from './stock-level.ts';

interface Row {
  product_id: string;
  unit: Unit;
  on_hand_milli: number;
  reserved_milli: number;
  value_minor: number;
  unit_cost_minor: number;
  minimum_milli: number | null;
  negative_stock: NegativeStock;
  version: number;
}

/** Locks the levels of some products, sorted by product so that nobody waits in a circle, until `tx` ends. */
export async function lockShelf(tx: Tx, lines: { productId: string }[]): Promise<Shelf> {
  const rows = await tx.query<Row>(
    `SELECT l.product_id, p.unit, l.on_hand_milli, l.reserved_milli, l.value_minor,
       coalesce(p.cost_minor, 0) AS unit_cost_minor, l.minimum_milli, l.negative_stock, l.version
     FROM stock_level l JOIN product p ON p.id = l.product_id
     WHERE l.product_id = ANY($1::uuid[])
     ORDER BY l.product_id FOR NO KEY UPDATE OF l`,
    [[...new Set(lines.map(({ productId }) => productId))]],
  );
  return createShelf(rows.map(fromRow));
}

/** Writes back what changed on a shelf that `tx` has locked. */
export function saveShelf(tx: Tx, shelf: Shelf): void {
  const levels = shelf.changed();
  if (levels.length === 0) return;
  tx.send(
    `UPDATE stock_level l SET on_hand_milli = n.on_hand_milli, reserved_milli = n.reserved_milli,
       value_minor = n.value_minor, minimum_milli = n.minimum_milli,
       negative_stock = n.negative_stock, version = n.version, updated_at = now()
     FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::text[],
       $7::bigint[]) AS n (product_id, on_hand_milli, reserved_milli, value_minor, minimum_milli,
       negative_stock, version)
     WHERE l.product_id = n.product_id`,
    [
      levels.map((level) => level.productId),
      levels.map((level) => level.onHandMilli),
      levels.map((level) => level.reservedMilli),
      levels.map((level) => level.valueMinor),
      levels.map((level) => level.minimumMilli),
      levels.map((level) => level.negativeStock),
      levels.map((level) => level.version),
    ],
  );
}

function fromRow(row: Row): StockLevel {
  return {
    productId: row.product_id,
    unit: row.unit,
    onHandMilli: row.on_hand_milli,
    reservedMilli: row.reserved_milli,
    valueMinor: row.value_minor,
    unitCostMinor: row.unit_cost_minor,
    minimumMilli: row.minimum_milli,
    negativeStock: row.negative_stock,
    version: row.version,
  };
}
