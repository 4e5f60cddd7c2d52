/** Prices keep every digit that counts, and comparing them is exact although floats do nearly all of it. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compareToMean, compareToPrice } from './compare.ts';
import { fromPriceE8, toPriceE8 } from './price.ts';
import { MeanWindow } from './windows.ts';

const price = fc.oneof(
  fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  fc.integer({ min: Number.MAX_SAFE_INTEGER - 3, max: Number.MAX_SAFE_INTEGER }),
  fc.integer({ min: 1, max: 1_000_000_000 }),
);
const ratio = fc.record({
  of: fc.integer({ min: 0, max: 3_000_000 }),
  over: fc.constantFrom(1, 1_000_000),
});

describe('prices of the engine', () => {
  it('come back as they went in, to eight decimals', () => {
    fc.assert(fc.property(price, (one) => assert.equal(toPriceE8(fromPriceE8(one)), one)));
    assert.equal(toPriceE8('5.4259'), 542_590_000);
    assert.equal(fromPriceE8(540_000_000), '5.4');
  });

  it('are rounded half up where they are finer', () => {
    assert.equal(toPriceE8('0.000000014'), 1);
    assert.equal(toPriceE8('0.000000015'), 2);
    assert.equal(toPriceE8('0.999999999'), 100_000_000);
  });

  it('are refused where they are none, not above zero, or too large to be exact', () => {
    const texts = ['', '-1', '1e3', '1,5', '0', '0.000000001', '90071992.54740992', 'NaN'];
    for (const text of [...texts, '.', '1.', '.5', '1.5x', '1.123456789x', '1.2.3', '1٣', ' 1']) {
      assert.equal(toPriceE8(text), null, text);
    }
  });
});

describe('comparisons', () => {
  it('with a price have the sign that whole numbers give, also one unit beside the limit', () => {
    fc.assert(
      fc.property(price, ratio, fc.integer({ min: -2, max: 2 }), (base, by, nudge) => {
        const near = Number((BigInt(base) * BigInt(by.of)) / BigInt(by.over)) + nudge;
        if (near < 1 || !Number.isSafeInteger(near)) return;
        const exact = BigInt(near) * BigInt(by.over) - BigInt(base) * BigInt(by.of);
        assert.equal(Math.sign(compareToPrice(near, base, by)), signOf(exact));
      }),
      { numRuns: 5_000 },
    );
  });

  it('with a mean have the sign that whole numbers give, after any coming and going', () => {
    const prices = fc.array(price, { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(prices, prices, ratio, (gone, kept, by) => {
        const sum = new MeanWindow(kept.length - 1);
        for (const [at, one] of [...gone, ...kept].entries()) sum.add(at, one);
        sum.moveTo(gone.length + kept.length - 1);
        const total = kept.reduce((all, one) => all + BigInt(one), 0n);
        assert.deepEqual([sum.exact, sum.count], [total, kept.length]);
        const near = Number((total * BigInt(by.of)) / BigInt(kept.length * by.over));
        for (const one of [near - 1, near, near + 1]) {
          if (one < 1 || !Number.isSafeInteger(one)) continue;
          const exact = BigInt(one) * BigInt(kept.length * by.over) - total * BigInt(by.of);
          assert.equal(Math.sign(compareToMean(one, sum, by)), signOf(exact));
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

const signOf = (value: bigint) => (value > 0n ? 1 : value < 0n ? -1 : 0);
