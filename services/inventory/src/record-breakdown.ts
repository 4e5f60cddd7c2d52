/** One carcass or primal cut goes out, its cuts come in, in one transaction. */
import type {
  Breakdown,
  BreakdownCostKey,
  BreakdownTemplate,
  CreateBreakdownRequest,
} from '@balcao/contracts/api/breakdowns.ts';
import { AmountTooLargeError } from '@balcao/contracts/money.ts';
import type { Tx } from '@balcao/kit/db.ts';
import { brokenConstraint } from '@balcao/kit/db-errors.ts';
import { newId } from '@balcao/kit/ids.ts';
import { Problem } from '@balcao/kit/problem.ts';
import type { Wording } from '@balcao/kit/wording.ts';
import { besideExpected, type KeptBreakdown, toBreakdown } from './breakdown.ts';
import { balanceWeights, type CutProduct, requireWeighed, weighCuts } from './breakdown-rules.ts';
import { isBreakdownKnown, tryBreakdown } from './breakdown-store.ts';
import { findTemplate } from './breakdown-template-store.ts';
import { readCutProducts, requireProducts } from './cut-product-store.ts';
import { type CutUp, cutUp } from './cut-up.ts';
import { lockShelf, saveShelf } from './level-store.ts';
import { findLotProduct } from './lot-store.ts';
import { addMoves } from './movement-store.ts';
import type { RecordDeps } from './record-movement.ts';
import { costedEvents, stockEvents } from './stock-events.ts';

/** What a request names. None of it says what is on hand, so it is read before anything is locked. */
interface Named {
  inputProductId: string;
  template: BreakdownTemplate | undefined;
  products: ReadonlyMap<string, CutProduct>;
}

/**
 * Breaks a lot down and answers what came of it. Of two that want the same goods one has them, and the other
 * gets a `conflict`. Throws Problems for whatever does not fit: weights, products, prices, a template.
 */
export async function recordBreakdown(
  tx: Tx,
  { request, userId }: { request: CreateBreakdownRequest; userId: string },
  deps: RecordDeps,
): Promise<Breakdown> {
  const named = await readNamed(tx, request);
  const cuts = weighCuts(request.outputs, named.products);
  const lossMilli = balanceWeights(request.quantityMilli, cuts, request.lossMilli);
  const source = sourceOf(request, userId, deps);
  requireFresh(request, source.businessDate);
  const shelf = await lockShelf(tx, [{ productId: named.inputProductId }, ...cuts], {
    today: source.businessDate,
    isReceiving: true,
  });

  const { quantityMilli, inputLotId: lotId } = request;
  const input = { productId: named.inputProductId, lotId, quantityMilli };
  const costKey = request.costKey ?? named.template?.costKey ?? 'weight';
  const done = withinAmounts(() => cutUp(shelf, { input, cuts, costKey }, source));
  const kept = toKept({ input, done, costKey, lossMilli, source, template: named.template });
  saveShelf(tx, shelf);
  addMoves(tx, done.moves);
  await addOnce(tx, kept);
  deps.outbox.add(tx, [...stockEvents(done.moves), ...costedEvents(done.moves)]);
  return toBreakdown(kept);
}

async function readNamed(tx: Tx, request: CreateBreakdownRequest): Promise<Named> {
  const { id, inputLotId, inputProductId: named = null, templateId, outputs } = request;
  const outputIds = outputs.map(({ productId }) => productId);
  const [isKnown, input, template] = await Promise.all([
    id !== undefined && isBreakdownKnown(tx, id),
    inputLotId === undefined ? named : findLotProduct(tx, inputLotId),
    templateId === undefined ? undefined : findTemplate(tx, templateId),
  ]);
  if (isKnown) throw taken();
  if (input === null || input === undefined) throw unknownLot(inputLotId);
  const products = await readCutProducts(tx, [input, ...outputIds]);
  requireProducts(products, { inputProductId: input, outputs });
  requireWeighed(products.get(input));
  if (outputIds.includes(input)) {
    throw invalid('outputs', notItself);
  }
  if (templateId !== undefined) requireTemplate(template, input);
  return { inputProductId: input, template, products };
}

function requireFresh({ outputs }: CreateBreakdownRequest, today: string): void {
  const expired = outputs.findIndex(({ expiresOn = today }) => expiresOn < today);
  if (expired < 0) return;
  throw invalid(`outputs[${expired}].expiresOn`, {
    message: `What is cut today, ${today}, expires no earlier.`,
    pt: 'O que é cortado hoje não vence antes de hoje.',
  });
}

function requireTemplate(template: BreakdownTemplate | undefined, inputProductId: string): void {
  if (template === undefined) throw invalid('templateId', noTemplate);
  if (template.inputProductId === inputProductId) return;
  throw invalid('templateId', otherTemplate);
}

function sourceOf(
  request: CreateBreakdownRequest,
  userId: string,
  { now, businessDateOf }: RecordDeps,
) {
  const at = now();
  return {
    type: 'breakdown',
    sourceId: request.id ?? newId(),
    occurredAt: at.toISOString(),
    businessDate: businessDateOf(at),
    note: request.note,
    createdBy: userId,
  } as const;
}

interface Done {
  input: { productId: string; quantityMilli: number };
  done: CutUp;
  costKey: BreakdownCostKey;
  lossMilli: number;
  source: ReturnType<typeof sourceOf>;
  template: BreakdownTemplate | undefined;
}

function toKept({ input, done, costKey, lossMilli, source, template }: Done): KeptBreakdown {
  return {
    id: source.sourceId,
    templateId: template?.id ?? null,
    inputProductId: input.productId,
    inputLotId: done.lot.id,
    supplierId: done.lot.supplierId,
    quantityMilli: input.quantityMilli,
    costMinor: done.costMinor,
    costKey,
    outputs: besideExpected(done.outputs, template?.outputs ?? []),
    lossMilli,
    expectedLossBasisPoints: template?.expectedLossBasisPoints ?? null,
    note: source.note ?? null,
    createdBy: source.createdBy,
    occurredAt: source.occurredAt,
    businessDate: source.businessDate,
    reversedBy: null,
    reversedAt: null,
  };
}

function withinAmounts<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof AmountTooLargeError)) throw error;
    throw new Problem('amount_too_large', 'The prices or weights are too large to be multiplied.');
  }
}

async function addOnce(tx: Tx, kept: KeptBreakdown): Promise<void> {
  try {
    await tryBreakdown(tx, kept);
  } catch (error) {
    if (brokenConstraint(error) !== 'breakdown_id') throw error;
    throw taken();
  }
}

function taken(): Problem {
  return new Problem('already_exists', 'There is a breakdown with this id already. Use a new id.');
}

function unknownLot(lotId: string | undefined): Problem {
  const message = `no lot has the id ${lotId}`;
  return new Problem('unknown_lot', `There is no such lot: ${message}.`, {
    pt: 'Este lote não existe.',
    errors: [{ path: 'inputLotId', message, pt: 'este lote não existe' }],
  });
}

const notItself: Wording = {
  message: 'What is cut is none of its cuts. Book what is trimmed off it as a loss.',
  pt: 'O que é cortado não é um dos seus cortes. Lance as aparas como perda.',
};
const noTemplate: Wording = {
  message: 'No template has this id.',
  pt: 'Nenhum modelo tem este id.',
};
const otherTemplate: Wording = {
  message: 'The template is one for another product.',
  pt: 'O modelo é de outro produto.',
};

function invalid(path: string, { message, pt }: Wording): Problem {
  return new Problem('validation_failed', message, { pt, errors: [{ path, message, pt }] });
}
