/** sale.completed → the goods leave the lots that expire first, and what was held for the order is used up. */
import type { SaleReceipt } from '@balcao/contracts/api/inventory.ts';
import type { SaleCompleted } from '@balcao/contracts/events/sales.ts';
import type { Message } from '@balcao/kit/consumer.ts';
import type { Tx } from '@balcao/kit/db.ts';
import type { StockDeps } from './deps.ts';
import { lockShelf, saveShelf } from './level-store.ts';
import { sellableLots } from './lot.ts';
import { type Move, takeOut } from './movement.ts';
import { addMoves } from './movement-store.ts';
import { lockReservations, readReservationLines, setStatus } from './reservation-store.ts';
import { stockEvents } from './stock-events.ts';
import { releaseLines, type Shelf, sumByProduct } from './stock-level.ts';

export interface IssueDeps extends StockDeps {
  /** Told after the commit how many products were sold beyond what was on hand. */
  onOversold: (count: number) => void;
}

/**
 * Moves the goods of sales. A sale has happened, whatever became of its reservation (released, rejected, never
 * made): what no lot has that was good on the day of the sale is taken all the same, and is recorded as an
 * oversell.
 */
export async function issueStock(
  tx: Tx,
  messages: Message<SaleCompleted>[],
  { outbox, today, onOversold }: IssueDeps,
): Promise<void> {
  const orderIds = messages.map(({ data }) => data.orderId);
  const statuses = await lockReservations(tx, orderIds, 'consumed');
  const sales = messages.filter(({ data }) => statuses.get(data.orderId) !== 'consumed');
  if (sales.length === 0) return;
  const heldIds = orderIds.filter((orderId) => statuses.get(orderId) === 'held');
  const heldLines = await readReservationLines(tx, heldIds);
  const lines = [...heldLines, ...sales.flatMap(({ data }) => data.lines)];
  const shelf = await lockShelf(tx, lines, { today: today() });

  releaseLines(shelf, heldLines);
  const moves = sales.flatMap((message) => {
    const moved = issueSale(shelf, message.data);
    outbox.add(tx, stockEvents(moved), message);
    return moved;
  });

  const movements = moves.flatMap((move) => move.movements);
  const oversells = movements.filter(({ oversoldMilli }) => oversoldMilli > 0);
  tx.afterCommit(() => onOversold(oversells.length));
  saveShelf(tx, shelf);
  setStatus(tx, orderIds, 'consumed');
  addMoves(tx, moves);
}

/** One movement per product, however many lines name it. */
function issueSale(shelf: Shelf, sale: SaleCompleted): Move[] {
  const { orderId: sourceId, completedAt: occurredAt, businessDate, customerId } = sale;
  const receipt = receiptOf(sale);
  const source = { type: 'sale', sourceId, occurredAt, businessDate, customerId, receipt } as const;
  return sumByProduct(sale.lines).map(({ productId, quantityMilli }) => {
    const level = shelf.get(productId);
    const lots = sellableLots(level.lots, businessDate);
    const move = takeOut(level, { quantityMilli, lots }, source);
    shelf.put(move.after);
    return move;
  });
}

function receiptOf({ register, receiptNumber: number }: SaleCompleted): SaleReceipt | null {
  return register === null || number === null ? null : { register, number };
}
