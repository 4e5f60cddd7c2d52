/** Holding goods for orders: all lines or none, never more than there is. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { someLevel, someLot } from '../test/levels.ts';
import {
  availableMilli,
  createShelf,
  holdAnyway,
  holdLines,
  isLow,
  releaseLines,
  type StockLevel,
  sellableMilli,
  sumByProduct,
} from './stock-level.ts';

const level = (productId: string, onHandMilli: number, others: Partial<StockLevel> = {}) =>
  someLevel({ productId, onHandMilli, ...others });

const line = (productId: string, quantityMilli: number) => ({ productId, quantityMilli });

describe('stock level', () => {
  it('holds all lines and counts one version up', () => {
    const shelf = createShelf([level('a', 5_000), level('b', 3_000, { reservedMilli: 1_000 })]);
    assert.deepEqual(holdLines(shelf, [line('a', 5_000), line('b', 2_000)]), []);
    assert.equal(availableMilli(shelf.get('a')), 0);
    assert.equal(shelf.get('b').reservedMilli, 3_000);
    assert.deepEqual(
      shelf.changed().map(({ after }) => after.version),
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

  it('promises nothing that has expired', () => {
    const lots = [
      someLot('old', { expiresOn: '2026-11-24', onHandMilli: 3_000 }),
      someLot('last day', { expiresOn: '2026-11-25', onHandMilli: 2_000 }),
    ];
    const shelf = createShelf([level('a', 5_000, { lots })]);
    assert.equal(sellableMilli(shelf.get('a')), 2_000);
    assert.deepEqual(holdLines(shelf, [line('a', 2_001)]), [
      { productId: 'a', requestedMilli: 2_001, availableMilli: 2_000 },
    ]);
    assert.deepEqual(holdLines(shelf, [line('a', 2_000)]), []);
  });

  it('holds a sale that has happened whatever there is', () => {
    const shelf = createShelf([level('a', 1_000)]);
    holdAnyway(shelf, [line('a', 3_000)]);
    assert.equal(availableMilli(shelf.get('a')), -2_000);
  });

  it('is low when what can be sold is below the minimum', () => {
    const at = (onHandMilli: number) => level('a', onHandMilli, { minimumMilli: 1_000 });
    assert.equal(isLow(at(1_000)), false);
    assert.equal(isLow(at(999)), true);
    assert.equal(isLow(level('a', -5)), false);
    const lots = [someLot('old', { expiresOn: '2026-11-24', onHandMilli: 1 })];
    assert.equal(isLow({ ...at(1_000), lots }), true);
  });
});
