/** Traces: from a lot to every order that got of it, and from an order to its lots. */
import type { Lot } from '@balcao/contracts/api/lots.ts';
import type { LotTrace, OrderLots } from '@balcao/contracts/api/traces.ts';
import type { Queryable } from '@balcao/kit/db.ts';
import { type ListedLotRow, lotSource, toLot } from './lot-list-store.ts';
import { findReceipt } from './receipt-store.ts';
import { findSupplier, readSuppliers } from './supplier-store.ts';

/** The lot `$1` and all that was cut from it. */
const family = `
  WITH RECURSIVE family AS (
    SELECT id FROM lot WHERE id = $1
    UNION SELECT lot.id FROM lot JOIN family ON lot.parent_id = family.id)`;

/**
 * What moved some lots. The offset keeps the planner from reading the whole ledger for a few thousand rows:
 * each movement is looked up by its id, however many there are.
 */
const moved = `
  SELECT lm.lot_id AS "lotId", lm.movement_id AS "movementId", m.type, m.reason,
    CASE WHEN m.type = 'sale' THEN m.source_id WHEN m.type = 'return' THEN m.order_id END
      AS "orderId",
    m.product_id AS "productId", lm.quantity_milli AS "quantityMilli",
    lm.cost_minor AS "costMinor", m.occurred_at AS "occurredAt",
    m.business_date AS "businessDate", m.customer_id AS "customerId", m.register,
    m.receipt_number AS "receiptNumber"
  FROM lot_movement lm
  LEFT JOIN LATERAL (SELECT * FROM movement WHERE id = lm.movement_id OFFSET 0) m ON true
  WHERE lm.lot_id = ANY($1::uuid[]) ORDER BY lm.seq`;

type MovedRow = LotTrace['movements'][number] &
  Pick<LotTrace['orders'][number], 'productId' | 'customerId'> & {
    orderId: string | null;
    register: string | null;
    receiptNumber: number | null;
  };

const descendants = `${family} ${lotSource.replace('$1', '$2')} WHERE l.id IN (SELECT id FROM family) AND l.id <> $1
  ORDER BY l.received_on, l.id`;

const ancestors = `
  WITH RECURSIVE line AS (
    SELECT parent_id AS id, 1 AS depth FROM lot WHERE id = $1 AND parent_id IS NOT NULL
    UNION SELECT lot.parent_id, line.depth + 1 FROM lot JOIN line ON lot.id = line.id
    WHERE lot.parent_id IS NOT NULL)
  SELECT l.*, line.depth FROM line JOIN (${lotSource.replace('$1', '$2')}) l ON l.id = line.id
  ORDER BY line.depth`;

/** The way of a lot. */
export async function traceLot(db: Queryable, lot: Lot, today: string): Promise<LotTrace> {
  const { id, supplierId, receiptId } = lot;
  const [supplier, receipt, up, down] = await Promise.all([
    supplierId === null ? undefined : findSupplier(db, supplierId),
    receiptId === null ? undefined : findReceipt(db, receiptId),
    db.query<ListedLotRow>(ancestors, [id, today]),
    db.query<ListedLotRow>(descendants, [id, today]),
  ]);
  const rows = await db.query<MovedRow>(moved, [[id, ...down.map((row) => row.id)]]);
  return {
    lot,
    supplier: supplier ?? null,
    receipt: receipt ?? null,
    ancestors: up.map(toLot),
    descendants: down.map(toLot),
    movements: rows
      .filter(({ orderId }) => orderId === null)
      .map(
        ({
          orderId: _order,
          productId: _product,
          customerId: _customer,
          register: _register,
          receiptNumber: _number,
          ...movement
        }) => movement,
      ),
    orders: ordersOf(rows),
  };
}

/** By order and lot: what was sold, and what came back. */
function ordersOf(rows: MovedRow[]): LotTrace['orders'] {
  const orders = new Map<string, LotTrace['orders'][number]>();
  for (const { orderId, lotId, quantityMilli, occurredAt, businessDate, ...row } of rows) {
    if (orderId === null || occurredAt === null || businessDate === null) continue;
    const key = `${orderId} ${lotId}`;
    const { productId, customerId, register, receiptNumber: number } = row;
    const { soldMilli, returnedMilli, ...order } = orders.get(key) ?? {
      orderId,
      customerId,
      receipt: register === null || number === null ? null : { register, number },
      lotId,
      productId,
      soldMilli: 0,
      returnedMilli: 0,
      occurredAt,
      businessDate,
    };
    orders.set(key, {
      ...order,
      soldMilli: soldMilli + Math.max(-quantityMilli, 0),
      returnedMilli: returnedMilli + Math.max(quantityMilli, 0),
    });
  }
  return [...orders.values()];
}

interface OrderRow {
  product_id: string;
  /** Null: without a lot. */
  lot_id: string | null;
  sold_milli: number;
  returned_milli: number;
}

/** What an order's movements moved in all, and of that by lots. */
const ofOrder = `
  WITH own AS (
    SELECT id, type, product_id, quantity_milli FROM movement WHERE source_id = $1
      AND type IN ('sale', 'return')
    UNION ALL SELECT id, type, product_id, quantity_milli FROM movement WHERE order_id = $1
      AND type = 'return'),
  part AS (
    SELECT own.product_id, own.type, lm.lot_id, lm.quantity_milli
    FROM own JOIN lot_movement lm ON lm.movement_id = own.id)
  SELECT product_id, lot_id,
    coalesce(-sum(quantity_milli) FILTER (WHERE type = 'sale'), 0)::bigint AS sold_milli,
    coalesce(sum(quantity_milli) FILTER (WHERE type = 'return'), 0)::bigint AS returned_milli
  FROM (SELECT product_id, type, lot_id, quantity_milli FROM part
    UNION ALL SELECT product_id, type, NULL, quantity_milli FROM own
    UNION ALL SELECT product_id, type, NULL, -quantity_milli FROM part) all_parts
  GROUP BY product_id, lot_id ORDER BY product_id, lot_id`;

/** What an order got, lot by lot; undefined for an order of which nothing was sold. */
export async function traceOrder(
  db: Queryable,
  orderId: string,
  today: string,
): Promise<OrderLots | undefined> {
  const rows = await db.query<OrderRow>(ofOrder, [orderId]);
  if (rows.length === 0) return undefined;
  const ids = rows.flatMap((row) => (row.lot_id === null ? [] : [row.lot_id]));
  const lotRows = await db.query<ListedLotRow>(`${lotSource} WHERE l.id = ANY($2::uuid[])`, [
    today,
    ids,
  ]);
  const suppliers = await readSuppliers(
    db,
    lotRows.flatMap((row) => row.supplier_id ?? []),
  );
  const byId = new Map(lotRows.map((row) => [row.id, toLot(row)]));
  return {
    orderId,
    lots: rows.flatMap((row) => {
      const lot = byId.get(row.lot_id ?? '');
      if (lot === undefined) return [];
      const supplier = suppliers.get(lot.supplierId ?? '') ?? null;
      return [{ lot, supplier, soldMilli: row.sold_milli, returnedMilli: row.returned_milli }];
    }),
    withoutLot: rows.flatMap(({ lot_id, product_id, sold_milli, returned_milli }) => {
      const quantityMilli = sold_milli - returned_milli;
      return lot_id === null && quantityMilli > 0 ? [{ productId: product_id, quantityMilli }] : [];
    }),
  };
}
