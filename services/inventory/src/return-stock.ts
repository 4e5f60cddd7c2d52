/** sale.refunded → the goods come back into their lots at the cost at which they left; what is spoilt is lost. */

import type { Movement } from '@balcao/contracts/api/inventory.ts';
import type { RefundedLine, SaleRefunded } from '@balcao/contracts/events/sales.ts';
import type { Message } from '@balcao/kit/consumer.ts';
import type { Tx } from '@balcao/kit/db.ts';
import { Problem } from '@balcao/kit/problem.ts';
import type { StockDeps } from './deps.ts';
import { lockShelf, saveShelf } from './level-store.ts';
import { readLotMovements } from './lot-store.ts';
import type { Move } from './movement.ts';
import { addMoves, readOrderMovements } from './movement-store.ts';
import { lockConsumed } from './reservation-store.ts';
import { type History, outstandingParts, splitParts, takeBack } from './returned-goods.ts';
import { stockEvents } from './stock-events.ts';
import { type Shelf, sumByProduct } from './stock-level.ts';

/** Moves refunded goods back. Throws a `conflict`, so that it is tried again, for a sale that is not here yet. */
export async function returnStock(
  tx: Tx,
  messages: Message<SaleRefunded>[],
  { outbox, today }: StockDeps,
): Promise<void> {
  const orderIds = messages.map(({ data }) => data.orderId);
  const sold = await lockConsumed(tx, orderIds);
  const early = orderIds.find((orderId) => !sold.has(orderId));
  if (early !== undefined) {
    throw new Problem('conflict', `The sale of order ${early} has not arrived here yet.`);
  }
  const movements = await readOrderMovements(tx, orderIds);
  const refunds = messages.filter(({ data }) => !isReturned(data, movements));
  if (refunds.length === 0) return;
  const movementIds = movements.map(({ id }) => id);
  const lines = refunds.flatMap(({ data }) => data.lines);
  const [shelf, lotMovements] = await Promise.all([
    lockShelf(tx, lines, { today: today(), movementIds, isReceiving: true }),
    readLotMovements(tx, movementIds),
  ]);
  const history = { movements, lotMovements };
  const moves = refunds.flatMap((message) => {
    const moved = returnSale(shelf, message.data, history);
    outbox.add(tx, stockEvents(moved), message);
    return moved;
  });
  saveShelf(tx, shelf);
  addMoves(tx, moves);
}

/** A version before this one returned an order as a whole, under the order's own id. */
function isReturned({ refundId, orderId }: SaleRefunded, movements: Movement[]): boolean {
  return movements.some(
    ({ type, sourceId }) => type === 'return' && (sourceId === refundId || sourceId === orderId),
  );
}

/** What it moves is added to the history, for the next refund of the same order. */
function returnSale(shelf: Shelf, refund: SaleRefunded, history: History): Move[] {
  const { refundId: sourceId, orderId, refundedAt: occurredAt, businessDate } = refund;
  const source = { type: 'return', sourceId, orderId, occurredAt, businessDate } as const;
  return sumByProduct(refund.lines).map(({ productId, quantityMilli }) => {
    const level = shelf.get(productId);
    const own = historyOf(history, orderId, productId);
    const lostMilli = lostOf(refund.lines, productId);
    const [kept, rest] = splitParts(outstandingParts(level, own), quantityMilli - lostMilli);
    const [lost] = splitParts(rest, lostMilli);
    const move = takeBack(level, { kept, lost, saleId: saleOf(own).id }, source);
    history.movements.push(...move.movements.filter(({ type }) => type === 'return'));
    history.lotMovements.push(...move.lotMovements);
    shelf.put(move.after);
    return move;
  });
}

function historyOf(history: History, orderId: string, productId: string): History {
  const movements = history.movements.filter(
    (one) => one.productId === productId && (one.orderId ?? one.sourceId) === orderId,
  );
  const ids = new Set(movements.map(({ id }) => id));
  const lotMovements = history.lotMovements.filter(({ movementId }) => ids.has(movementId ?? ''));
  return { movements, lotMovements };
}

function saleOf({ movements }: History): Movement {
  const sale = movements.find(({ type }) => type === 'sale');
  if (sale === undefined) throw new Problem('conflict', 'What comes back was not sold.');
  return sale;
}

function lostOf(lines: RefundedLine[], productId: string): number {
  return lines
    .filter((line) => line.productId === productId && line.disposition === 'waste')
    .reduce((sum, { quantityMilli }) => sum + quantityMilli, 0);
}
