/** Guarantees of entries made by hand: money comes in or goes out on the account that was named. */
import assert from 'node:assert/strict';
import { moneyAccountCodes } from '@balcao/contracts/api/finance.ts';
import { newId } from '@balcao/kit/ids.ts';
import fc from 'fast-check';
import { postEntry } from './post-entry.ts';

const anyEntry = fc.record({
  id: fc.constant(null).map(() => newId()),
  type: fc.constantFrom('credit', 'debit'),
  amountMinor: fc.integer({ min: 1, max: 1_000_000_000_000 }),
  account: fc.constantFrom(...moneyAccountCodes),
  date: fc.constant('2026-11-20'),
  description: fc.constant('Ice'),
});

describe('postEntry', () => {
  it('debits the money account for a credit, credits it for a debit, and balances', () => {
    fc.assert(
      fc.property(anyEntry, (entry) => {
        const { source, kind, lines } = postEntry(entry);
        const { account, amountMinor } = entry;
        assert.equal(source, `entry:${entry.id}`);
        assert.equal(kind, entry.type);
        const expected =
          entry.type === 'credit'
            ? [
                { account, debitMinor: amountMinor, creditMinor: 0 },
                { account: 'other_revenue', debitMinor: 0, creditMinor: amountMinor },
              ]
            : [
                { account, debitMinor: 0, creditMinor: amountMinor },
                { account: 'general_expenses', debitMinor: amountMinor, creditMinor: 0 },
              ];
        assert.deepEqual(lines, expected);
      }),
    );
  });
});
