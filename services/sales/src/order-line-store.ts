/** The SQL of the lines of orders: stored with their order, replaced while it is kept, read as they were sold. */
import type { OrderLine } from '@balcao/contracts/api/sales.ts';
import type { Queryable, Tx } from '@balcao/kit/db.ts';

interface OrderWithLines {
  id: string;
  lines: OrderLine[];
}

/** Stores the lines of orders that have none. */
export function insertLines(tx: Tx, orders: OrderWithLines[]): void {
  const lines = orders.flatMap(({ id, lines: own }) =>
    own.map((line, position) => ({ ...line, orderId: id, position })),
  );
  if (lines.length === 0) return;
  tx.send(
    `INSERT INTO order_line (order_id, position, product_id, name, unit, quantity_milli,
       quantity_display, unit_price_minor, total_minor, is_price_stale, list_price_minor, promotion_id)
     SELECT * FROM unnest($1::uuid[], $2::int[], $3::uuid[], $4::text[], $5::text[], $6::bigint[],
       $7::text[], $8::bigint[], $9::bigint[], $10::boolean[], $11::bigint[], $12::uuid[])`,
    [
      lines.map((line) => line.orderId),
      lines.map((line) => line.position),
      lines.map((line) => line.productId),
      lines.map((line) => line.name),
      lines.map((line) => line.unit),
      lines.map((line) => line.quantityMilli),
      lines.map((line) => line.quantityDisplay),
      lines.map((line) => line.unitPriceMinor),
      lines.map((line) => line.totalMinor),
      lines.map((line) => line.isPriceStale),
      lines.map((line) => line.listPriceMinor),
      lines.map((line) => line.promotionId),
    ],
  );
}

/** Replaces the lines of one order that the caller has locked. */
export function replaceLines(
  tx: Tx,
  order: OrderWithLines & { subtotalMinor: number; discountMinor: number },
): void {
  tx.send('DELETE FROM order_line WHERE order_id = $1', [order.id]);
  insertLines(tx, [order]);
  tx.send(
    `UPDATE orders SET subtotal_minor = $2, discount_minor = $3, updated_at = clock_timestamp()
     WHERE id = $1`,
    [order.id, order.subtotalMinor, order.discountMinor],
  );
}

/** The lines of orders, as they were sold. */
export async function readLines(
  db: Queryable,
  orderIds: string[],
): Promise<Map<string, OrderLine[]>> {
  if (orderIds.length === 0) return new Map();
  const rows = await db.query<{ order_id: string; line: OrderLine }>(
    `SELECT order_id, json_build_object('productId', product_id, 'name', name, 'unit', unit,
       'quantityMilli', quantity_milli, 'quantityDisplay', quantity_display,
       'unitPriceMinor', unit_price_minor, 'listPriceMinor', list_price_minor,
       'promotionId', promotion_id, 'totalMinor', total_minor,
       'isPriceStale', is_price_stale) AS line
     FROM order_line WHERE order_id = ANY($1::uuid[]) ORDER BY order_id, position`,
    [orderIds],
  );
  const grouped = Map.groupBy(rows, ({ order_id }) => order_id);
  return new Map([...grouped].map(([id, group]) => [id, group.map(({ line }) => line)]));
}
