/** Guarantees of periods: a day stays where its month is open, and else goes to the first open day after it. */
import assert from 'node:assert/strict';
import { firstOpenDay, nextMonth } from './period.ts';

describe('periods', () => {
  it('follow each other over the end of a year', () => {
    assert.equal(nextMonth('2026-11'), '2026-12');
    assert.equal(nextMonth('2026-12'), '2027-01');
  });

  it('leave a day of an open month alone', () => {
    assert.equal(firstOpenDay('2026-11-20', new Set(['2026-10', '2026-12'])), '2026-11-20');
  });

  it('send a day of a closed month to the first day of the first open one after it', () => {
    const closed = new Set(['2026-10', '2026-11', '2026-12', '2027-02']);
    assert.equal(firstOpenDay('2026-10-31', closed), '2027-01-01');
    assert.equal(firstOpenDay('2027-02-01', closed), '2027-03-01');
  });
});
