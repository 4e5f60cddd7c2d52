/** Protects: costs and their shares of prices are exact, rounded half up once, and always prices that can be stored. */
import assert from 'node:assert/strict';
import { price } from '@balcao/contracts/api/market.ts';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { costSharePercent, unitCost } from './margin.ts';

const cost = fc.record({
  quantityMilli: fc.integer({ min: 1, max: 10_000_000_000 }),
  costMinor: fc.integer({ min: 0, max: 1_000_000_000_000 }),
});
const priceMinor = fc.integer({ min: 1, max: 1_000_000_000 });

/** A decimal text in units of its last place. */
function scaled(text: string, decimals: number): bigint {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  const digits = BigInt(whole + fraction.padEnd(decimals, '0'));
  return sign === '-' ? -digits : digits;
}

/** Whether `of ÷ over` lies in the half-open unit around a whole number, the lower half its own. */
const isNearest = (result: bigint, of: bigint, over: bigint) =>
  (2n * result - 1n) * over <= 2n * of && 2n * of < (2n * result + 1n) * over;

describe('costs and their shares', () => {
  it('are what one would reckon on paper', () => {
    assert.equal(unitCost({ quantityMilli: 12_000, costMinor: 34_800 }), '29');
    assert.equal(unitCost({ quantityMilli: 3_000, costMinor: 1_000 }), '3.3333');
    assert.equal(unitCost({ quantityMilli: 1_000, costMinor: 5 }), '0.05');
    assert.equal(unitCost({ quantityMilli: 8_000, costMinor: 10_001 }), '12.5013');
    const tenReais = { quantityMilli: 1_000, costMinor: 1_000 };
    assert.equal(costSharePercent(1_500, tenReais), '66.67');
    assert.equal(costSharePercent(1_250, tenReais), '80');
    assert.equal(costSharePercent(1_000, tenReais), '100');
    assert.equal(costSharePercent(900, tenReais), '111.11');
    assert.equal(costSharePercent(0, tenReais), null);
    assert.equal(costSharePercent(1_000, { quantityMilli: 1_000, costMinor: 0 }), '0.01');
  });

  it('round what is exactly between two decimals up', () => {
    assert.equal(unitCost({ quantityMilli: 20_000, costMinor: 10_000_001 }), '5000.0005');
    assert.equal(unitCost({ quantityMilli: 2_000_000, costMinor: 1 }), '0');
    assert.equal(unitCost({ quantityMilli: 200_000, costMinor: 1 }), '0.0001');
    assert.equal(costSharePercent(20_000, { quantityMilli: 1_000, costMinor: 19_999 }), '100');
    assert.equal(costSharePercent(20_000, { quantityMilli: 1_000, costMinor: 20_001 }), '100.01');
    assert.equal(costSharePercent(20_000, { quantityMilli: 1_000, costMinor: 20_003 }), '100.02');
  });

  it('are the nearest decimals of any cost and price', () => {
    fc.assert(
      fc.property(cost, priceMinor, (paid, sold) => {
        const quantity = BigInt(paid.quantityMilli);
        const spent = BigInt(paid.costMinor) * 1_000n;
        const share = costSharePercent(sold, paid) ?? '';
        const whole = BigInt(sold) * quantity;
        assert.ok(isNearest(scaled(unitCost(paid), 4), spent * 100n, quantity));
        // Never 0, with which rules could not reckon.
        assert.ok(share === '0.01' || isNearest(scaled(share, 2), spent * 10_000n, whole));
      }),
    );
  });

  it('are prices in their shortest form, the same for any quantity at the same cost', () => {
    fc.assert(
      fc.property(
        priceMinor,
        fc.nat(1_000_000_000),
        fc.integer({ min: 1, max: 1_000 }),
        (sold, costMinor, count) => {
          const one = { quantityMilli: 1_000, costMinor };
          const many = { quantityMilli: 1_000 * count, costMinor: costMinor * count };
          for (const text of [unitCost(one), costSharePercent(sold, one) ?? '']) {
            assert.equal(price.parse(text), text);
            assert.doesNotMatch(text, /\.\d*0$|^-0$/);
          }
          assert.deepEqual(
            [unitCost(many), costSharePercent(sold, many)],
            [unitCost(one), costSharePercent(sold, one)],
          );
        },
      ),
    );
  });
});
