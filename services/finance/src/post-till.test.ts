/** Guarantees of the postings of tills. */
import assert from 'node:assert/strict';
import { newId } from '@balcao/kit/ids.ts';
import { postTill } from './post-till.ts';

const closed = (differenceMinor: number) => ({
  tillId: newId(),
  register: '1',
  sellerId: newId(),
  closedAt: '2026-11-24T22:00:00.000Z',
  businessDate: '2026-11-24',
  floatMinor: 10_000,
  expectedMinor: 50_000,
  countedMinor: 50_000 + differenceMinor,
  differenceMinor,
  salesMinor: 40_000,
  totals: [{ method: 'cash' as const, amountMinor: 40_000 }],
});

describe('postTill', () => {
  it('makes an expense of what was missing, once per till', () => {
    const till = closed(-410);
    const { source, date, lines } = postTill(till);
    assert.equal(source, `till:${till.tillId}`);
    assert.equal(date, '2026-11-24');
    assert.deepEqual(lines, [
      { account: 'cash', debitMinor: 0, creditMinor: 410 },
      { account: 'cash_differences', debitMinor: 410, creditMinor: 0 },
    ]);
  });

  it('takes what was too much off it', () => {
    assert.deepEqual(postTill(closed(5)).lines, [
      { account: 'cash', debitMinor: 5, creditMinor: 0 },
      { account: 'cash_differences', debitMinor: 0, creditMinor: 5 },
    ]);
  });

  it('has no lines for a count that was right', () => {
    assert.deepEqual(postTill(closed(0)).lines, []);
  });
});
