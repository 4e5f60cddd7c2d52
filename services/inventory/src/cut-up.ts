/** Cuts a lot up: the input leaves its lot with its cost, and each cut becomes a lot that names it as parent. */

import type { BreakdownCostKey } from '@balcao/contracts/api/breakdowns.ts';
import { formatKilograms } from '@balcao/contracts/kilogram-text.ts';
import { newId } from '@balcao/kit/ids.ts';
import { Problem } from '@balcao/kit/problem.ts';
import type { KeptOutput } from './breakdown.ts';
import { type Cut, splitCost } from './breakdown-rules.ts';
import { createLot, expiryOf, isExpired, type Lot, sellableLots } from './lot.ts';
import { type Move, putIn, type Source, takeOut } from './movement.ts';
import { availableMilli, type Shelf, type StockLevel } from './stock-level.ts';

export interface Input {
  productId: string;
  /** The lot; or the first to expire that holds all of the quantity. */
  lotId: string | undefined;
  quantityMilli: number;
}

export interface CutUp {
  lot: Lot;
  costMinor: number;
  outputs: Omit<KeptOutput, 'expectedBasisPoints'>[];
  /** The input's, then those of the cuts. */
  moves: Move[];
}

/** Moves an input and its cuts on a locked shelf. Throws `conflict` where the goods are not to be had. */
export function cutUp(
  shelf: Shelf,
  { input, cuts, costKey }: { input: Input; cuts: Cut[]; costKey: BreakdownCostKey },
  source: Source,
): CutUp {
  const level = shelf.get(input.productId);
  const lot = chooseLot(level, input);
  const taken = takeOut(level, { quantityMilli: input.quantityMilli, lots: [lot] }, source);
  shelf.put(taken.after);
  const costMinor = 0 - taken.movements[0].costMinor;
  const costs = splitCost(costMinor, cuts, costKey);
  const put = cuts.map((cut, index) =>
    putCut(shelf, { cut, costMinor: costs[index] ?? 0, parent: lot }, source),
  );
  return {
    lot,
    costMinor,
    outputs: put.map(({ output }) =>
      costKey === 'weight' ? { ...output, salePriceMinor: null } : output,
    ),
    moves: [taken, ...put.map(({ move }) => move)],
  };
}

/** Meat that has expired is not cut, since its cuts would seem to be fresh; nor is what orders were promised. */
function chooseLot(level: StockLevel, { lotId, quantityMilli }: Input): Lot {
  const holds = (lot: Lot) => lot.onHandMilli >= quantityMilli;
  const lot =
    lotId === undefined
      ? sellableLots(level.lots, level.today).find(holds)
      : level.lots.find(({ id }) => id === lotId);
  if (lot === undefined && lotId === undefined) {
    throw new Problem('conflict', `No lot that has not expired holds ${quantityMilli} g.`, {
      pt: `Nenhum lote na validade tem ${formatKilograms(quantityMilli)}.`,
    });
  }
  if (lot === undefined || !holds(lot)) {
    const heldMilli = lot?.onHandMilli ?? 0;
    throw new Problem('conflict', `The lot holds ${heldMilli} g only.`, {
      pt: `O lote só tem ${formatKilograms(heldMilli)}.`,
    });
  }
  if (isExpired(lot, level.today)) {
    throw new Problem('conflict', `The lot expired on ${lot.expiresOn}. Book it as a loss.`, {
      pt: 'O lote está vencido. Registre-o como quebra.',
    });
  }
  const freeMilli = availableMilli(level);
  if (level.negativeStock === 'allow' || quantityMilli <= freeMilli) return lot;
  throw new Problem('conflict', `Only ${freeMilli} g are not promised to orders.`, {
    pt: `Só ${formatKilograms(freeMilli)} não estão prometidos a pedidos.`,
  });
}

function putCut(
  shelf: Shelf,
  { cut, costMinor, parent }: { cut: Cut; costMinor: number; parent: Lot },
  source: Source,
): { move: Move; output: CutUp['outputs'][number] } {
  const { productId, quantityMilli } = cut;
  const level = shelf.get(productId);
  const goods = { quantityMilli, costMinor };
  const lot = createLot(
    {
      id: newId(),
      productId,
      supplierId: parent.supplierId,
      parentId: parent.id,
      code: parent.code,
      receivedOn: source.businessDate,
      expiresOn: cut.expiresOn ?? parent.expiresOn ?? shelfLife(level, source.businessDate),
    },
    goods,
  );
  const move = putIn(level, { lot, goods }, source);
  shelf.put(move.after);
  return { move, output: { ...cut, lotId: lot.id, costMinor, expiresOn: lot.expiresOn } };
}

function shelfLife({ shelfLifeDays }: StockLevel, cutOn: string): string | null {
  return expiryOf(cutOn, undefined, shelfLifeDays);
}
