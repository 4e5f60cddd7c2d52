/** Guards what a card costs the shop. */
import assert from 'node:assert/strict';
import { paymentMethods } from '@balcao/contracts/payment-method.ts';
import fc from 'fast-check';
import { cardFeeMinor } from './card-fee.ts';

describe('the fee of a card', () => {
  const fees = {
    debit: { basisPoints: 137, fixedMinor: 0 },
    credit: { basisPoints: 349, fixedMinor: 39 },
  };

  it('is its share of the amount, rounded half up once, and the fixed part', () => {
    assert.equal(cardFeeMinor('debit', 5_375, fees), 74); // 73.6375
    assert.equal(cardFeeMinor('credit', 5_375, fees), 188 + 39); // 187.5875
    const half = { ...fees, debit: { basisPoints: 50, fixedMinor: 0 } };
    assert.equal(cardFeeMinor('debit', 100, half), 1); // 0.5
    assert.equal(cardFeeMinor('debit', 99, half), 0); // 0.495
  });

  it('is nothing for what is no card, and never above the amount', () => {
    const amount = fc.integer({ min: 1, max: 1_000_000_000_000 });
    const fee = fc.record({
      basisPoints: fc.integer({ min: 0, max: 10_000 }),
      fixedMinor: fc.integer({ min: 0, max: 100_000 }),
    });
    fc.assert(
      fc.property(amount, fee, fc.constantFrom(...paymentMethods), (amountMinor, one, method) => {
        const feeMinor = cardFeeMinor(method, amountMinor, { debit: one, credit: one });
        assert.ok(Number.isSafeInteger(feeMinor) && feeMinor >= 0 && feeMinor <= amountMinor);
        if (method !== 'debit' && method !== 'credit') assert.equal(feeMinor, 0);
      }),
    );
  });
});
