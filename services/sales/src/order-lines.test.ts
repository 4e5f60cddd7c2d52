/** An order's total is the sum of its lines, whatever is sold. */
import assert from 'node:assert/strict';
import type { Unit } from '@balcao/contracts/unit.ts';
import fc from 'fast-check';
import { priceLines } from './order-lines.ts';
import { changeMinor } from './order-payments.ts';

const catalogueOf = (prices: number[], unit: Unit) => ({
  byId: new Map(
    prices.map((priceMinor, n) => [
      `${n}`,
      { id: `${n}`, name: `${n}`, unit, priceMinor, categoryId: null, isActive: true },
    ]),
  ),
  byPlu: new Map(),
  byBarcode: new Map(),
  promotions: [],
});

const rules = {
  layout: '2CCCC0TTTTTT',
  at: { businessDate: '2026-11-24', weekday: 2, time: '10:30' },
} as const;

describe('order lines', () => {
  it('add up to the subtotal, and less the discount to the total', () => {
    const line = fc.record({
      price: fc.integer({ min: 0, max: 100_000 }),
      milli: fc.integer({ min: 1, max: 100_000 }),
    });
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 30 }),
        fc.nat(),
        (input, rawDiscount) => {
          const catalogue = catalogueOf(
            input.map(({ price }) => price),
            'kg',
          );
          const lines = input.map(({ milli }, n) => ({ productId: `${n}`, quantityMilli: milli }));
          const whole = priceLines({ lines, discountMinor: 0 }, catalogue, rules);
          const exact = input.reduce(
            (sum, { price, milli }) => sum + Math.floor((price * milli * 2 + 1000) / 2000),
            0,
          );
          assert.equal(whole.totalMinor, exact);
          const discountMinor = rawDiscount % (whole.totalMinor + 1);
          const less = priceLines({ lines, discountMinor }, catalogue, rules);
          assert.equal(less.totalMinor, exact - discountMinor);
        },
      ),
    );
  });

  it('name the line that cannot be sold', () => {
    const catalogue = catalogueOf([100], 'un');
    const lines = [
      { productId: '0', quantityMilli: 1000 },
      { productId: '0', quantityMilli: 500 },
    ];
    assert.throws(() => priceLines({ lines, discountMinor: 0 }, catalogue, rules), {
      code: 'quantity_not_allowed',
      message: /^Line 2:/,
    });
  });
});

describe('change', () => {
  it('is what was tendered beyond the amounts', () => {
    assert.equal(changeMinor([{ amountMinor: 100, tenderedMinor: 150 }, { amountMinor: 20 }]), 50);
  });
});
