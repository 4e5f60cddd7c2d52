/** Guarantees of a tab: nobody buys past the limit, and payments settle exactly what they are, the oldest first. */
import assert from 'node:assert/strict';
import { sumMinor } from '@balcao/contracts/money.ts';
import fc from 'fast-check';
import { type Account, requireRoom, roomMinor, settle } from './tab-ledger.ts';

const account = (changes: Partial<Account>): Account => ({
  id: 'ana',
  active: true,
  limitMinor: 10_000,
  balanceMinor: 0,
  heldMinor: 0,
  ...changes,
});

describe('a tab', () => {
  it('has room for what is neither owed nor waiting, and never for less than nothing', () => {
    assert.equal(roomMinor(account({ balanceMinor: 3_000, heldMinor: 2_500 })), 4_500);
    assert.equal(roomMinor(account({ limitMinor: 0, balanceMinor: 3_000 })), 0);
    requireRoom(account({ balanceMinor: 9_000 }), 1_000);
    assert.throws(() => requireRoom(account({ balanceMinor: 9_000 }), 1_001), {
      code: 'tab_limit_exceeded',
      message: /room for 1000/,
    });
  });

  it('is settled to the centavo, in order, and not beyond what is open', () => {
    const anyItems = fc.array(fc.integer({ min: 1, max: 10_000 }), { maxLength: 8 });
    fc.assert(
      fc.property(anyItems, fc.nat(), (amounts, some) => {
        const items = amounts.map((openMinor, index) => ({ entryId: `${index}`, openMinor }));
        const openMinor = sumMinor(amounts);
        const paidMinor = some % (openMinor + 1);
        const parts = settle(items, paidMinor);
        assert.equal(sumMinor(parts.map(({ amountMinor }) => amountMinor)), paidMinor);
        parts.forEach(({ itemId, amountMinor }, index) => {
          assert.equal(itemId, `${index}`);
          const isLast = index === parts.length - 1;
          assert.ok(amountMinor === amounts[index] || (isLast && amountMinor > 0));
        });
        assert.throws(() => settle(items, openMinor + 1), { code: 'conflict' });
      }),
    );
  });
});
