/** Guarantees of posting the cost of goods: inventory's account follows the goods, and the rest is named. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { anyStockChange, stockChangeOf } from '../test/fixtures.ts';
import { postStockChange } from './post-stock-change.ts';

const debit = (account: string, minor: number) => ({ account, debitMinor: minor, creditMinor: 0 });
const credit = (account: string, minor: number) => ({ account, debitMinor: 0, creditMinor: minor });

describe('postStockChange', () => {
  const cases = [
    [
      'sale',
      [
        [-1000, -700],
        [-500, -300],
      ],
      [credit('inventory', 1000), debit('cost_of_goods', 1000)],
    ],
    ['return', [[1000, 700]], [debit('inventory', 700), credit('cost_of_goods', 700)]],
    ['purchase', [[5000, 9900]], [debit('inventory', 9900), credit('supplier_payable', 9900)]],
    ['waste', [[-100, -70]], [credit('inventory', 70), debit('shrinkage', 70)]],
    ['adjustment', [[100, 70]], [debit('inventory', 70), credit('shrinkage', 70)]],
    ['count', [[-100, -70]], [credit('inventory', 70), debit('shrinkage', 70)]],
    [
      'breakdown',
      [
        [-10_000, -900],
        [6_000, 600],
        [3_500, 300],
      ],
      [],
    ],
    ['revaluation', [[0, -30]], [credit('inventory', 30), debit('cost_of_goods', 30)]],
  ] as const;
  for (const [type, items, lines] of cases) {
    it(`posts a ${type}`, () => {
      const change = stockChangeOf(
        type,
        items.map(([quantity, cost]) => [quantity, cost]),
      );
      const transaction = postStockChange(change);
      assert.equal(transaction.source, `stock:${type}:${change.sourceId}`);
      assert.deepEqual(transaction.lines, lines);
    });
  }

  it('takes a cost without goods as a revaluation, whatever it comes with', () => {
    const { lines } = postStockChange(
      stockChangeOf('purchase', [
        [5000, 9900],
        [0, -400],
      ]),
    );
    assert.deepEqual(lines, [
      debit('inventory', 9500),
      credit('supplier_payable', 9900),
      debit('cost_of_goods', 400),
    ]);
  });

  it('has no lines where nothing cost anything', () => {
    assert.deepEqual(
      postStockChange(
        stockChangeOf('sale', [
          [-1000, 0],
          [-2000, 0],
        ]),
      ).lines,
      [],
    );
  });

  it('balances for any change, and inventory moves by the sum of the costs', () => {
    fc.assert(
      fc.property(anyStockChange, (change) => {
        const { lines } = postStockChange(change);
        const net = lines.reduce((sum, line) => sum + line.debitMinor - line.creditMinor, 0);
        const inventory = lines.find(({ account }) => account === 'inventory');
        const moved = (inventory?.debitMinor ?? 0) - (inventory?.creditMinor ?? 0);
        assert.equal(net, 0);
        assert.equal(
          moved,
          change.items.reduce((sum, { costMinor }) => sum + costMinor, 0),
        );
      }),
    );
  });
});
