/** Taking over what moved without lots: whatever the level became, lots and shortfalls add up to it. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { someLevel, someLot } from '../test/levels.ts';
import { takeOver } from './take-over-stock.ts';

describe('stock that moved without lots', () => {
  const milli = fc.integer({ min: 1, max: 5_000 });
  const minor = fc.integer({ min: 0, max: 50_000 });
  const lot = fc.record({
    onHandMilli: milli,
    valueMinor: minor,
    expiresOn: fc.constantFrom('2026-11-20', '2026-11-30', null),
  });
  const shortfall = fc.record({
    seq: fc.constant(1),
    movementId: fc.constant('m'),
    businessDate: fc.constantFrom('2026-11-25', null),
    quantityMilli: milli,
    valueMinor: minor,
  });
  /** Levels of a version without lots: value has the sign of the quantity, and nothing is worth nothing. */
  const level = fc
    .record({ onHandMilli: fc.integer({ min: -5_000, max: 5_000 }), valueMinor: minor })
    .map(({ onHandMilli, valueMinor }) => ({
      onHandMilli,
      valueMinor: Math.sign(onHandMilli) * valueMinor || 0,
    }));

  it('adds up to any level, in quantity and in value, with nothing below zero', () => {
    fc.assert(
      fc.property(
        fc.array(lot, { maxLength: 4 }),
        fc.array(shortfall, { maxLength: 3 }),
        fc.tuple(level, fc.nat(5_000)),
        (lots, shortfalls, [at, unitCostMinor]) => {
          const before = lots.map((parts, index) => someLot(String(index), parts));
          const { after, lotMovements } = takeOver(
            someLevel({ ...at, unitCostMinor, lots: before, shortfalls }),
          );
          const sum = <T>(of: T[], value: (one: T) => number) =>
            of.reduce((total, one) => total + value(one), 0);
          const shortMilli = sum(after.shortfalls, (one) => one.quantityMilli);
          assert.equal(sum(after.lots, (one) => one.onHandMilli) - shortMilli, at.onHandMilli);
          assert.equal(
            sum(after.lots, (one) => one.valueMinor) -
              sum(after.shortfalls, (one) => one.valueMinor),
            at.valueMinor,
          );
          for (const one of after.lots) {
            const own = lotMovements.filter(({ lotId }) => lotId === one.id);
            const earlier = before.find(({ id }) => id === one.id);
            assert.equal(
              one.onHandMilli,
              (earlier?.onHandMilli ?? 0) + sum(own, (m) => m.quantityMilli),
            );
            assert.equal(one.valueMinor, (earlier?.valueMinor ?? 0) + sum(own, (m) => m.costMinor));
            assert.ok(one.onHandMilli > 0 ? one.valueMinor >= 0 : one.valueMinor === 0);
          }
          assert.ok(after.shortfalls.every((one) => one.quantityMilli > 0 && one.valueMinor >= 0));
        },
      ),
      { numRuns: 500 },
    );
  });
});
