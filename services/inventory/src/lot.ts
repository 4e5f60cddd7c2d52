/**
 * A lot: goods of one origin, one cost and one expiry. Goods leave it at their share of its value, to the
 * centavo, so that the costs of all that leaves add up to what came in, and an empty lot is worth nothing.
 */
import { addDays } from '@balcao/contracts/dates.ts';
import { multiplyDivide } from '@balcao/contracts/money.ts';

export interface Lot {
  id: string;
  productId: string;
  /** Null: of unknown origin. */
  supplierId: string | null;
  receiptId: string | null;
  /** The lot that it was cut from. */
  parentId: string | null;
  /** The supplier's own. */
  code: string | null;
  receivedOn: string;
  /** The last day on which it is sold; null: never expires. */
  expiresOn: string | null;
  /** What first came in, and what that cost. */
  receivedMilli: number;
  costMinor: number;
  onHandMilli: number;
  valueMinor: number;
  /** Grows with every change. */
  version: number;
}

/** A quantity in thousandths and what it costs in centavos. */
export interface Goods {
  quantityMilli: number;
  costMinor: number;
}

/** What a movement took from a lot (below zero) or gave to it (above zero). */
export interface LotMovement extends Goods {
  lotId: string;
  /** Null where stock was taken over that moved without lots. */
  movementId: string | null;
}

export interface Origin
  extends Partial<Pick<Lot, 'supplierId' | 'receiptId' | 'parentId' | 'code'>> {
  id: string;
  productId: string;
  receivedOn: string;
  expiresOn: string | null;
}

/** A lot that goods are about to be put into: `received` is what it stands for, nothing is in it yet. */
export function createLot(origin: Origin, received: Goods): Lot {
  return {
    supplierId: null,
    receiptId: null,
    parentId: null,
    code: null,
    ...origin,
    receivedMilli: received.quantityMilli,
    costMinor: received.costMinor,
    onHandMilli: 0,
    valueMinor: 0,
    version: 0,
  };
}

/** Puts goods in. */
export function putIntoLot(lot: Lot, { quantityMilli, costMinor }: Goods): Lot {
  const onHandMilli = lot.onHandMilli + quantityMilli;
  return { ...lot, onHandMilli, valueMinor: lot.valueMinor + costMinor, version: lot.version + 1 };
}

/** Takes goods out, of which there must be enough, at their share of the lot's value. */
export function takeFromLot(lot: Lot, quantityMilli: number): { lot: Lot; costMinor: number } {
  if (quantityMilli > lot.onHandMilli) throw new RangeError(`lot ${lot.id} has not that much`);
  const costMinor = shareOfLot(lot, quantityMilli);
  const onHandMilli = lot.onHandMilli - quantityMilli;
  const valueMinor = lot.valueMinor - costMinor;
  return { lot: { ...lot, onHandMilli, valueMinor, version: lot.version + 1 }, costMinor };
}

/** What some of a lot that has goods costs. */
export function shareOfLot({ onHandMilli, valueMinor }: Lot, quantityMilli: number): number {
  return quantityMilli === 0 ? 0 : multiplyDivide(valueMinor, quantityMilli, onHandMilli);
}

export interface Taken {
  /** The lots that changed, as they are afterwards. */
  lots: Lot[];
  parts: { lotId: string; quantityMilli: number; costMinor: number }[];
  costMinor: number;
  /** How much of the quantity none of the lots had. */
  beyondMilli: number;
}

/** Takes goods out of lots, one after the other in the order given. */
export function takeFromLots(lots: Lot[], quantityMilli: number): Taken {
  const taken: Taken = { lots: [], parts: [], costMinor: 0, beyondMilli: quantityMilli };
  for (const lot of lots) {
    const partMilli = Math.min(lot.onHandMilli, taken.beyondMilli);
    if (partMilli === 0) continue;
    const { lot: after, costMinor } = takeFromLot(lot, partMilli);
    taken.lots.push(after);
    taken.parts.push({ lotId: lot.id, quantityMilli: partMilli, costMinor });
    taken.costMinor += costMinor;
    taken.beyondMilli -= partMilli;
  }
  return taken;
}

/** Whether a lot may not be sold on a business date any more. */
export function isExpired({ expiresOn }: Pick<Lot, 'expiresOn'>, onDate: string): boolean {
  return expiresOn !== null && expiresOn < onDate;
}

/** First what expires first; of what expires together what was received first; what never expires last. */
export function byExpiry(a: Lot, b: Lot): number {
  return compareText(fefoKey(a), fefoKey(b));
}

/**
 * What may be sold on a business date, in the order in which it is: what was received later comes last. A sale that
 * is told late is not of goods which were not there, but where nothing else is left somebody mistook the day.
 */
export function sellableLots(lots: Lot[], onDate: string): Lot[] {
  const isLater = ({ receivedOn }: Lot) => receivedOn > onDate;
  return lots
    .filter((lot) => !isExpired(lot, onDate))
    .sort((a, b) => Number(isLater(a)) - Number(isLater(b)) || byExpiry(a, b));
}

/** All lots in the order in which goods are lost: what could be sold first, expired ones when nothing else is left. */
export function lossLots(lots: Lot[], onDate: string): Lot[] {
  const expired = lots.filter((lot) => isExpired(lot, onDate)).sort(byExpiry);
  return [...sellableLots(lots, onDate), ...expired];
}

/** When goods expire that came in on a day: as told, else after the product's shelf life. */
export function expiryOf(
  receivedOn: string,
  told: string | undefined,
  shelfLifeDays: number | null,
): string | null {
  if (told !== undefined) return told;
  return shelfLifeDays === null ? null : addDays(receivedOn, shelfLifeDays);
}

function fefoKey({ expiresOn, receivedOn, id }: Lot): string {
  return `${expiresOn ?? '9999-12-31'} ${receivedOn} ${id}`;
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
