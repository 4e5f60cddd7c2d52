/** sale.completed → the goods leave at the moving average, and what was held for the order is used up. */
import type { SaleCompleted } from '@balcao/contracts/events/sales.ts';
import type { Message } from '@balcao/kit/consumer.ts';
import type { Tx } from '@balcao/kit/db.ts';
import type { Outbox } from '@balcao/kit/outbox.ts';
import { lockShelf, saveShelf } from './level-store.ts';
import { type Move, stockEvents, takeOut } from './movement.ts';
import { addMovements } from './movement-store.ts';
import { lockReservations, readReservationLines, setStatus } from './reservation-store.ts';
import { releaseLines, type Shelf, sumByProduct } from './stock-level.ts';

export interface IssueDeps {
  outbox: Outbox;
  /** Told after the commit how many products were sold beyond what was on hand. */
  onOversold: (count: number) => void;
}

/**
 * Moves the goods of sales. A sale has happened, whatever became of its reservation (released, rejected, never
 * made): what is not on hand is taken all the same, and is recorded as an oversell.
 */
export async function issueStock(
  tx: Tx,
  messages: Message<SaleCompleted>[],
  { outbox, onOversold }: IssueDeps,
): Promise<void> {
  const orderIds = messages.map(({ data }) => data.orderId);
  const statuses = await lockReservations(tx, orderIds, 'consumed');
  const sales = messages.filter(({ data }) => statuses.get(data.orderId) !== 'consumed');
  if (sales.length === 0) return;
  const heldIds = orderIds.filter((orderId) => statuses.get(orderId) === 'held');
  const heldLines = await readReservationLines(tx, heldIds);
  const shelf = await lockShelf(tx, [...heldLines, ...sales.flatMap(({ data }) => data.lines)]);

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
  addMovements(tx, movements);
}

/** One movement per product, however many lines name it. */
function issueSale(shelf: Shelf, sale: SaleCompleted): Move[] {
  const { orderId: sourceId, completedAt: occurredAt, businessDate } = sale;
  const source = { type: 'sale', sourceId, occurredAt, businessDate } as const;
  return sumByProduct(sale.lines).map(({ productId, quantityMilli }) => {
    const move = takeOut(shelf.get(productId), quantityMilli, source);
    shelf.put(move.after);
    return move;
  });
}
