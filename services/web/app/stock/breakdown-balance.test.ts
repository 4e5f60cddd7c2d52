/** Protects: while a carcass is weighed, the screen balances to the gram and the centavo, as the books will. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { balanceOf, type TypedCut } from './breakdown-balance.ts';

const cut = (quantityMilli: number | null, priceMinor = 1_000): TypedCut => ({
  product: { id: 'p', name: 'Alcatra', unit: 'kg', priceMinor },
  quantityMilli,
  weightMilli: null,
  expectedBasisPoints: 5_000,
});
const input = { inputMilli: 10_000, lossMilli: 0, costMinor: 10_001, costKey: 'weight' as const };

describe('the balance of a breakdown', () => {
  it('tells to the gram what is missing, or too much', () => {
    assert.equal(balanceOf({ ...input, cuts: [cut(4_000), cut(5_999)] }).differenceMilli, 1);
    assert.equal(balanceOf({ ...input, lossMilli: 2, cuts: [cut(9_999)] }).differenceMilli, -1);
  });

  it('splits the whole cost, whatever the cuts weigh', () => {
    const weights = fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1 });
    fc.assert(
      fc.property(weights, fc.constantFrom('weight', 'weight_price'), (all, costKey) => {
        const { cuts } = balanceOf({ ...input, costKey, cuts: all.map((each) => cut(each)) });
        const sum = cuts.reduce((total, { costMinor }) => total + (costMinor ?? 0), 0);
        assert.equal(sum, input.costMinor);
      }),
    );
  });

  it('splits by what the cuts sell for, where that is the key', () => {
    const cuts = [cut(1_000, 3_000), cut(1_000, 1_000)];
    const { cuts: split } = balanceOf({ ...input, costMinor: 400, costKey: 'weight_price', cuts });
    assert.deepEqual(
      split.map(({ costMinor }) => costMinor),
      [300, 100],
    );
  });

  it('says how far each cut is from the template, and nothing of what is not weighed yet', () => {
    const { cuts } = balanceOf({ ...input, cuts: [cut(4_000), cut(null)] });
    assert.deepEqual(cuts, [
      { yieldBasisPoints: 4_000, deviationBasisPoints: -1_000, costMinor: 10_001 },
      { yieldBasisPoints: null, deviationBasisPoints: null, costMinor: 0 },
    ]);
  });

  it('takes pieces by what they weigh together', () => {
    const piece: TypedCut = {
      ...cut(2_000),
      product: { id: 'q', name: 'Mocotó', unit: 'un', priceMinor: 500 },
      weightMilli: 3_000,
    };
    assert.equal(balanceOf({ ...input, cuts: [piece] }).cutsMilli, 3_000);
  });
});
