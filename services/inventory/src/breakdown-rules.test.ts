/** A breakdown balances: the weight to the gram, the cost to the centavo, by either key. */
import assert from 'node:assert/strict';
import { lineTotalMinor, maxQuantityMilli, maxUnitPriceMinor } from '@balcao/contracts/money.ts';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import {
  balanceWeights,
  basisPointsOf,
  type Cut,
  splitCost,
  weighCuts,
} from './breakdown-rules.ts';

function cut(weightMilli: number, salePriceMinor: number | null = null): Cut {
  const quantityMilli = weightMilli;
  return { productId: 'a', quantityMilli, weightMilli, salePriceMinor, expiresOn: null };
}

describe('breakdown rules', () => {
  it('takes for loss what the cuts leave, and takes a loss that fits', () => {
    assert.equal(balanceWeights(10_000, [cut(6_000), cut(3_500)], undefined), 500);
    assert.equal(balanceWeights(10_000, [cut(6_000), cut(3_500)], 500), 500);
    assert.equal(balanceWeights(10_000, [cut(10_000)], undefined), 0);
  });

  const unbalanced: [string, Cut[], number | undefined, number][] = [
    ['a loss that is one gram short', [cut(9_500)], 499, 1],
    ['a loss that is one gram too much', [cut(9_500)], 501, -1],
    ['cuts that weigh more than the input', [cut(6_000), cut(4_001)], undefined, -1],
    ['cuts that weigh more, with no loss', [cut(10_003)], 0, -3],
  ];
  for (const [name, cuts, lossMilli, differenceMilli] of unbalanced) {
    it(`refuses ${name}, and says the difference`, () => {
      assert.throws(() => balanceWeights(10_000, cuts, lossMilli), {
        code: 'weights_do_not_balance',
        options: {
          pt: `Os cortes e a perda pesam ${Math.abs(differenceMilli)} g a ${differenceMilli > 0 ? 'menos' : 'mais'} do que a peça. Pese de novo, ou informe outra perda.`,
          errors: [
            {
              path: 'lossMilli',
              message: `differs by ${differenceMilli}`,
              pt: `difere em ${differenceMilli} g`,
            },
          ],
          extra: { differenceMilli },
        },
      });
    });
  }

  it('splits the cost by weight, the loss bearing none', () => {
    assert.deepEqual(splitCost(100_00, [cut(6_000), cut(3_000)], 'weight'), [6_667, 3_333]);
  });

  it('splits the cost by what the cuts sell for', () => {
    const cuts = [cut(2_000, 9_000), cut(6_000, 1_000)];
    assert.deepEqual(splitCost(100_00, cuts, 'weight_price'), [7_500, 2_500]);
  });

  it('asks for prices that are not known, and for one that is not zero', () => {
    assert.throws(() => splitCost(1, [cut(1, 5), cut(1)], 'weight_price'), {
      code: 'price_required',
      options: {
        errors: [
          {
            path: 'outputs[1].salePriceMinor',
            message: 'the price is not known here',
            pt: 'o preço não é conhecido aqui',
          },
        ],
      },
    });
    assert.throws(() => splitCost(1, [cut(1, 0)], 'weight_price'), { code: 'price_required' });
  });

  const anyCut = fc
    .record({
      weight: fc.integer({ min: 1, max: maxQuantityMilli }),
      price: fc.integer({ min: 1, max: maxUnitPriceMinor }),
    })
    .map(({ weight, price }) => cut(weight, price));

  it('costs what the input cost, to the centavo, for any cuts, prices and key', () => {
    fc.assert(
      fc.property(
        fc.array(anyCut, { minLength: 1, maxLength: 100 }),
        fc.nat(1_000_000_000),
        fc.constantFrom('weight' as const, 'weight_price' as const),
        (cuts, costMinor, costKey) => {
          const isSold = cuts.some(
            (cut) => lineTotalMinor(cut.salePriceMinor ?? 0, cut.quantityMilli) > 0,
          );
          // What sells for less than half a centavo, all of it, has no price to split by.
          if (costKey === 'weight_price' && !isSold) {
            assert.throws(() => splitCost(costMinor, cuts, costKey), { code: 'price_required' });
            return;
          }
          const costs = splitCost(costMinor, cuts, costKey);
          assert.equal(
            costs.reduce((sum, cost) => sum + cost, 0),
            costMinor,
          );
          assert.ok(costs.every((cost) => cost >= 0));
        },
      ),
    );
  });

  it('weighs pieces by what is told, and products by weight by themselves', () => {
    const products = new Map([
      ['kg', { unit: 'kg' as const, priceMinor: 2_000 }],
      ['un', { unit: 'un' as const, priceMinor: null }],
    ]);
    const cuts = weighCuts(
      [
        { productId: 'kg', quantityMilli: 4_000, salePriceMinor: 1_500 },
        { productId: 'un', quantityMilli: 3_000, weightMilli: 900, expiresOn: '2026-12-01' },
      ],
      products,
    );
    assert.deepEqual(
      cuts.map((one) => [one.quantityMilli, one.weightMilli, one.salePriceMinor, one.expiresOn]),
      [
        [4_000, 4_000, 1_500, null],
        [3_000, 900, null, '2026-12-01'],
      ],
    );
    const wrong = [
      { productId: 'kg', quantityMilli: 4_000, weightMilli: 4_000 },
      { productId: 'un', quantityMilli: 3_000 },
      { productId: 'un', quantityMilli: 500, weightMilli: 900 },
    ];
    assert.throws(() => weighCuts(wrong, products), {
      code: 'quantity_not_allowed',
      options: {
        errors: [
          {
            path: 'outputs[0].weightMilli',
            message: 'a product by weight weighs its quantity',
            pt: 'um produto por peso pesa a sua quantidade',
          },
          {
            path: 'outputs[1].weightMilli',
            message: 'tell what these pieces weigh together',
            pt: 'diga quanto estas unidades pesam juntas',
          },
          {
            path: 'outputs[2].quantityMilli',
            message: 'counted in whole pieces (1000 each)',
            pt: 'contado em unidades inteiras (1000 cada)',
          },
        ],
      },
    });
  });

  it('gives shares in basis points, half up', () => {
    assert.equal(basisPointsOf(12_345, 100_000), 1_235);
    assert.equal(basisPointsOf(0, 100_000), 0);
    assert.equal(basisPointsOf(7, 7), 10_000);
  });
});
