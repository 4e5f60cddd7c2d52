/** Undoes a breakdown that was a mistake, as long as nothing has happened to its cuts. */
import type { Breakdown } from '@balcao/contracts/api/breakdowns.ts';
import type { Queryable, Tx } from '@balcao/kit/db.ts';
import { newId } from '@balcao/kit/ids.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { type KeptBreakdown, type KeptOutput, toBreakdown } from './breakdown.ts';
import { findBreakdown, lockBreakdown, markReversed } from './breakdown-store.ts';
import { lockShelf, saveShelf } from './level-store.ts';
import { isExpired, type Lot } from './lot.ts';
import { type Move, putIn, type Source, takeOut } from './movement.ts';
import { addMoves } from './movement-store.ts';
import type { RecordDeps } from './record-movement.ts';
import { stockEvents } from './stock-events.ts';
import { availableMilli, type Shelf, type StockLevel } from './stock-level.ts';

/** Throws `not_found`. */
export async function getBreakdown(db: Queryable, id: string): Promise<Breakdown> {
  const kept = await findBreakdown(db, id);
  if (kept === undefined) throw noSuchBreakdown(id);
  return toBreakdown(kept);
}

/**
 * Takes the cuts out again, all of them, and puts the input back into its lot at the cost at which it left.
 * The ledger keeps both. Throws `not_found`, `invalid_transition` for one that is reversed, and `conflict`
 * where a cut is not whole any more or is promised to orders.
 */
export async function reverseBreakdown(
  tx: Tx,
  { id, userId, note }: { id: string; userId: string; note: string | undefined },
  { outbox, now, businessDateOf }: RecordDeps,
): Promise<Breakdown> {
  const kept = await lockBreakdown(tx, id);
  if (kept === undefined) throw noSuchBreakdown(id);
  if (kept.reversedAt !== null) {
    throw new Problem('invalid_transition', 'The breakdown is reversed already.', {
      pt: 'A desossa já foi estornada.',
    });
  }
  const at = now();
  const source = {
    type: 'breakdown',
    sourceId: newId(),
    occurredAt: at.toISOString(),
    businessDate: businessDateOf(at),
    reason: 'reversal',
    note,
    createdBy: userId,
  } as const;
  const shelf = await lockShelf(tx, [{ productId: kept.inputProductId }, ...kept.outputs], {
    today: source.businessDate,
    lotIds: [kept.inputLotId],
    isReceiving: true,
  });

  const moves = putTogether(shelf, kept, source);
  saveShelf(tx, shelf);
  addMoves(tx, moves);
  const reversal = { reversedBy: userId, reversedAt: source.occurredAt };
  markReversed(tx, id, { ...reversal, reversalId: source.sourceId });
  outbox.add(tx, stockEvents(moves));
  return toBreakdown({ ...kept, ...reversal });
}

function putTogether(shelf: Shelf, kept: KeptBreakdown, source: Source): Move[] {
  const cuts = kept.outputs.filter(({ lotId }) => lotId !== null);
  const out = cuts.map((cut) => takeBack(shelf, cut, source));
  const level = shelf.get(kept.inputProductId);
  const lot = lotOf(level, kept.inputLotId);
  if (lot === undefined) {
    throw new Problem('conflict', 'The lot that was cut is not here.', {
      pt: 'O lote que foi desossado não está mais aqui.',
    });
  }
  const { quantityMilli, costMinor } = kept;
  const back = putIn(level, { lot, goods: { quantityMilli, costMinor } }, source);
  shelf.put(back.after);
  return [...out, back];
}

/** A cut is whole while its lot holds what it was made with, at the cost at which it was. */
function takeBack(shelf: Shelf, cut: KeptOutput, source: Source): Move {
  const { productId, quantityMilli, costMinor } = cut;
  const level = shelf.get(productId);
  const lot = lotOf(level, cut.lotId);
  const isWhole = lot?.onHandMilli === quantityMilli && lot.valueMinor === costMinor;
  if (lot === undefined || !isWhole) {
    throw touched(productId, {
      en: 'something has happened to it',
      pt: 'algo já aconteceu com ele',
    });
  }
  // A cut that has expired is no part of what orders were promised.
  const freeMilli = isExpired(lot, source.businessDate) ? quantityMilli : availableMilli(level);
  if (level.negativeStock === 'block' && quantityMilli > freeMilli) {
    throw touched(productId, { en: 'it is promised to orders', pt: 'está prometido a pedidos' });
  }
  const move = takeOut(level, { quantityMilli, lots: [lot] }, source);
  shelf.put(move.after);
  return move;
}

function lotOf({ lots }: StockLevel, lotId: string | null): Lot | undefined {
  return lots.find(({ id }) => id === lotId);
}

function touched(productId: string, why: { en: string; pt: string }): Problem {
  return new Problem('conflict', `The cut ${productId} cannot be taken back: ${why.en}.`, {
    pt: `Um dos cortes não pode voltar: ${why.pt}.`,
  });
}

function noSuchBreakdown(id: string): Problem {
  return new Problem('not_found', `No breakdown has the id ${id}.`);
}
