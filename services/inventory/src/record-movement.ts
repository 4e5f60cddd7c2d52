/** A movement by hand: a purchase, a return, a loss, or a correction. */
import type { CreateMovementRequest, Movement } from '@balcao/contracts/api/inventory.ts';
import type { Tx } from '@balcao/kit/db.ts';
import { newId } from '@balcao/kit/ids.ts';
import type { Outbox } from '@balcao/kit/outbox.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { adjust } from './adjust-stock.ts';
import { checkMove, unknownProduct } from './check-move.ts';
import { lockShelf, saveShelf } from './level-store.ts';
import type { Move, Source } from './movement.ts';
import { tryMoves } from './movement-store.ts';
import { purchase, requireReceived } from './purchase.ts';
import { costedEvents, stockEvents } from './stock-events.ts';
import type { StockLevel } from './stock-level.ts';
import { requireSupplier } from './supplier-store.ts';

export interface RecordDeps {
  outbox: Outbox;
  now: () => Date;
  /** The business day of an instant. */
  businessDateOf: (at: Date) => string;
}

/** Records a movement and answers it. Throws a Problem for a product, lot, day, quantity or amount that cannot be. */
export async function recordMovement(
  tx: Tx,
  { request, userId }: { request: CreateMovementRequest; userId: string },
  { outbox, now, businessDateOf }: RecordDeps,
): Promise<Movement> {
  const at = now();
  const today = businessDateOf(at);
  if (request.type === 'purchase') requireReceived(request.receivedOn, today);
  const lotIds = 'lotId' in request && request.lotId !== undefined ? [request.lotId] : [];
  const [shelf] = await Promise.all([
    lockShelf(tx, [request], { today, lotIds, isReceiving: true }),
    'supplierId' in request ? requireSupplier(tx, request.supplierId) : undefined,
  ]);
  const level = shelf.find(request.productId);
  if (level === undefined) throw unknownProduct(request.productId, 'productId');
  const source = {
    type: request.type,
    sourceId: request.id ?? newId(),
    occurredAt: at.toISOString(),
    businessDate: today,
    reason: 'reason' in request ? request.reason : undefined,
    note: request.note,
    createdBy: userId,
  };
  const { quantityMilli } = request;
  const move = checkMove(level, { quantityMilli }, () => moveBy(level, request, source));
  shelf.put(move.after);
  saveShelf(tx, shelf);
  if (!(await tryMoves(tx, [move]))) throw movementExists();
  outbox.add(tx, [...stockEvents([move]), ...costedEvents([move])]);
  return move.movements[0];
}

function moveBy(level: StockLevel, request: CreateMovementRequest, source: Source): Move {
  return request.type === 'purchase'
    ? purchase(level, { ...request, receiptId: null }, source)
    : adjust(level, request, source);
}

export function movementExists(): Problem {
  return new Problem('already_exists', 'There is a movement with this id already. Use a new id.');
}
