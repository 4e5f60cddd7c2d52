/** Protects: a line is rounded once, half up, exactly, wherever it is computed. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { quantityMilli, signedQuantityMilli } from './amount-minor.ts';
import {
  AmountTooLargeError,
  lineTotalMinor,
  maxAmountMinor,
  maxQuantityMilli,
  maxUnitPriceMinor,
  minorOfReais,
  multiplyDivide,
  reaisOf,
  splitMinor,
  sumMinor,
  withinLimit,
} from './money.ts';

describe('money', () => {
  it('prices 1.347 kg at R$ 39.90 as R$ 53.75', () => {
    assert.equal(lineTotalMinor(3990, 1347), 5375);
  });

  it('rounds half up as a BigInt reference does, for every price and quantity', () => {
    const price = fc.integer({ min: 0, max: maxUnitPriceMinor });
    const quantity = fc.integer({ min: 1, max: maxQuantityMilli });
    fc.assert(
      fc.property(price, quantity, (unitPrice, milli) => {
        const expected = (2n * BigInt(unitPrice) * BigInt(milli) + 1000n) / 2000n;
        assert.equal(BigInt(lineTotalMinor(unitPrice, milli)), expected);
      }),
    );
  });

  it('is exact up to 2^53 and refuses what lies beyond', () => {
    const natural = fc.maxSafeNat();
    fc.assert(
      fc.property(natural, natural, fc.integer({ min: 1 }), (a, b, divisor) => {
        const d = BigInt(divisor);
        const expected = (2n * BigInt(a) * BigInt(b) + d) / (2n * d);
        if (expected > BigInt(Number.MAX_SAFE_INTEGER)) {
          assert.throws(() => multiplyDivide(a, b, divisor), AmountTooLargeError);
        } else {
          assert.equal(BigInt(multiplyDivide(a, b, divisor)), expected);
        }
      }),
    );
  });

  it('rounds a reversal to exactly minus the original', () => {
    const signed = fc.integer({ min: -90_000_000, max: 90_000_000 });
    fc.assert(
      fc.property(signed, signed, fc.integer({ min: 1 }), (a, b, divisor) => {
        assert.equal(multiplyDivide(-a, b, divisor) + multiplyDivide(a, b, divisor), 0);
      }),
    );
  });

  it('refuses fractions and a divisor of zero', () => {
    assert.throws(() => multiplyDivide(1.5, 1, 1), RangeError);
    assert.throws(() => multiplyDivide(1, 1, 0), RangeError);
  });

  it('sums exactly or not at all', () => {
    assert.equal(sumMinor([5375, 1, -376]), 5000);
    assert.throws(() => sumMinor([Number.MAX_SAFE_INTEGER, 1]), AmountTooLargeError);
    assert.throws(() => withinLimit(1e12 + 1), AmountTooLargeError);
  });

  it('splits R$ 100.00 over three equal cuts: the first gets the centavo', () => {
    assert.deepEqual(splitMinor(10_000, [1, 1, 1]), [3_334, 3_333, 3_333]);
    assert.deepEqual(splitMinor(-10_000, [1, 1, 1]), [-3_334, -3_333, -3_333]);
    assert.deepEqual(splitMinor(5, [0, 2, 1, 0]), [0, 3, 2, 0]);
    assert.deepEqual(splitMinor(0, [7, 9]), [0, 0]);
  });

  const someWeights = fc
    .array(fc.oneof(fc.nat(20), fc.nat(2_000_000), fc.maxSafeNat()), {
      minLength: 1,
      maxLength: 50,
    })
    .filter((weights) => weights.some((weight) => weight > 0));

  it('splits to the centavo: shares add up, and each is within one centavo of its own', () => {
    const amounts = fc.oneof(fc.integer({ min: -1_000, max: 1_000 }), fc.maxSafeInteger());
    fc.assert(
      fc.property(amounts, someWeights, (amount, weights) => {
        const shares = splitMinor(amount, weights);
        const total = weights.reduce((sum, weight) => sum + BigInt(weight), 0n);
        assert.equal(
          shares.reduce((sum, share) => sum + BigInt(share), 0n),
          BigInt(amount),
        );
        for (const [index, share] of shares.entries()) {
          const weight = BigInt(weights[index] ?? 0);
          const apart = BigInt(share) * total - BigInt(amount) * weight;
          assert.ok(apart < total && -apart < total);
          if (weight === 0n) assert.equal(share, 0);
        }
      }),
    );
  });

  it('splits equal weights in their order, and the same way every time', () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.integer({ min: 1, max: 40 }), (amount, count) => {
        const shares = splitMinor(amount, Array<number>(count).fill(3));
        assert.deepEqual(
          shares,
          shares.toSorted((a, b) => b - a),
        );
        assert.ok((shares[0] ?? 0) - (shares.at(-1) ?? 0) <= 1);
      }),
    );
  });

  it('refuses to split by nothing, by fractions and by less than nothing', () => {
    for (const weights of [[], [0, 0], [1, -1], [0.5]]) {
      assert.throws(() => splitMinor(100, weights), RangeError);
    }
  });

  it('writes centavos as reais with at most two decimals, and reads each as the same centavos', () => {
    fc.assert(
      fc.property(fc.integer({ min: -maxAmountMinor, max: maxAmountMinor }), (amount) => {
        const text = JSON.stringify(reaisOf(amount));
        assert.match(text, /^-?\d+(\.\d{1,2})?$/);
        assert.equal(minorOfReais(JSON.parse(text)), amount);
      }),
    );
  });

  it('reads no reais with more than two decimals', () => {
    for (const reais of [1.005, 0.1 + 0.2, 0.001, 1e-9])
      assert.equal(minorOfReais(reais), Number.NaN);
  });

  it('takes quantities from one thousandth to a million units, adjustments of both signs', () => {
    for (const value of [1, 1e9]) assert.equal(quantityMilli.safeParse(value).success, true);
    for (const value of [0, -1, 1.5, 1e9 + 1, '1']) {
      assert.equal(quantityMilli.safeParse(value).success, false);
    }
    assert.equal(signedQuantityMilli.safeParse(-5).success, true);
    assert.equal(signedQuantityMilli.safeParse(0).success, false);
  });
});
