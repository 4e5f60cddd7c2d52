/** The cost of goods: not a centavo appears or vanishes, whatever happens in whatever order. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { issue, presentCost, receive, type Stock } from './stock-cost.ts';

const nothing: Stock = { onHandMilli: 0, valueMinor: 0 };

describe('stock cost', () => {
  it('takes the average of what was bought', () => {
    const first = receive(nothing, 10_000, 20_000).stock;
    const { stock } = receive(first, 10_000, 30_000);
    assert.deepEqual(issue(stock, 5_000, 0), {
      stock: { onHandMilli: 15_000, valueMinor: 37_500 },
      costMinor: 12_500,
      beyondMilli: 0,
    });
  });

  it('gives the last goods all that is left of the value, so that nothing is worth nothing', () => {
    let stock = receive(nothing, 3_000, 1_000).stock;
    const costs = [1, 2, 3].map(() => {
      const issued = issue(stock, 1_000, 0);
      stock = issued.stock;
      return issued.costMinor;
    });
    assert.deepEqual(costs, [333, 334, 333]);
    assert.deepEqual(stock, nothing);
  });

  it('guesses what is not on hand at the catalogue cost, and says how much that was', () => {
    const stock = { onHandMilli: 1_000, valueMinor: 900 };
    assert.deepEqual(issue(stock, 3_000, 1_000), {
      stock: { onHandMilli: -2_000, valueMinor: -2_000 },
      costMinor: 2_900,
      beyondMilli: 2_000,
    });
  });

  const receipts: [string, number, number, Stock, number][] = [
    ['part of the hole', 1_000, 1_300, { onHandMilli: -1_000, valueMinor: -1_000 }, -300],
    ['exactly the hole', 2_000, 2_600, nothing, -600],
    ['the hole and more', 4_000, 5_200, { onHandMilli: 2_000, valueMinor: 2_600 }, -600],
    ['a cheaper purchase', 2_000, 1_000, nothing, 1_000],
  ];
  for (const [name, quantityMilli, costMinor, stock, revaluationMinor] of receipts) {
    it(`revalues what was sold before it was received: ${name}`, () => {
      const hole = { onHandMilli: -2_000, valueMinor: -2_000 };
      assert.deepEqual(receive(hole, quantityMilli, costMinor), { stock, revaluationMinor });
    });
  }

  it('prices goods of unknown cost at the average, and at the catalogue cost where there is none', () => {
    assert.equal(presentCost({ onHandMilli: 4_000, valueMinor: 1_000 }, 1_000, 999), 250);
    assert.equal(presentCost(nothing, 1_000, 999), 999);
    assert.equal(presentCost({ onHandMilli: -1_000, valueMinor: -500 }, 2_000, 999), 1_998);
  });

  const step = fc.record({
    isReceipt: fc.boolean(),
    quantityMilli: fc.oneof(
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 1_000_000_000 }),
    ),
    costMinor: fc.integer({ min: 0, max: 1_000_000_000 }),
    unitCostMinor: fc.integer({ min: 0, max: 100_000 }),
  });

  it('adds up: Σ quantity = on hand and Σ cost = value, of one sign, and zero together', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let stock = nothing;
        let costMinor = 0;
        let quantityMilli = 0;
        for (const { isReceipt, ...move } of steps) {
          if (isReceipt) {
            const received = receive(stock, move.quantityMilli, move.costMinor);
            costMinor += move.costMinor + received.revaluationMinor;
            quantityMilli += move.quantityMilli;
            stock = received.stock;
          } else {
            const issued = issue(stock, move.quantityMilli, move.unitCostMinor);
            assert.ok(issued.costMinor >= 0);
            costMinor -= issued.costMinor;
            quantityMilli -= move.quantityMilli;
            stock = issued.stock;
          }
          assert.equal(stock.onHandMilli, quantityMilli);
          assert.equal(stock.valueMinor, costMinor);
          assert.ok(
            stock.valueMinor === 0 || Math.sign(stock.valueMinor) === Math.sign(stock.onHandMilli),
          );
        }
      }),
    );
  });

  it('empties to exactly zero from any state', () => {
    const amount = fc.integer({ min: 1, max: 1_000_000_000 });
    fc.assert(
      fc.property(
        amount,
        amount,
        fc.array(fc.integer({ min: 1, max: 1_000_000 })),
        (quantity, cost, parts) => {
          let stock = receive(nothing, quantity, cost).stock;
          for (const part of parts) {
            if (part < stock.onHandMilli) stock = issue(stock, part, 0).stock;
          }
          assert.deepEqual(issue(stock, stock.onHandMilli, 0).stock, nothing);
        },
      ),
    );
  });
});
