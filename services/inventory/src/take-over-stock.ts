/**
 * Stock that moved without lots, while the version before this one ran beside it: its level and its movements
 * agree, its lots are behind. The difference is taken from lots or becomes one of unknown origin.
 */
import { lineTotalMinor } from '@balcao/contracts/money.ts';
import type { Tx } from '@balcao/kit/db.ts';
import { newId } from '@balcao/kit/ids.ts';
import { lockShelf, saveShelf } from './level-store.ts';
import { createLot, type LotMovement, lossLots, putIntoLot, takeFromLots } from './lot.ts';
import { addLotMovements } from './lot-store.ts';
import { replaceLots } from './movement.ts';
import { coverShortfalls, type Shortfall } from './shortfall.ts';
import type { StockLevel } from './stock-level.ts';
import { readDriftingProducts } from './verify-stock.ts';

const batch = 100;

/** Takes over what moved without lots; answers of how many products. Safe to run on several replicas at once. */
export async function takeOverStock(tx: Tx, today: string): Promise<number> {
  const productIds = await readDriftingProducts(tx, batch);
  if (productIds.length === 0) return 0;
  const lines = productIds.map((productId) => ({ productId }));
  const shelf = await lockShelf(tx, lines, { today, isReceiving: true });
  const moved = productIds.flatMap((productId) => {
    const { after, lotMovements } = takeOver(shelf.get(productId));
    if (lotMovements.length > 0 || after.shortfalls.length > 0) shelf.put(after);
    return lotMovements;
  });
  saveShelf(tx, shelf);
  addLotMovements(tx, moved);
  return productIds.length;
}

export interface TakenOver {
  /** The same level with lots and shortfalls that add up to it. */
  after: StockLevel;
  lotMovements: LotMovement[];
}

/** Makes lots and shortfalls add up to the level, first in quantity, then in value. */
export function takeOver(level: StockLevel): TakenOver {
  return evenValue(evenQuantity(level));
}

function evenQuantity(level: StockLevel): TakenOver {
  const { quantityMilli, valueMinor } = shelfOf(level);
  const foundMilli = level.onHandMilli - quantityMilli;
  if (foundMilli === 0) return { after: level, lotMovements: [] };
  if (foundMilli < 0) return lose(level, -foundMilli);
  const goods = {
    quantityMilli: foundMilli,
    costMinor: Math.max(level.valueMinor - valueMinor, 0),
  };
  const { productId, today: receivedOn } = level;
  const lot = createLot({ id: newId(), productId, receivedOn, expiresOn: null }, goods);
  const covering = coverShortfalls(putIntoLot(lot, goods), level.shortfalls);
  const lots = replaceLots(level.lots, [covering.lot]);
  return {
    after: { ...level, lots, shortfalls: covering.shortfalls },
    lotMovements: [{ lotId: lot.id, movementId: null, ...goods }, ...covering.lotMovements],
  };
}

function lose(level: StockLevel, quantityMilli: number): TakenOver {
  const { lots, parts, beyondMilli } = takeFromLots(
    lossLots(level.lots, level.today),
    quantityMilli,
  );
  const missing: Shortfall = {
    seq: null,
    movementId: null,
    businessDate: null,
    quantityMilli: beyondMilli,
    valueMinor: lineTotalMinor(level.unitCostMinor, beyondMilli),
  };
  return {
    after: {
      ...level,
      lots: replaceLots(level.lots, lots),
      shortfalls: beyondMilli > 0 ? [...level.shortfalls, missing] : level.shortfalls,
    },
    lotMovements: parts.map((part) => ({
      lotId: part.lotId,
      movementId: null,
      quantityMilli: -part.quantityMilli,
      costMinor: 0 - part.costMinor,
    })),
  };
}

/** What lots are worth too much or too little is theirs as far as they can bear it, and then the shortfalls'. */
function evenValue({ after: level, lotMovements }: TakenOver): TakenOver {
  let leftMinor = level.valueMinor - shelfOf(level).valueMinor;
  const [lots, moved] = [[...level.lots], [...lotMovements]];
  for (const [index, lot] of lots.entries()) {
    if (leftMinor === 0 || lot.onHandMilli === 0) continue;
    const costMinor = Math.max(leftMinor, -lot.valueMinor);
    if (costMinor === 0) continue;
    lots[index] = putIntoLot(lot, { quantityMilli: 0, costMinor });
    moved.push({ lotId: lot.id, movementId: null, quantityMilli: 0, costMinor });
    leftMinor -= costMinor;
  }
  const shortfalls = level.shortfalls.map((shortfall) => {
    const lessMinor = Math.min(leftMinor, shortfall.valueMinor);
    if (lessMinor === 0) return shortfall;
    leftMinor -= lessMinor;
    return { ...shortfall, valueMinor: shortfall.valueMinor - lessMinor };
  });
  return { after: { ...level, lots, shortfalls }, lotMovements: moved };
}

function shelfOf({ lots, shortfalls }: StockLevel): { quantityMilli: number; valueMinor: number } {
  const sum = <T>(of: T[], value: (one: T) => number) =>
    of.reduce((total, one) => total + value(one), 0);
  return {
    quantityMilli:
      sum(lots, (lot) => lot.onHandMilli) - sum(shortfalls, (one) => one.quantityMilli),
    valueMinor: sum(lots, (lot) => lot.valueMinor) - sum(shortfalls, (one) => one.valueMinor),
  };
}
