/** A movement by hand: a purchase, a return, a loss, or a correction. */
import type { CreateMovementRequest, Movement } from '@balcao/contracts/api/inventory.ts';
import {
  AmountTooLargeError,
  lineTotalMinor,
  maxQuantityMilli,
  withinLimit,
} from '@balcao/contracts/money.ts';
import { isQuantityOfUnit } from '@balcao/contracts/unit.ts';
import type { Tx } from '@balcao/kit/db.ts';
import { brokenConstraint } from '@balcao/kit/db-errors.ts';
import { newId } from '@balcao/kit/ids.ts';
import type { Outbox } from '@balcao/kit/outbox.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { lockShelf, saveShelf } from './level-store.ts';
import { type Move, putIn, type Source, stockEvents, takeOut } from './movement.ts';
import { tryMovements } from './movement-store.ts';
import { presentCost } from './stock-cost.ts';
import type { StockLevel } from './stock-level.ts';

/** What one product may pile up to: keeps every sum an exact integer. */
const maxOnHandMilli = 1_000 * maxQuantityMilli;

export interface RecordDeps {
  outbox: Outbox;
  now: () => Date;
  /** The business day of an instant. */
  businessDateOf: (at: Date) => string;
}

/** Records a movement and answers it. Throws a Problem for a product, quantity or amount that cannot be. */
export async function recordMovement(
  tx: Tx,
  { request, userId }: { request: CreateMovementRequest; userId: string },
  { outbox, now, businessDateOf }: RecordDeps,
): Promise<Movement> {
  const shelf = await lockShelf(tx, [request]);
  const level = shelf.find(request.productId);
  if (level === undefined) throw unknownProduct(request.productId);
  const at = now();
  const move = tryMove(level, request, {
    type: request.type,
    sourceId: request.id ?? newId(),
    occurredAt: at.toISOString(),
    businessDate: businessDateOf(at),
    reason: 'reason' in request ? request.reason : undefined,
    note: request.note,
    createdBy: userId,
  });
  shelf.put(move.after);
  saveShelf(tx, shelf);
  await addOnce(tx, move);
  outbox.add(tx, stockEvents([move]));
  return move.movements[0];
}

function tryMove(level: StockLevel, request: CreateMovementRequest, source: Source): Move {
  if (!isQuantityOfUnit(request.quantityMilli, level.unit)) {
    throw refuse('quantity_not_allowed', 'This product is counted in whole pieces (1000 each).');
  }
  try {
    const move = moveBy(level, request, source);
    withinLimit(Math.abs(move.after.valueMinor));
    if (Math.abs(move.after.onHandMilli) <= maxOnHandMilli) return move;
  } catch (error) {
    if (!(error instanceof AmountTooLargeError)) throw error;
  }
  throw refuse('amount_too_large', 'The stock would become too large. Check quantity and cost.');
}

function moveBy(level: StockLevel, request: CreateMovementRequest, source: Source): Move {
  const quantityMilli = Math.abs(request.quantityMilli);
  switch (request.type) {
    case 'purchase': {
      const costMinor = withinLimit(lineTotalMinor(request.unitCostMinor, quantityMilli));
      return putIn(level, { quantityMilli, costMinor }, source);
    }
    case 'return':
      return putBack(level, quantityMilli, source);
    case 'waste':
      return takeAway(level, quantityMilli, source);
    case 'adjustment':
      return request.quantityMilli > 0
        ? putBack(level, quantityMilli, source)
        : takeAway(level, quantityMilli, source);
  }
}

function putBack(level: StockLevel, quantityMilli: number, source: Source): Move {
  const costMinor = presentCost(level, quantityMilli, level.unitCostMinor);
  return putIn(level, { quantityMilli, costMinor }, source);
}

/** Goods that orders are waiting for may be lost as well; goods that are not there may not, unless allowed. */
function takeAway(level: StockLevel, quantityMilli: number, source: Source): Move {
  if (level.negativeStock === 'block' && quantityMilli > level.onHandMilli) {
    const detail = `Only ${level.onHandMilli} thousandths are on hand. Correct the stock first, or allow it to be negative.`;
    throw new Problem('conflict', detail);
  }
  return takeOut(level, quantityMilli, source);
}

async function addOnce(tx: Tx, move: Move): Promise<void> {
  try {
    await tryMovements(tx, move.movements);
  } catch (error) {
    const broken = brokenConstraint(error);
    if (broken !== 'movement_id' && broken !== 'movement_source') throw error;
    throw new Problem('already_exists', 'There is a movement with this id already. Use a new id.');
  }
}

function unknownProduct(productId: string): Problem {
  const message = `no product has the id ${productId}`;
  return new Problem('unknown_product', `There is no such product: ${message}.`, {
    errors: [{ path: 'productId', message }],
  });
}

function refuse(code: 'quantity_not_allowed' | 'amount_too_large', detail: string): Problem {
  return new Problem(code, detail, { errors: [{ path: 'quantityMilli', message: detail }] });
}
