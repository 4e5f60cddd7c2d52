/** Goods that move: what a sale takes and costs, and what a purchase makes up for that was sold before it. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { levelOf, someLevel, someLot } from '../test/levels.ts';
import { buy, sell } from '../test/moves.ts';

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
});
