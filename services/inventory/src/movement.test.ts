/** Goods that move: level = Σ lots − Σ shortfalls, and not a centavo appears or vanishes, whatever happens. */
import assert from 'node:assert/strict';
import { newId } from '@balcao/kit/ids.ts';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { levelOf, someLevel, someLot, today } from '../test/levels.ts';
import { createLot, type Lot, lossLots, sellableLots } from './lot.ts';
import { type Move, putIn, takeOut } from './movement.ts';
import { type History, outstandingParts, splitParts, takeBack } from './returned-goods.ts';
import type { StockLevel } from './stock-level.ts';

const source = (type: 'sale' | 'purchase' | 'waste' | 'return', businessDate = today) => ({
  type,
  sourceId: newId(),
  occurredAt: `${businessDate}T12:00:00.000Z`,
  businessDate,
});

function buy(
  level: StockLevel,
  quantityMilli: number,
  costMinor: number,
  { expiresOn = null, receivedOn = today }: Partial<Pick<Lot, 'expiresOn' | 'receivedOn'>> = {},
) {
  const goods = { quantityMilli, costMinor };
  const origin = { id: newId(), productId: 'meat', receivedOn, expiresOn };
  return putIn(level, { lot: createLot(origin, goods), goods }, source('purchase'));
}

function sell(level: StockLevel, quantityMilli: number, onDate = today): Move {
  const lots = sellableLots(level.lots, onDate);
  return takeOut(level, { quantityMilli, lots }, source('sale', onDate));
}

