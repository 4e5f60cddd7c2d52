/** The movement ledger: rows are added and read, never changed. */
import type {
  Movement,
  MovementListQuery,
  MovementType,
  SaleReceipt,
} from '@balcao/contracts/api/inventory.ts';
import type { Queryable, Tx } from '@balcao/kit/db.ts';
import { brokenConstraint } from '@balcao/kit/db-errors.ts';
import { addLotMovements } from './lot-store.ts';
import type { Move } from './movement.ts';

interface Row {
  seq: number;
  id: string;
  type: MovementType;
  source_id: string;
  order_id: string | null;
  customer_id: string | null;
  register: string | null;
  receipt_number: number | null;
  product_id: string;
  quantity_milli: number;
  cost_minor: number;
  on_hand_milli: number;
  oversold_milli: number;
  reason: string | null;
  note: string | null;
  created_by: string | null;
  occurred_at: string;
  business_date: string;
  /** Where they were asked for. */
  lots?: Movement['lots'];
}

const insert = `
  INSERT INTO movement (id, type, source_id, order_id, product_id, quantity_milli, cost_minor,
    on_hand_milli, oversold_milli, reason, note, created_by, occurred_at, business_date, customer_id,
    register, receipt_number)
  SELECT * FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[], $5::uuid[], $6::bigint[],
    $7::bigint[], $8::bigint[], $9::bigint[], $10::text[], $11::text[], $12::uuid[],
    $13::timestamptz[], $14::date[], $15::uuid[], $16::text[], $17::bigint[])`;

/** Adds movements and those of their lots, in this order. The writer holds the locks on their levels. */
export function addMoves(tx: Tx, moves: Move[]): void {
  if (moves.length === 0) return;
  tx.send(insert, valuesOf(moves));
  addMovesOfLots(tx, moves);
}

/** The same, for ids that may be taken: answers false at once where one is, and the transaction has failed. */
export async function tryMoves(tx: Tx, moves: Move[]): Promise<boolean> {
  try {
    await tx.query(insert, valuesOf(moves));
  } catch (error) {
    const broken = brokenConstraint(error);
    if (broken !== 'movement_id' && broken !== 'movement_source') throw error;
    return false;
  }
  addMovesOfLots(tx, moves);
  return true;
}

function addMovesOfLots(tx: Tx, moves: Move[]): void {
  addLotMovements(
    tx,
    moves.flatMap(({ lotMovements }) => lotMovements),
  );
}

function valuesOf(moves: Move[]): unknown[] {
  const movements = moves.flatMap((move) => move.movements);
  return [
    movements.map((movement) => movement.id),
    movements.map((movement) => movement.type),
    movements.map((movement) => movement.sourceId),
    // A sale's order is its source: the column would only repeat it.
    movements.map((movement) => (movement.type === 'sale' ? null : movement.orderId)),
    movements.map((movement) => movement.productId),
    movements.map((movement) => movement.quantityMilli),
    movements.map((movement) => movement.costMinor),
    movements.map((movement) => movement.onHandMilli),
    movements.map((movement) => movement.oversoldMilli),
    movements.map((movement) => movement.reason),
    movements.map((movement) => movement.note),
    movements.map((movement) => movement.createdBy),
    movements.map((movement) => movement.occurredAt),
    movements.map((movement) => movement.businessDate),
    movements.map((movement) => movement.customerId),
    movements.map((movement) => movement.receipt?.register ?? null),
    movements.map((movement) => movement.receipt?.number ?? null),
  ];
}

/** The sale and return movements of some orders, without their lots. */
export async function readOrderMovements(db: Queryable, orderIds: string[]): Promise<Movement[]> {
  const rows = await db.query<Row>(
    `SELECT * FROM movement WHERE source_id = ANY($1::uuid[]) AND type IN ('sale', 'return')
     UNION ALL SELECT * FROM movement WHERE order_id = ANY($1::uuid[]) AND type = 'return'`,
    [orderIds],
  );
  return rows.map(fromRow);
}

export interface ListedMovement {
  /** Its place in the ledger: the key of the list. */
  seq: number;
  movement: Movement;
}

const lots = `
  coalesce((SELECT jsonb_agg(jsonb_build_object('lotId', lot_id, 'quantityMilli', quantity_milli,
      'costMinor', cost_minor) ORDER BY seq)
    FROM lot_movement WHERE movement_id = m.id), '[]')`;

/** Movements, newest first; `before` is the key of the last one of the page before. */
export async function listMovements(
  db: Queryable,
  query: MovementListQuery,
  before: number | null,
): Promise<ListedMovement[]> {
  const rows = await db.query<Row>(
    `SELECT m.*, ${lots} AS lots FROM movement m
     WHERE ($2::bigint IS NULL OR seq < $2) AND ($3::uuid IS NULL OR product_id = $3)
       AND ($4::text IS NULL OR type = $4) AND ($5::uuid IS NULL OR source_id = $5)
       AND ($6::date IS NULL OR business_date >= $6) AND ($7::date IS NULL OR business_date <= $7)
     ORDER BY seq DESC LIMIT $1`,
    [
      query.limit + 1,
      before,
      query.productId ?? null,
      query.type ?? null,
      query.sourceId ?? null,
      query.from ?? null,
      query.to ?? null,
    ],
  );
  return rows.map((row) => ({ seq: row.seq, movement: fromRow(row) }));
}

function fromRow(row: Row): Movement {
  return {
    id: row.id,
    type: row.type,
    sourceId: row.source_id,
    orderId: row.type === 'sale' ? row.source_id : row.order_id,
    customerId: row.customer_id,
    receipt: receiptOf(row),
    productId: row.product_id,
    quantityMilli: row.quantity_milli,
    costMinor: row.cost_minor,
    onHandMilli: row.on_hand_milli,
    oversoldMilli: row.oversold_milli,
    lots: row.lots ?? [],
    reason: row.reason,
    note: row.note,
    createdBy: row.created_by,
    occurredAt: row.occurred_at,
    businessDate: row.business_date,
  };
}

function receiptOf({ register, receipt_number: number }: Row): SaleReceipt | null {
  return register === null || number === null ? null : { register, number };
}
