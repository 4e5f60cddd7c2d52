/** Holding goods for orders: all lines or none, never more than there is. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import {
  availableMilli,
  createShelf,
  fellBelowMinimum,
  holdLines,
  releaseLines,
  type StockLevel,
  sumByProduct,
} from './stock-level.ts';

function level(
  productId: string,
  onHandMilli: number,
  others: Partial<StockLevel> = {},
): StockLevel {
  return {
    productId,
    unit: 'kg',
    onHandMilli,
    reservedMilli: 0,
    valueMinor: 0,
    unitCostMinor: 0,
    minimumMilli: null,
    negativeStock: 'block',
    version: 1,
    ...others,
  };
}

const line = (productId: string, quantityMilli: number) => ({ productId, quantityMilli });

describe('stock level', () => {
  it('holds all lines and counts one version up', () => {
    const shelf = createShelf([level('a', 5_000), level('b', 3_000, { reservedMilli: 1_000 })]);
    assert.deepEqual(holdLines(shelf, [line('a', 5_000), line('b', 2_000)]), []);
    assert.equal(availableMilli(shelf.get('a')), 0);
    assert.equal(shelf.get('b').reservedMilli, 3_000);
    assert.deepEqual(
      shelf.changed().map(({ version }) => version),
      [2, 2],
    );
  });

  it('holds nothing when one line is short, and names what is missing only', () => {
    const shelf = createShelf([level('a', 5_000), level('b', 1_999)]);
    assert.deepEqual(holdLines(shelf, [line('a', 1_000), line('b', 2_000)]), [
      { productId: 'b', requestedMilli: 2_000, availableMilli: 1_999 },
    ]);
    assert.deepEqual(shelf.changed(), []);
  });

  it('holds more than there is where that is allowed', () => {
    const shelf = createShelf([level('a', 0, { negativeStock: 'allow' })]);
    assert.deepEqual(holdLines(shelf, [line('a', 7_000)]), []);
    assert.equal(availableMilli(shelf.get('a')), -7_000);
  });

  it('asks for another attempt when a product is not known yet', () => {
    assert.throws(() => holdLines(createShelf([]), [line('a', 1)]), { code: 'conflict' });
  });

  it('never promises more than is on hand, and release undoes hold', () => {
    const quantities = fc.array(fc.integer({ min: 1, max: 5_000 }), { maxLength: 40 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000 }), quantities, (onHandMilli, orders) => {
        const shelf = createShelf([level('a', onHandMilli)]);
        const held = orders.filter(
          (quantity) => holdLines(shelf, [line('a', quantity)]).length === 0,
        );
        assert.ok(availableMilli(shelf.get('a')) >= 0);
        releaseLines(
          shelf,
          held.map((quantity) => line('a', quantity)),
        );
        assert.equal(shelf.get('a').reservedMilli, 0);
      }),
    );
  });

  it('sums lines of one product and sorts by product', () => {
    assert.deepEqual(sumByProduct([line('b', 1), line('a', 2), line('b', 3)]), [
      line('a', 2),
      line('b', 4),
    ]);
  });

  it('is told as low once, when it crosses the minimum', () => {
    const at = (onHandMilli: number) => level('a', onHandMilli, { minimumMilli: 1_000 });
    assert.equal(fellBelowMinimum(at(1_500), at(1_000)), false);
    assert.equal(fellBelowMinimum(at(1_000), at(999)), true);
    assert.equal(fellBelowMinimum(at(999), at(500)), false);
    assert.equal(fellBelowMinimum(level('a', 5), level('a', -5)), false);
  });
});
