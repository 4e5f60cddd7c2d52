/** What holds after any movement of goods: the order in which lots are sold, the sums, and what each sale got. */
import assert from 'node:assert/strict';
import type { Lot } from '../src/lot.ts';
import type { Move } from '../src/movement.ts';
import { type History, outstandingParts } from '../src/returned-goods.ts';
import type { StockLevel } from '../src/stock-level.ts';

const sum = <T>(of: T[], value: (one: T) => number) =>
  of.reduce((total, one) => total + value(one), 0);

const dayOf = (date: string) => Date.parse(date) / 86_400_000;

/** Whether a lot's last day was before a day; said here again, so that the rule does not judge itself. */
const hasExpired = ({ expiresOn }: Lot, onDate: string) =>
  expiresOn !== null && dayOf(expiresOn) < dayOf(onDate);

/** Whether one lot's turn is before another's: there on the day, soonest to expire, first received, lowest id. */
function isBefore(one: Lot, other: Lot, onDate: string): boolean {
  const turn = ({ receivedOn, expiresOn }: Lot) => [
    dayOf(receivedOn) <= dayOf(onDate) ? 0 : 1,
    expiresOn === null ? Number.POSITIVE_INFINITY : dayOf(expiresOn),
    dayOf(receivedOn),
  ];
  const [ones, others] = [turn(one), turn(other)];
  const differs = ones.findIndex((value, index) => value !== others[index]);
  return differs < 0 ? one.id < other.id : Number(ones[differs]) < Number(others[differs]);
}

/** No lot that is left would have been sold before one that was taken, and none that was taken had expired. */
export function checkOrder({ before, after }: Move, onDate: string): void {
  for (const lot of before.lots) {
    const now = after.lots.find(({ id }) => id === lot.id);
    const isTaken = now !== lot;
    assert.ok(!isTaken || !hasExpired(lot, onDate), 'an expired lot was sold');
    if (!isTaken) continue;
    const earlier = after.lots.filter(
      (other) =>
        isBefore(other, lot, onDate) && !hasExpired(other, onDate) && other.onHandMilli > 0,
    );
    assert.deepEqual(earlier, [], 'a later lot was sold first');
  }
  const isShort = after.shortfalls.length > before.shortfalls.length;
  const left = after.lots.filter((lot) => lot.onHandMilli > 0 && !hasExpired(lot, onDate));
  if (isShort) assert.deepEqual(left, [], 'an oversell although a lot had goods');
}

/** Lots, level and movements say the same of quantities and values, and nothing is below zero but what is missing. */
export function checkSums(level: StockLevel, moves: Move[]): void {
  const movements = moves.flatMap((move) => move.movements);
  const lotMovements = moves.flatMap((move) => move.lotMovements);
  const { lots, shortfalls } = level;
  assert.equal(
    level.onHandMilli,
    sum(lots, (lot) => lot.onHandMilli) - sum(shortfalls, (one) => one.quantityMilli),
  );
  assert.equal(
    level.valueMinor,
    sum(lots, (lot) => lot.valueMinor) - sum(shortfalls, (one) => one.valueMinor),
  );
  assert.equal(
    level.onHandMilli,
    sum(movements, (one) => one.quantityMilli),
  );
  assert.equal(
    level.valueMinor,
    sum(movements, (one) => one.costMinor),
  );
  checkLots(lots, lotMovements);
  for (const { quantityMilli, costMinor } of movements) {
    assert.ok(quantityMilli === 0 || Math.sign(quantityMilli) * costMinor >= 0);
  }
  for (const { quantityMilli, valueMinor } of shortfalls) {
    assert.ok(quantityMilli > 0 && valueMinor >= 0);
  }
}

function checkLots(lots: readonly Lot[], lotMovements: Move['lotMovements']): void {
  for (const lot of lots) {
    const own = lotMovements.filter(({ lotId }) => lotId === lot.id);
    assert.equal(
      lot.onHandMilli,
      sum(own, (one) => one.quantityMilli),
    );
    assert.equal(
      lot.valueMinor,
      sum(own, (one) => one.costMinor),
    );
    assert.ok(lot.onHandMilli >= 0 && lot.valueMinor >= 0);
  }
}

/** What a sale sold and did not get back came from lots, or is still missing. */
export function checkSales(level: StockLevel, sales: History[]): void {
  for (const history of sales) {
    const soldMilli = 0 - sum(history.movements, (one) => one.quantityMilli);
    const parts = outstandingParts(level, history);
    assert.equal(
      sum(parts, (part) => part.quantityMilli),
      soldMilli,
    );
    assert.ok(parts.every(({ from }) => from !== 'unknown'));
  }
}
