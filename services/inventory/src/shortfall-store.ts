/** What is missing, as the steps need it. Whoever calls these holds the locks on the levels. */
import type { Tx } from '@balcao/kit/db.ts';
import type { Shortfall } from './shortfall.ts';
import type { StockLevel } from './stock-level.ts';

export interface ShortfallRow {
  seq: number;
  movement_id: string | null;
  product_id: string;
  business_date: string | null;
  quantity_milli: number;
  value_minor: number;
}

/** All shortfalls of some products, the oldest first. */
export function readShortfalls(tx: Tx, productIds: string[]): Promise<ShortfallRow[]> {
  return tx.query<ShortfallRow>(
    'SELECT * FROM shortfall WHERE product_id = ANY($1::uuid[]) ORDER BY seq',
    [productIds],
  );
}

/** Stores the shortfalls that are new, not as they were, or made up for. */
export function saveShortfalls(tx: Tx, changes: { before: StockLevel; after: StockLevel }[]): void {
  const added: (Shortfall & { productId: string })[] = [];
  const changed: Shortfall[] = [];
  const gone: Shortfall[] = [];
  for (const { before, after } of changes) {
    if (before.shortfalls === after.shortfalls) continue;
    const earlier = new Set(before.shortfalls);
    const left = new Set(after.shortfalls.map(({ seq }) => seq));
    const { productId } = after;
    added.push(...after.shortfalls.filter(isNew).map((one) => ({ ...one, productId })));
    changed.push(...after.shortfalls.filter((one) => !isNew(one) && !earlier.has(one)));
    gone.push(...before.shortfalls.filter(({ seq }) => !left.has(seq)));
  }
  if (gone.length > 0) deleteShortfalls(tx, gone);
  if (changed.length > 0) updateShortfalls(tx, changed);
  if (added.length > 0) insertShortfalls(tx, added);
}

function isNew({ seq }: Shortfall): boolean {
  return seq === null;
}

function deleteShortfalls(tx: Tx, gone: Shortfall[]): void {
  tx.send('DELETE FROM shortfall WHERE seq = ANY($1::bigint[])', [gone.map(({ seq }) => seq)]);
}

function updateShortfalls(tx: Tx, changed: Shortfall[]): void {
  tx.send(
    `UPDATE shortfall s SET quantity_milli = n.quantity_milli, value_minor = n.value_minor
     FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) AS n (seq, quantity_milli, value_minor)
     WHERE s.seq = n.seq`,
    [
      changed.map(({ seq }) => seq),
      changed.map(({ quantityMilli }) => quantityMilli),
      changed.map(({ valueMinor }) => valueMinor),
    ],
  );
}

function insertShortfalls(tx: Tx, added: (Shortfall & { productId: string })[]): void {
  tx.send(
    `INSERT INTO shortfall (movement_id, product_id, business_date, quantity_milli, value_minor)
     SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::date[], $4::bigint[], $5::bigint[])`,
    [
      added.map(({ movementId }) => movementId),
      added.map(({ productId }) => productId),
      added.map(({ businessDate }) => businessDate),
      added.map(({ quantityMilli }) => quantityMilli),
      added.map(({ valueMinor }) => valueMinor),
    ],
  );
}

export function shortfallFromRow(row: ShortfallRow): Shortfall {
  return {
    seq: row.seq,
    movementId: row.movement_id,
    businessDate: row.business_date,
    quantityMilli: row.quantity_milli,
    valueMinor: row.value_minor,
  };
}
