/** Guarantees of the limit of a discount as the till says it: the shop's own rounding, and no guess. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { emptyCart } from './cart.ts';
import { exceededByCart, exceededLimit } from './discount-limit.ts';

describe('the limit of a discount', () => {
  it('is exceeded by the first centavo above the share, rounded half up', () => {
    assert.equal(exceededLimit({ discountMinor: 51, subtotalMinor: 1010 }, 500), null);
    assert.equal(exceededLimit({ discountMinor: 52, subtotalMinor: 1010 }, 500), 51);
  });

  it('is not guessed while the shop has not said it', () => {
    assert.equal(exceededLimit({ discountMinor: 1000, subtotalMinor: 1000 }, null), null);
  });

  it('is not exceeded by what an administrator has allowed', () => {
    const line = {
      kind: 'sold',
      key: 'a',
      productId: 'a',
      name: 'Sal',
      unit: 'un',
      quantityMilli: 1000,
      unitPriceMinor: 1000,
      totalMinor: 1000,
      isPriceStale: false,
      labelCode: null,
    } as const;
    const cart = { ...emptyCart('sale'), lines: [line], discountMinor: 600 };
    assert.equal(exceededByCart(cart, 500), 50);
    assert.equal(exceededByCart({ ...cart, overrideId: 'allowed' }, 500), null);
  });
});
