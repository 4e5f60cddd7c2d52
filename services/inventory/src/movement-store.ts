/** The movement ledger: rows are added and read, never changed. */
import type { Movement, MovementListQuery, MovementType } from '@balcao/contracts/api/inventory.ts';
import type { Queryable, Tx } from '@balcao/kit/db.ts';

interface Row {
  seq: number;
  id: string;
  type: MovementType;
  source_id: string;
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
}

const insert = `
  INSERT INTO movement (id, type, source_id, product_id, quantity_milli, cost_minor, on_hand_milli,
    oversold_milli, reason, note, created_by, occurred_at, business_date)
  SELECT * FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[], $5::bigint[], $6::bigint[],
    $7::bigint[], $8::bigint[], $9::text[], $10::text[], $11::uuid[], $12::timestamptz[], $13::date[])`;

/** Adds movements, in this order. The writer holds the locks on their levels. */
export function addMovements(tx: Tx, movements: Movement[]): void {
  tx.send(insert, valuesOf(movements));
}

/** The same, for ids that may be taken: rejects at once where one is. */
export async function tryMovements(tx: Tx, movements: Movement[]): Promise<void> {
  await tx.query(insert, valuesOf(movements));
}

function valuesOf(movements: Movement[]): unknown[] {
  return [
    movements.map((movement) => movement.id),
    movements.map((movement) => movement.type),
    movements.map((movement) => movement.sourceId),
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
  ];
}

/** The sale and return movements of some orders. */
export async function readOrderMovements(db: Queryable, orderIds: string[]): Promise<Movement[]> {
  const rows = await db.query<Row>(
    `SELECT * FROM movement WHERE source_id = ANY($1::uuid[]) AND type IN ('sale', 'return')`,
    [orderIds],
  );
  return rows.map(fromRow);
}

export interface ListedMovement {
  /** Its place in the ledger: the key of the list. */
  seq: number;
  movement: Movement;
}

/** Movements, newest first; `before` is the key of the last one of the page before. */
export async function listMovements(
  db: Queryable,
  query: MovementListQuery,
  before: number | null,
): Promise<ListedMovement[]> {
  const rows = await db.query<Row>(
    `SELECT * FROM movement
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
    productId: row.product_id,
    quantityMilli: row.quantity_milli,
    costMinor: row.cost_minor,
    onHandMilli: row.on_hand_milli,
    oversoldMilli: row.oversold_milli,
    reason: row.reason,
    note: row.note,
    createdBy: row.created_by,
    occurredAt: row.occurred_at,
    businessDate: row.business_date,
  };
}
