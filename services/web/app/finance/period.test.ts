/** The days that the names of periods mean. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { nameOf, periodNames, periodOf } from './period.ts';

describe('periods by name', () => {
  it('begins weeks on Monday, also on a Sunday', () => {
    assert.deepEqual(periodOf('thisWeek', '2026-11-22'), { from: '2026-11-16', to: '2026-11-22' });
    assert.deepEqual(periodOf('thisWeek', '2026-11-23'), { from: '2026-11-23', to: '2026-11-23' });
  });

  it('knows how long the month before was, across a year and in a leap year', () => {
    assert.deepEqual(periodOf('lastMonth', '2027-01-31'), { from: '2026-12-01', to: '2026-12-31' });
    assert.deepEqual(periodOf('lastMonth', '2028-03-31'), { from: '2028-02-01', to: '2028-02-29' });
  });

  it('finds the name of a period again, and none for other days', () => {
    const today = '2026-11-26';
    for (const name of periodNames) assert.equal(nameOf(periodOf(name, today), today), name);
    assert.equal(nameOf({ from: '2026-11-03', to: '2026-11-09' }, today), undefined);
  });
});
