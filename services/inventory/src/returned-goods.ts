/**
 * Goods of a sale that come back: into the lots that they came from, what left last first, at the cost at
 * which they left. What comes back to be thrown away comes in and is lost again in one step.
 */
import type { Movement } from '@balcao/contracts/api/inventory.ts';
import { multiplyDivide } from '@balcao/contracts/money.ts';
import { newId } from '@balcao/kit/ids.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { unknownLot } from './adjust-stock.ts';
import { type Goods, type Lot, type LotMovement, putIntoLot } from './lot.ts';
import {
  blankMovement,
  changeLevel,
  type Move,
  replaceLots,
  revaluationOf,
  type Source,
  shortfallOf,
} from './movement.ts';
import { coverShortfalls, reduceShortfall, type Shortfall } from './shortfall.ts';
import type { StockLevel } from './stock-level.ts';

/** What is known of an order's goods of one product; grows with every refund of it. */
export interface History {
  /** The sale and the returns. */
  movements: Movement[];
  /** Of those movements, in the order in which they were made. */
  lotMovements: LotMovement[];
}

/** What of a sale is still with the customer, by where it came from. */
export type SoldPart = Goods &
  ({ from: 'lot'; lotId: string } | { from: 'shortfall' } | { from: 'unknown' });

/** The parts of a sale that are still with the customer, in the order in which they come back. */
export function outstandingParts(level: StockLevel, history: History): SoldPart[] {
  const ids = new Set(history.movements.map(({ id }) => id));
  const missing = level.shortfalls.filter(({ movementId }) => ids.has(movementId ?? ''));
  const short = sumOf(missing.map((one) => ({ ...one, costMinor: one.valueMinor })));
  const lots = lotsOutstanding(history.lotMovements);
  const all = sumOf(history.movements);
  const known = sumOf([...lots, short]);
  const unknown = {
    quantityMilli: -all.quantityMilli - known.quantityMilli,
    costMinor: Math.max(-all.costMinor - known.costMinor, 0),
  };
  const parts: SoldPart[] = [
    { from: 'shortfall', ...short },
    ...lots.map((lot) => ({ from: 'lot', ...lot }) as const),
    { from: 'unknown', ...unknown },
  ];
  return parts.filter(({ quantityMilli }) => quantityMilli > 0);
}

function lotsOutstanding(moved: LotMovement[]): (Goods & { lotId: string })[] {
  const byLot = Map.groupBy(moved.toReversed(), ({ lotId }) => lotId);
  // A lot that got more than it gave was made for goods that had come from no lot.
  return [...byLot]
    .map(([lotId, own]) => ({ lotId, ...minus(sumOf(own)) }))
    .filter(({ quantityMilli }) => quantityMilli > 0);
}

/** Takes a quantity off the front of some parts; throws a `conflict` where there is not that much. */
export function splitParts(parts: SoldPart[], quantityMilli: number): [SoldPart[], SoldPart[]] {
  const [taken, left]: [SoldPart[], SoldPart[]] = [[], []];
  let wantedMilli = quantityMilli;
  for (const part of parts) {
    const takenMilli = Math.min(part.quantityMilli, wantedMilli);
    const costMinor = multiplyDivide(part.costMinor, takenMilli, part.quantityMilli);
    const restMilli = part.quantityMilli - takenMilli;
    if (takenMilli > 0) taken.push({ ...part, quantityMilli: takenMilli, costMinor });
    if (restMilli > 0) {
      left.push({ ...part, quantityMilli: restMilli, costMinor: part.costMinor - costMinor });
    }
    wantedMilli -= takenMilli;
  }
  if (wantedMilli === 0) return [taken, left];
  throw new Problem('conflict', `More comes back than was sold: ${wantedMilli} thousandths.`);
}

export interface GoodsBack {
  /** What can be sold again. */
  kept: SoldPart[];
  /** What is thrown away. */
  lost: SoldPart[];
  /** The movement of the sale. */
  saleId: string;
}

