/** Guarantees of journal lines: whatever is turned into lines balances, and no line is empty. */
import assert from 'node:assert/strict';
import { accountCodes } from '@balcao/contracts/api/finance.ts';
import fc from 'fast-check';
import { type JournalLine, type SignedAmount, toLines } from './journal-transaction.ts';

const account = fc.constantFrom(...accountCodes);
const amount = fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 });

function net(lines: JournalLine[]): Map<string, number> {
  return new Map(lines.map((line) => [line.account, line.debitMinor - line.creditMinor]));
}

describe('toLines', () => {
  it('keeps each account’s sum, once, on exactly one side', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(account, amount), { maxLength: 30 }), (amounts) => {
        const lines = toLines(amounts);
        for (const { debitMinor, creditMinor } of lines) {
          assert.ok(debitMinor >= 0 && creditMinor >= 0);
          assert.equal(debitMinor > 0, creditMinor === 0);
        }
        const sums = net(lines);
        assert.equal(sums.size, lines.length);
        for (const code of accountCodes) {
          const expected = amounts
            .filter(([of]) => of === code)
            .reduce((sum, [, minor]) => sum + minor, 0);
          assert.equal(sums.get(code) ?? 0, expected);
        }
      }),
    );
  });

  it('balances when its amounts do', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(account, account, amount), { maxLength: 20 }), (moves) => {
        const amounts = moves.flatMap(([from, to, minor]): SignedAmount[] => [
          [to, minor],
          [from, -minor],
        ]);
        const lines = toLines(amounts);
        const debits = lines.reduce((sum, { debitMinor }) => sum + debitMinor, 0);
        const credits = lines.reduce((sum, { creditMinor }) => sum + creditMinor, 0);
        assert.equal(debits, credits);
      }),
    );
  });

  it('has no line for what cancels out or is zero', () => {
    assert.deepEqual(toLines([]), []);
    assert.deepEqual(
      toLines([
        ['cash', 0],
        ['equity', -0],
      ]),
      [],
    );
    assert.deepEqual(
      toLines([
        ['cash', 5],
        ['cash', -5],
      ]),
      [],
    );
  });
});
