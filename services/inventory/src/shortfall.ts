/**
 * A shortfall: goods that left although no lot had them (sold before they were received, or found missing).
 * They left at the catalogue's cost, which is a guess. Lots that come in make up for them, the oldest first,
 * and the difference to what those goods really cost is told apart, as a revaluation.
 */
import { multiplyDivide } from '@balcao/contracts/money.ts';
import { isExpired, type Lot, type LotMovement, takeFromLot } from './lot.ts';

export interface Shortfall {
  /** Its place among all, once it is stored. */
  seq: number | null;
  /** Null: of before there were lots. */
  movementId: string | null;
  /** Of a sale: a lot that had expired by then cannot make up for it. */
  businessDate: string | null;
  /** Still missing, in thousandths. */
  quantityMilli: number;
  /** What that was thought to cost, in centavos. */
  valueMinor: number;
}

export interface Covering {
  lot: Lot;
  /** Those that are left; one that is made up for is gone. */
  shortfalls: Shortfall[];
  /** What the lot gave, in the name of the movements that lacked it. */
  lotMovements: LotMovement[];
  /** What is to be added to the stock's value beside the cost of what came in. */
  revaluationMinor: number;
}

/** Makes up for shortfalls from a lot that goods have just been put into. */
export function coverShortfalls(lot: Lot, shortfalls: Shortfall[]): Covering {
  const covering: Covering = { lot, shortfalls: [], lotMovements: [], revaluationMinor: 0 };
  for (const shortfall of shortfalls) {
    const partMilli = canCover(covering.lot, shortfall)
      ? Math.min(covering.lot.onHandMilli, shortfall.quantityMilli)
      : 0;
    const { rest, valueMinor } = reduceShortfall(shortfall, partMilli);
    if (rest !== null) covering.shortfalls.push(rest);
    if (partMilli === 0) continue;
    const { lot: after, costMinor } = takeFromLot(covering.lot, partMilli);
    covering.lot = after;
    covering.revaluationMinor += valueMinor - costMinor;
    covering.lotMovements.push({
      lotId: lot.id,
      movementId: shortfall.movementId,
      quantityMilli: -partMilli,
      costMinor: 0 - costMinor,
    });
  }
  return covering;
}

/** What is left of a shortfall (null: nothing), and the value of what is not missing any more. */
export function reduceShortfall(
  shortfall: Shortfall,
  quantityMilli: number,
): { rest: Shortfall | null; valueMinor: number } {
  if (quantityMilli === 0) return { rest: shortfall, valueMinor: 0 };
  const valueMinor = multiplyDivide(shortfall.valueMinor, quantityMilli, shortfall.quantityMilli);
  if (quantityMilli === shortfall.quantityMilli) return { rest: null, valueMinor };
  const rest = {
    ...shortfall,
    quantityMilli: shortfall.quantityMilli - quantityMilli,
    valueMinor: shortfall.valueMinor - valueMinor,
  };
  return { rest, valueMinor };
}

function canCover(lot: Lot, { businessDate }: Shortfall): boolean {
  return businessDate === null || !isExpired(lot, businessDate);
}
