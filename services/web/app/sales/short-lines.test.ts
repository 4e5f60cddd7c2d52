/** Guarantees of a refusal for stock: it names the product and what is left of it, in the product's unit. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { shortLinesOf } from './short-lines.ts';

const picanha = {
  productId: 'picanha',
  name: 'Picanha',
  unit: 'kg',
  quantityMilli: 1500,
  quantityDisplay: '1.5000',
  unitPriceMinor: 3990,
  listPriceMinor: 3990,
  promotionId: null,
  totalMinor: 5985,
  isPriceStale: false,
} as const;
const lines = [picanha, picanha];

describe('what a sale was refused for', () => {
  it('is told by product, not by line', () => {
    const shortages = [{ productId: 'picanha', requestedMilli: 3000, availableMilli: 1250 }];
    assert.deepEqual(shortLinesOf({ lines, shortages }), [
      {
        productId: 'picanha',
        name: 'Picanha',
        unit: 'kg',
        requestedMilli: 3000,
        availableMilli: 1250,
      },
    ]);
  });

  it('has nothing left where more was sold already than there was', () => {
    const shortages = [{ productId: 'picanha', requestedMilli: 3000, availableMilli: -40 }];
    assert.equal(shortLinesOf({ lines, shortages })[0]?.availableMilli, 0);
  });

  it('is nothing where nothing was missing', () => {
    assert.deepEqual(shortLinesOf({ lines }), []);
  });
});
