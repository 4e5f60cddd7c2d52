/** Ends a blind count: what is expected comes to light, and the books follow what was counted. */
import type { SubmitCountResponse } from '@balcao/contracts/api/counts.ts';
import type { Tx } from '@balcao/kit/db.ts';
import { correct } from './adjust-stock.ts';
import { checkAmounts } from './check-move.ts';
import {
  type Finding,
  listCountLines,
  readCountedProducts,
  readTallies,
  saveFindings,
  type Tally,
} from './count-line-store.ts';
import { closeCount } from './count-store.ts';
import { getCount, lockOpenCount } from './find-count.ts';
import { lockShelf, saveShelf } from './level-store.ts';
import type { Move, Source } from './movement.ts';
import { addMoves } from './movement-store.ts';
import type { RecordDeps } from './record-movement.ts';
import { stockEvents } from './stock-events.ts';
import type { Shelf } from './stock-level.ts';

/**
 * Submits a count. What is expected of a product is what the books hold now, without all that has moved since
 * it was counted: goods sold between counting and submitting are no difference, and neither is a sale that
 * happened before and was heard of after. What nobody counted is left alone. Throws `not_found`,
 * `invalid_transition` and `amount_too_large`.
 */
export async function submitCount(
  tx: Tx,
  { countId, userId }: { countId: string; userId: string },
  { outbox, now, businessDateOf }: RecordDeps,
): Promise<SubmitCountResponse> {
  const { openedAt } = await lockOpenCount(tx, countId, 'alone');
  const at = now();
  const source = {
    type: 'count',
    sourceId: countId,
    occurredAt: at.toISOString(),
    businessDate: businessDateOf(at),
    createdBy: userId,
  } as const;

  const shelf = await lockShelf(tx, await readCountedProducts(tx, countId), {
    today: source.businessDate,
    isReceiving: true,
  });
  const tallies = await readTallies(tx, countId, businessDateOf(new Date(openedAt)));
  const results = tallies.map((tally) => settle(shelf, tally, source));
  const moves = results.flatMap(({ moves: made }) => made);
  outbox.add(tx, stockEvents(moves));
  saveShelf(tx, shelf);
  addMoves(tx, moves);
  saveFindings(tx, countId, results);
  closeCount(tx, {
    id: countId,
    status: 'submitted',
    closedBy: userId,
    closedAt: source.occurredAt,
    businessDate: source.businessDate,
  });
  return readSubmitted(tx, countId);
}

/** Corrects the level by what is missing or too much of one product. */
function settle(shelf: Shelf, tally: Tally, source: Source): Finding & { moves: Move[] } {
  const { productId, countedMilli, movedSinceMilli } = tally;
  const level = shelf.get(productId);
  const expectedMilli = level.onHandMilli - movedSinceMilli;
  const differenceMilli = countedMilli - expectedMilli;
  if (differenceMilli === 0) return { productId, expectedMilli, costMinor: 0, moves: [] };
  const move = checkAmounts(productId, () => correct(level, differenceMilli, source));
  shelf.put(move.after);
  return { productId, expectedMilli, costMinor: move.movements[0].costMinor, moves: [move] };
}

async function readSubmitted(tx: Tx, countId: string): Promise<SubmitCountResponse> {
  const [count, lines, uncounted] = await Promise.all([
    getCount(tx, countId),
    listCountLines(tx, { countId, limit: null, isCounted: true }, null),
    listCountLines(tx, { countId, limit: null, isCounted: false }, null),
  ]);
  return {
    count,
    lines,
    uncounted: uncounted.map(({ productId, sku, name }) => ({ productId, sku, name })),
  };
}
