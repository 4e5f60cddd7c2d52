/** A receipt: several products that come in at once, each as a purchase and a lot; all of them or none. */
import type { CreateReceiptRequest, Receipt } from '@balcao/contracts/api/receipts.ts';
import type { Tx } from '@balcao/kit/db.ts';
import { newId } from '@balcao/kit/ids.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { checkMove, unknownProduct } from './check-move.ts';
import { lockShelf, saveShelf } from './level-store.ts';
import type { Move } from './movement.ts';
import { tryMoves } from './movement-store.ts';
import { purchase, requireReceived } from './purchase.ts';
import { findReceipt, insertReceipt, type NewReceipt, readReceiptLines } from './receipt-store.ts';
import { movementExists, type RecordDeps } from './record-movement.ts';
import { costedEvents, stockEvents } from './stock-events.ts';
import type { Shelf } from './stock-level.ts';
import { requireSupplier } from './supplier-store.ts';

/** Records a receipt and answers it. Throws a Problem that names the line, or the day, which cannot be. */
export async function recordReceipt(
  tx: Tx,
  { request, userId }: { request: CreateReceiptRequest; userId: string },
  { outbox, now, businessDateOf }: RecordDeps,
): Promise<Receipt> {
  const at = now();
  const today = businessDateOf(at);
  requireReceived(request.receivedOn, today);
  const receipt = {
    id: request.id ?? newId(),
    supplierId: request.supplierId ?? null,
    document: request.document ?? null,
    note: request.note ?? null,
    receivedOn: request.receivedOn ?? today,
    createdBy: userId,
    createdAt: at.toISOString(),
    businessDate: today,
  };
  const [shelf] = await Promise.all([
    lockShelf(tx, request.lines, { today, isReceiving: true }),
    requireSupplier(tx, request.supplierId),
  ]);
  const moves = request.lines.map((line, index) => receiveLine(shelf, receipt, { line, index }));
  await insertReceipt(tx, receipt);
  saveShelf(tx, shelf);
  if (!(await tryMoves(tx, moves))) throw movementExists();
  outbox.add(tx, [...moves.flatMap((move) => stockEvents([move])), ...costedEvents(moves)]);
  return readReceipt(tx, receipt.id);
}

function receiveLine(
  shelf: Shelf,
  receipt: NewReceipt,
  { line, index }: { line: CreateReceiptRequest['lines'][number]; index: number },
): Move {
  const path = `lines[${index}]`;
  const level = shelf.find(line.productId);
  if (level === undefined) throw unknownProduct(line.productId, `${path}.productId`);
  const source = {
    type: 'purchase',
    sourceId: line.id ?? newId(),
    occurredAt: receipt.createdAt,
    businessDate: receipt.businessDate,
    createdBy: receipt.createdBy,
  } as const;
  const bought = {
    ...line,
    supplierId: receipt.supplierId ?? undefined,
    receiptId: receipt.id,
    receivedOn: receipt.receivedOn,
  };
  const asked = { quantityMilli: line.quantityMilli, path: `${path}.quantityMilli` };
  const move = checkMove(level, asked, () => purchase(level, bought, source));
  shelf.put(move.after);
  return move;
}

/** Throws `not_found`. */
export async function readReceipt(db: Pick<Tx, 'query'>, id: string): Promise<Receipt> {
  const [found, lines] = await Promise.all([findReceipt(db, id), readReceiptLines(db, id)]);
  if (found === undefined) throw new Problem('not_found', `No receipt has the id ${id}.`);
  return { ...found, lines };
}