describe('movement', () => {
  it('guesses what no lot has at the catalogue cost, and says how much that was', () => {
    const level = levelOf([someLot('a', { valueMinor: 900 })], { unitCostMinor: 1_000 });
    const { after, movements } = sell(level, 3_000);
    assert.deepEqual([after.onHandMilli, after.valueMinor], [-2_000, -2_000]);
    assert.deepEqual([movements[0].costMinor, movements[0].oversoldMilli], [-2_900, 2_000]);
    assert.equal(after.shortfalls[0]?.quantityMilli, 2_000);
  });

  it('takes nothing from a lot that expired before the sale, but from one that expired since', () => {
    const level = levelOf([someLot('old', { expiresOn: '2026-11-23' })]);
    assert.equal(sell(level, 400).movements[0].oversoldMilli, 400);
    assert.equal(sell(level, 400, '2026-11-23').movements[0].oversoldMilli, 0);
  });

  const receipts: [string, number, number, number, number, number][] = [
    ['part of the shortfall', 1_000, 1_300, -1_000, -1_000, -300],
    ['exactly the shortfall', 2_000, 2_600, 0, 0, -600],
    ['the shortfall and more', 4_000, 5_200, 2_000, 2_600, -600],
    ['a cheaper purchase', 2_000, 1_000, 0, 0, 1_000],
  ];
  for (const [
    name,
    quantityMilli,
    costMinor,
    onHandMilli,
    valueMinor,
    revaluationMinor,
  ] of receipts) {
    it(`revalues what was sold before it was received: ${name}`, () => {
      const sold = sell(someLevel({ unitCostMinor: 1_000 }), 2_000);
      const { after, movements, lotMovements } = buy(sold.after, quantityMilli, costMinor);
      assert.deepEqual([after.onHandMilli, after.valueMinor], [onHandMilli, valueMinor]);
      assert.equal(movements[1]?.costMinor, revaluationMinor);
      const [covered] = lotMovements.slice(1);
      assert.equal(
        covered?.movementId,
        sold.movements[0].id,
        'the sale gets the lot that made up for it',
      );
    });
  }

  it('a lot that had expired by the day of a sale makes up for nothing of it', () => {
    const { after } = buy(sell(someLevel(), 1_000).after, 5_000, 100, {
      expiresOn: '2026-11-24',
    });
    assert.deepEqual([after.onHandMilli, after.lots[0]?.onHandMilli], [4_000, 5_000]);
    assert.equal(after.shortfalls.length, 1);
  });

  const day = fc.constantFrom('2026-11-20', '2026-11-24', '2026-11-25', '2026-11-26', '2026-12-24');
  const quantityMilli = fc.oneof(
    fc.integer({ min: 1, max: 9 }),
    fc.integer({ min: 1, max: 5_000 }),
  );
  const step = fc.oneof(
    fc.record({
      kind: fc.constant('buy' as const),
      quantityMilli,
      costMinor: fc.integer({ min: 0, max: 100_000 }),
      expiresOn: fc.option(day),
      receivedOn: fc.constantFrom('2026-11-19', '2026-11-24', '2026-11-25'),
    }),
    fc.record({ kind: fc.constant('sell' as const), quantityMilli, onDate: day }),
    fc.record({ kind: fc.constant('lose' as const), quantityMilli }),
    fc.record({
      kind: fc.constant('refund' as const),
      sale: fc.nat(9),
      keptMilli: fc.nat(3_000),
      lostMilli: fc.nat(3_000),
    }),
  );
  type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

  /** Plays one step; a refund is of what is still with the customer, where anything is. */
  function play(level: StockLevel, one: Step, sales: History[]): Move | null {
    switch (one.kind) {
      case 'buy':
        return buy(level, one.quantityMilli, one.costMinor, one);
      case 'sell': {
        const move = sell(level, one.quantityMilli, one.onDate);
        sales.push({ movements: [...move.movements], lotMovements: [...move.lotMovements] });
        return move;
      }
      case 'lose':
        return takeOut(
          level,
          { quantityMilli: one.quantityMilli, lots: lossLots(level.lots, today) },
          source('waste'),
        );
      default:
        return refund(level, one, sales[one.sale]);
    }
  }

  function refund(
    level: StockLevel,
    { keptMilli, lostMilli }: { keptMilli: number; lostMilli: number },
    history: History | undefined,
  ): Move | null {
    const [sale] = history?.movements ?? [];
    if (history === undefined || sale === undefined) return null;
    const parts = outstandingParts(level, history);
    const leftMilli = parts.reduce((sum, part) => sum + part.quantityMilli, 0);
    const kept = Math.min(keptMilli, leftMilli);
    const lost = Math.min(lostMilli, leftMilli - kept);
    if (kept + lost === 0) return null;
    const [keptParts, rest] = splitParts(parts, kept);
    const [lostParts] = splitParts(rest, lost);
    const goods = { kept: keptParts, lost: lostParts, saleId: sale.id };
    const move = takeBack(level, goods, source('return'));
    history.movements.push(...move.movements.filter(({ type }) => type === 'return'));
    return move;
  }

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
  function checkOrder({ before, after }: Move, onDate: string): void {
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

  it('holds over any history: lots, levels, costs, order of expiry, and what each sale got', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 40, size: 'max' }),
        fc.nat(5_000),
        (steps, unitCostMinor) => {
          let level = someLevel({ unitCostMinor, negativeStock: 'allow' });
          const sales: History[] = [];
          const moves: Move[] = [];
          for (const one of steps) {
            const move = play(level, one, sales);
            if (move === null) continue;
            moves.push(move);
            level = move.after;
            for (const history of sales) {
              const ids = new Set(history.movements.map(({ id }) => id));
              const own = move.lotMovements.filter(({ movementId }) => ids.has(movementId ?? ''));
              if (one.kind !== 'sell' || history !== sales.at(-1))
                history.lotMovements.push(...own);
            }
            if (one.kind === 'sell') checkOrder(move, one.onDate);
            checkSums(level, moves);
          }
          checkSales(level, sales);
        },
      ),
      { numRuns: 300 },
    );
  });

  const sum = <T>(of: T[], value: (one: T) => number) =>
    of.reduce((total, one) => total + value(one), 0);

  function checkSums(level: StockLevel, moves: Move[]): void {
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
    for (const { quantityMilli, costMinor } of movements) {
      assert.ok(quantityMilli === 0 || Math.sign(quantityMilli) * costMinor >= 0);
    }
    for (const { quantityMilli, valueMinor } of shortfalls) {
      assert.ok(quantityMilli > 0 && valueMinor >= 0);
    }
  }

  /** What a sale sold and did not get back came from lots, or is still missing. */
  function checkSales(level: StockLevel, sales: History[]): void {
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
});
