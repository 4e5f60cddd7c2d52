/** Parts of a split payment add up to the total, and only cash gives change. */
import { deepEqual } from 'node:assert/strict';
import type { PaymentMethod } from '@balcao/contracts/payment-method.ts';
import { takePart } from './split-parts.ts';

const take = (method: PaymentMethod, typedMinor: number | null, hasCustomer = false) =>
  takePart({ parts: [], leftMinor: 10_000, typedMinor, method, hasCustomer, id: 'p' });

describe('a split payment', () => {
  it('takes all that is left when no amount is typed', () => {
    const parts = [{ id: 'p', method: 'debit', amountMinor: 10_000 }];
    deepEqual(take('debit', null), { parts, leftMinor: 0 });
  });

  it('takes cash above what is left as a tender', () => {
    const parts = [{ id: 'p', method: 'cash', amountMinor: 10_000, tenderedMinor: 15_000 }];
    deepEqual(take('cash', 15_000), { parts, leftMinor: 0 });
  });

  it('refuses a card above what is left, and a tab without a customer', () => {
    deepEqual(take('credit', 10_001), { problem: 'partTooLarge' });
    deepEqual(take('tab', 5000), { problem: 'tabNeedsCustomer' });
  });
});
