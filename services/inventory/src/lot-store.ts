/** Lots as the steps need them, and what moved them. Whoever calls these holds the locks on the levels. */
import type { Queryable, Tx } from '@balcao/kit/db.ts';
import type { Lot, LotMovement } from './lot.ts';
import type { StockLevel } from './stock-level.ts';

export interface LotRow {
  id: string;
  product_id: string;
  supplier_id: string | null;
  receipt_id: string | null;
  parent_id: string | null;
  code: string | null;
  received_on: string;
  expires_on: string | null;
  received_milli: number;
  cost_minor: number;
  on_hand_milli: number;
  value_minor: number;
  version: number;
}

export interface LotsWanted {
  /** All their lots that have goods. */
  productIds: string[];
  lotIds: string[];
  /** The lots of these movements. */
  movementIds: string[];
}

const columns = `id, product_id, supplier_id, receipt_id, parent_id, code, received_on, expires_on,
  received_milli, cost_minor, on_hand_milli, value_minor, version`;

/** Reads lots, each once. */
export async function readLots(tx: Tx, wanted: LotsWanted): Promise<LotRow[]> {
  const { productIds, lotIds, movementIds } = wanted;
  const withStock = tx.query<LotRow>(
    `SELECT ${columns} FROM lot WHERE product_id = ANY($1::uuid[]) AND has_stock`,
    [productIds],
  );
  if (lotIds.length + movementIds.length === 0) return withStock;
  const named = tx.query<LotRow>(
    `SELECT ${columns} FROM lot WHERE id = ANY($1::uuid[]) UNION
     SELECT ${columns} FROM lot
     WHERE id IN (SELECT lot_id FROM lot_movement WHERE movement_id = ANY($2::uuid[]))`,
    [lotIds, movementIds],
  );
  const rows = (await Promise.all([withStock, named])).flat();
  return [...new Map(rows.map((row) => [row.id, row])).values()];
}

/** Whose lot it is; undefined for one that does not exist. That never changes, so nothing needs to be locked. */
export async function findLotProduct(db: Queryable, lotId: string): Promise<string | undefined> {
  const rows = await db.query<{ product_id: string }>('SELECT product_id FROM lot WHERE id = $1', [
    lotId,
  ]);
  return rows[0]?.product_id;
}

/** Stores the lots that are new or not as they were. */
export function saveLots(tx: Tx, changes: { before: StockLevel; after: StockLevel }[]): void {
  const [added, changed]: [Lot[], Lot[]] = [[], []];
  for (const { before, after } of changes) {
    const earlier = new Map(before.lots.map((lot) => [lot.id, lot]));
    for (const lot of after.lots) {
      if (!earlier.has(lot.id)) added.push(lot);
      else if (earlier.get(lot.id) !== lot) changed.push(lot);
    }
  }
  if (added.length > 0) insertLots(tx, added);
  if (changed.length > 0) updateLots(tx, changed);
}

function insertLots(tx: Tx, lots: Lot[]): void {
  tx.send(
    `INSERT INTO lot (${columns})
     SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[],
       $7::date[], $8::date[], $9::bigint[], $10::bigint[], $11::bigint[], $12::bigint[], $13::bigint[])`,
    [
      lots.map((lot) => lot.id),
      lots.map((lot) => lot.productId),
      lots.map((lot) => lot.supplierId),
      lots.map((lot) => lot.receiptId),
      lots.map((lot) => lot.parentId),
      lots.map((lot) => lot.code),
      lots.map((lot) => lot.receivedOn),
      lots.map((lot) => lot.expiresOn),
      lots.map((lot) => lot.receivedMilli),
      lots.map((lot) => lot.costMinor),
      lots.map((lot) => lot.onHandMilli),
      lots.map((lot) => lot.valueMinor),
      lots.map((lot) => lot.version),
    ],
  );
}

function updateLots(tx: Tx, lots: Lot[]): void {
  tx.send(
    `UPDATE lot l SET on_hand_milli = n.on_hand_milli, value_minor = n.value_minor, version = n.version
     FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[])
       AS n (id, on_hand_milli, value_minor, version)
     WHERE l.id = n.id`,
    [
      lots.map((lot) => lot.id),
      lots.map((lot) => lot.onHandMilli),
      lots.map((lot) => lot.valueMinor),
      lots.map((lot) => lot.version),
    ],
  );
}

/** Adds what movements took from lots and gave to them, in this order. */
export function addLotMovements(tx: Tx, moved: LotMovement[]): void {
  if (moved.length === 0) return;
  tx.send(
    `INSERT INTO lot_movement (lot_id, movement_id, quantity_milli, cost_minor)
     SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bigint[])`,
    [
      moved.map((one) => one.lotId),
      moved.map((one) => one.movementId),
      moved.map((one) => one.quantityMilli),
      moved.map((one) => one.costMinor),
    ],
  );
}

/** What some movements took from lots and gave to them, in the order in which they did. */
export async function readLotMovements(tx: Tx, movementIds: string[]): Promise<LotMovement[]> {
  const rows = await tx.query<{
    lot_id: string;
    movement_id: string;
    quantity_milli: number;
    cost_minor: number;
  }>(
    `SELECT lot_id, movement_id, quantity_milli, cost_minor FROM lot_movement
     WHERE movement_id = ANY($1::uuid[]) ORDER BY seq`,
    [movementIds],
  );
  return rows.map((row) => ({
    lotId: row.lot_id,
    movementId: row.movement_id,
    quantityMilli: row.quantity_milli,
    costMinor: row.cost_minor,
  }));
}

export function lotFromRow(row: LotRow): Lot {
  return {
    id: row.id,
    productId: row.product_id,
    supplierId: row.supplier_id,
    receiptId: row.receipt_id,
    parentId: row.parent_id,
    code: row.code,
    receivedOn: row.received_on,
    expiresOn: row.expires_on,
    receivedMilli: row.received_milli,
    costMinor: row.cost_minor,
    onHandMilli: row.on_hand_milli,
    valueMinor: row.value_minor,
    version: row.version,
  };
}
