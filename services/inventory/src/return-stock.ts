/** sale.refunded → the goods come back at the cost at which they left. */
import type { Movement } from '@balcao/contracts/api/inventory.ts';
import type { SaleRefunded } from '@balcao/contracts/events/sales.ts';
import { multiplyDivide } from '@balcao/contracts/money.ts';
import type { Message } from '@balcao/kit/consumer.ts';
import type { Tx } from '@balcao/kit/db.ts';
import type { Outbox } from '@balcao/kit/outbox.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { lockShelf, saveShelf } from './level-store.ts';
import { type Move, putIn, stockEvents } from './movement.ts';
import { addMovements, readOrderMovements } from './movement-store.ts';
import { lockConsumed } from './reservation-store.ts';
import { type Shelf, sumByProduct } from './stock-level.ts';

/** Moves refunded goods back. Throws a `conflict`, so that it is tried again, for a sale that is not here yet. */
export async function returnStock(
  tx: Tx,
  messages: Message<SaleRefunded>[],
  outbox: Outbox,
): Promise<void> {
  const orderIds = messages.map(({ data }) => data.orderId);
  const sold = await lockConsumed(tx, orderIds);
  const early = orderIds.find((orderId) => !sold.has(orderId));
  if (early !== undefined) {
    throw new Problem('conflict', `The sale of order ${early} has not arrived here yet.`);
  }
  const movements = await readOrderMovements(tx, orderIds);
  const returned = new Set(movements.filter(isReturn).map(({ sourceId }) => sourceId));
  const refunds = messages.filter(({ data }) => !returned.has(data.orderId));
  if (refunds.length === 0) return;
  const lines = refunds.flatMap(({ data }) => data.lines);
  const shelf = await lockShelf(tx, lines);

  const moves = refunds.flatMap((message) => {
    const sales = movements.filter(({ sourceId }) => sourceId === message.data.orderId);
    const moved = returnSale(shelf, message.data, sales);
    outbox.add(tx, stockEvents(moved), message);
    return moved;
  });
  const added = moves.flatMap((move) => move.movements);
  saveShelf(tx, shelf);
  addMovements(tx, added);
}

function returnSale(shelf: Shelf, refund: SaleRefunded, sales: Movement[]): Move[] {
  const { orderId: sourceId, refundedAt: occurredAt, businessDate } = refund;
  const source = { type: 'return', sourceId, occurredAt, businessDate } as const;
  const byProduct = new Map(sales.map((sale) => [sale.productId, sale]));
  return sumByProduct(refund.lines).map(({ productId, quantityMilli }) => {
    const costMinor = costOfSold(byProduct.get(productId), quantityMilli);
    const move = putIn(shelf.get(productId), { quantityMilli, costMinor }, source);
    shelf.put(move.after);
    return move;
  });
}

/** A sale's cost, or the share of it that comes back. Nobody brings back more than was sold. */
function costOfSold(sale: Movement | undefined, quantityMilli: number): number {
  const soldMilli = sale === undefined ? 0 : -sale.quantityMilli;
  if (sale === undefined || quantityMilli > soldMilli) {
    throw new Problem(
      'conflict',
      `Of the ${soldMilli} thousandths sold, ${quantityMilli} come back.`,
    );
  }
  return multiplyDivide(Math.abs(sale.costMinor), quantityMilli, soldMilli);
}

function isReturn({ type }: Movement): boolean {
  return type === 'return';
}