/** Takes goods of a sale back. `source` is the return's. */
export function takeBack(level: StockLevel, goods: GoodsBack, source: Source): Move {
  const { kept, lost } = goods;
  const [back, gone] = [sumOf([...kept, ...lost]), sumOf(lost)];
  const returned = blankMovement(level, source);
  const wasted = blankMovement(level, { ...source, type: 'waste', reason: 'refund' });
  const shortfalls = [
    ...lessMissing(level.shortfalls, goods),
    ...shortfallOf(wasted, sumOf(lost.filter(isShort))).map((missing) => ({
      ...missing,
      // They are the goods of that sale: what had expired by its day still cannot have been they.
      businessDate: missedOn(level.shortfalls, goods),
    })),
  ];
  const shelved = shelve({ ...level, shortfalls }, kept, returned);
  const lostLots = lost.flatMap((part) =>
    part.from === 'lot' ? [lotMovement(part, part.lotId)] : [],
  );
  const after = changeLevel(level, {
    quantityMilli: back.quantityMilli - gone.quantityMilli,
    valueMinor: back.costMinor - gone.costMinor + shelved.revaluationMinor,
    lots: shelved.lots,
    shortfalls: shelved.shortfalls,
  });
  const { onHandMilli } = after;
  const lotsBack = [...shelved.put, ...lostLots];
  const lotsGone = lostLots.map((part) => ({ ...part, ...minus(part) }));
  const waste = { ...wasted, ...minus(gone), onHandMilli, lots: lotsGone };
  return {
    before: level,
    after,
    movements: [
      { ...returned, ...back, onHandMilli: level.onHandMilli + back.quantityMilli, lots: lotsBack },
      ...(lost.length > 0 ? [waste] : []),
      ...revaluationOf({ ...returned, onHandMilli }, shelved.revaluationMinor),
    ],
    lotMovements: [
      ...lotsBack.map((part) => ({ ...part, movementId: returned.id })),
      ...lotsGone.map((part) => ({ ...part, movementId: wasted.id })),
      ...shelved.covered,
    ],
  };
}

/** The day of a sale of which goods are missing. */
function missedOn(shortfalls: Shortfall[], { saleId }: GoodsBack): string | null {
  return shortfalls.find(({ movementId }) => movementId === saleId)?.businessDate ?? null;
}

/** The shortfalls without what of the sale was missing and is not any more, or is missing in another's name. */
function lessMissing(shortfalls: Shortfall[], { kept, lost, saleId }: GoodsBack): Shortfall[] {
  return shortfalls.flatMap((shortfall) => {
    if (shortfall.movementId !== saleId) return [shortfall];
    let left: Shortfall | null = shortfall;
    for (const { quantityMilli } of [...kept, ...lost].filter(isShort)) {
      if (left !== null) left = reduceShortfall(left, quantityMilli).rest;
    }
    return left === null ? [] : [left];
  });
}

interface Shelved {
  lots: Lot[];
  shortfalls: Shortfall[];
  /** What went into which lot. */
  put: (Goods & { lotId: string })[];
  /** What the lots gave at once to those who had lacked it. */
  covered: LotMovement[];
  revaluationMinor: number;
}

/** Puts goods back into their lots; those of unknown origin into a new one. */
function shelve(level: StockLevel, kept: SoldPart[], { businessDate }: Movement): Shelved {
  const { lots, shortfalls } = level;
  const shelved: Shelved = { lots, shortfalls, put: [], covered: [], revaluationMinor: 0 };
  for (const part of kept) {
    if (part.from === 'shortfall') continue;
    const lot =
      part.from === 'lot'
        ? lotOf(shelved.lots, part.lotId)
        : unknownLot(level, part, { sourceId: newId(), businessDate });
    const covering = coverShortfalls(putIntoLot(lot, part), shelved.shortfalls);
    shelved.lots = replaceLots(shelved.lots, [covering.lot]);
    shelved.shortfalls = covering.shortfalls;
    shelved.put.push(lotMovement(part, lot.id));
    shelved.covered.push(...covering.lotMovements);
    shelved.revaluationMinor += covering.revaluationMinor;
  }
  return shelved;
}

function lotOf(lots: Lot[], lotId: string): Lot {
  const lot = lots.find(({ id }) => id === lotId);
  if (lot === undefined) throw new Error(`the lot ${lotId} was not read`);
  return lot;
}

function lotMovement({ quantityMilli, costMinor }: Goods, lotId: string) {
  return { lotId, quantityMilli, costMinor };
}

function minus({ quantityMilli, costMinor }: Goods): Goods {
  return { quantityMilli: 0 - quantityMilli, costMinor: 0 - costMinor };
}

function isShort({ from }: SoldPart): boolean {
  return from === 'shortfall';
}

function sumOf(goods: Goods[]): Goods {
  return goods.reduce(
    (sum, one) => ({
      quantityMilli: sum.quantityMilli + one.quantityMilli,
      costMinor: sum.costMinor + one.costMinor,
    }),
    { quantityMilli: 0, costMinor: 0 },
  );
}
