/** Guarantees of discounts: a role gives away its share at most, and an override counts for one order. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  type Allowance,
  allowancesFor,
  discountLimitMinor,
  requireDiscount,
} from './allow-order.ts';

const limits = { sellerDiscountBasisPoints: 500, adminDiscountBasisPoints: 10_000 };
const allowance = (changes: Partial<Allowance> = {}): Allowance => ({
  id: 'a',
  discountUpToMinor: 2_000,
  tabUpToMinor: null,
  orderId: null,
  ...changes,
});

describe('a discount', () => {
  it('is up to the limit of the role: 5 % of R$ 39.90 are R$ 2.00', () => {
    assert.equal(discountLimitMinor('seller', 3_990, limits), 200);
    assert.equal(discountLimitMinor('admin', 3_990, limits), 3_990);
    const ask = (discountMinor: number, allowances: Allowance[] = []) =>
      requireDiscount(
        { discountMinor, subtotalMinor: 3_990 },
        { role: 'seller', limits, allowances },
      );
    ask(200);
    assert.throws(() => ask(201), { code: 'discount_above_limit', message: /above 200/ });
    ask(2_000, [allowance()]);
    assert.throws(() => ask(2_001, [allowance()]), { code: 'discount_above_limit' });
    assert.throws(() => ask(201, [allowance({ discountUpToMinor: null, tabUpToMinor: 9_000 })]), {
      code: 'discount_above_limit',
    });
  });

  it('may be nothing for every role, and never above the subtotal for anybody', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.constantFrom('admin', 'seller'), (subtotalMinor, role) => {
        const limit = discountLimitMinor(role, subtotalMinor, limits);
        assert.ok(limit >= 0 && limit <= subtotalMinor);
      }),
    );
  });

  it('counts the override that an order names, and those that it has used', () => {
    const known = () =>
      new Map([
        ['a', allowance()],
        ['b', allowance({ id: 'b', orderId: 'x' })],
      ]);
    assert.equal(allowancesFor({ overrideId: 'a' }, known()).length, 1);
    assert.throws(() => allowancesFor({ overrideId: 'c' }, known()), {
      code: 'override_not_valid',
    });
    assert.deepEqual(
      allowancesFor({ overrideId: 'a', orderId: 'x' }, known()).map(({ id }) => id),
      ['a', 'b'],
    );
    assert.deepEqual(allowancesFor({ overrideId: undefined, orderId: 'y' }, known()), []);
  });
});
