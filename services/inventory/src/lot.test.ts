/** Lots: the order in which they are sold, and costs to the centavo. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { someLot } from '../test/levels.ts';
import { expiryOf, isExpired, lossLots, sellableLots, takeFromLot, takeFromLots } from './lot.ts';

const ids = (lots: { id: string }[]) => lots.map(({ id }) => id);

describe('lot', () => {
  const lots = [
    someLot('never', { receivedOn: '2026-01-01' }),
    someLot('b', { expiresOn: '2026-12-01', receivedOn: '2026-11-02' }),
    someLot('c', { expiresOn: '2026-12-01', receivedOn: '2026-11-01' }),
    someLot('a', { expiresOn: '2026-12-01', receivedOn: '2026-11-02' }),
    someLot('soon', { expiresOn: '2026-11-25' }),
    someLot('over', { expiresOn: '2026-11-24' }),
  ];

  it('is sold by expiry, then by receipt, then by id; what never expires is sold last', () => {
    assert.deepEqual(ids(sellableLots(lots, '2026-11-25')), ['soon', 'c', 'a', 'b', 'never']);
    assert.deepEqual(ids(sellableLots(lots, '2026-11-26')), ['c', 'a', 'b', 'never']);
    assert.equal(sellableLots(lots, '2026-11-24')[0]?.id, 'over');
  });

  it('is sold after all that was there on the day of a sale, where it was received later', () => {
    const late = someLot('late', { expiresOn: '2026-11-25', receivedOn: '2026-11-24' });
    const on = ids(sellableLots([late, ...lots], '2026-11-25'));
    assert.deepEqual(on, ['soon', 'late', 'c', 'a', 'b', 'never']);
    const before = ids(sellableLots([late, ...lots], '2026-11-23'));
    assert.deepEqual(before, ['over', 'soon', 'c', 'a', 'b', 'never', 'late']);
  });

  it('is lost in the same order, and expired ones when nothing else is left', () => {
    assert.deepEqual(ids(lossLots(lots, '2026-11-26')), ['c', 'a', 'b', 'never', 'over', 'soon']);
  });

  it('is sold on its last day, and not after it', () => {
    assert.equal(isExpired({ expiresOn: '2026-11-25' }, '2026-11-25'), false);
    assert.equal(isExpired({ expiresOn: '2026-11-25' }, '2026-11-26'), true);
    assert.equal(isExpired({ expiresOn: null }, '2999-12-31'), false);
  });

  it('expires as told, else after the shelf life, else never', () => {
    assert.equal(expiryOf('2026-11-25', '2026-11-30', 3), '2026-11-30');
    assert.equal(expiryOf('2026-11-28', undefined, 5), '2026-12-03');
    assert.equal(expiryOf('2026-11-28', undefined, 0), '2026-11-28');
    assert.equal(expiryOf('2026-11-28', undefined, null), null);
  });

  it('gives the last goods all that is left of its value', () => {
    let lot = someLot('a', { onHandMilli: 3_000, valueMinor: 1_000 });
    const costs = [1, 2, 3].map(() => {
      const taken = takeFromLot(lot, 1_000);
      lot = taken.lot;
      return taken.costMinor;
    });
    assert.deepEqual(costs, [333, 334, 333]);
    assert.deepEqual([lot.onHandMilli, lot.valueMinor], [0, 0]);
    assert.throws(() => takeFromLot(lot, 1), RangeError);
  });

  const anyLot = fc.record({
    onHandMilli: fc.oneof(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 1e9 })),
    valueMinor: fc.integer({ min: 0, max: 1e9 }),
  });

  it('is emptied before the next is touched, and costs add up', () => {
    fc.assert(
      fc.property(
        fc.array(anyLot, { maxLength: 8 }),
        fc.integer({ min: 1, max: 3e9 }),
        (all, wish) => {
          const before = all.map(({ onHandMilli, valueMinor }, index) =>
            someLot(String(index), { onHandMilli, valueMinor: onHandMilli === 0 ? 0 : valueMinor }),
          );
          const taken = takeFromLots(before, wish);
          const after = before.map((lot) => taken.lots.find(({ id }) => id === lot.id) ?? lot);
          const sum = (of: typeof before, key: 'onHandMilli' | 'valueMinor') =>
            of.reduce((total, lot) => total + lot[key], 0);
          assert.equal(
            sum(before, 'onHandMilli') - sum(after, 'onHandMilli'),
            wish - taken.beyondMilli,
          );
          assert.equal(sum(before, 'valueMinor') - sum(after, 'valueMinor'), taken.costMinor);
          const touched = after.findLastIndex((lot, index) => lot !== before[index]);
          assert.ok(after.slice(0, touched).every(({ onHandMilli }) => onHandMilli === 0));
          assert.ok(taken.beyondMilli === 0 || sum(after, 'onHandMilli') === 0);
          assert.ok(after.every((lot) => lot.onHandMilli > 0 || lot.valueMinor === 0));
        },
      ),
    );
  });
});
