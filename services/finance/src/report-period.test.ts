/** Protects: the period before is as long and ends the day before, and intervals cover a period without gaps. */
import assert from 'node:assert/strict';
import { addDays, daysBetween } from '@balcao/contracts/dates.ts';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { daysOf, monthsOf, periodBefore } from './report-period.ts';

const anyPeriod = fc
  .tuple(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 1_500 }))
  .map(([start, length]) => {
    const from = addDays('1990-01-01', start);
    return { from, to: addDays(from, length) };
  });

describe('the period of a report', () => {
  it('has whole months before whole months', () => {
    const months: [from: string, to: string, before: [string, string]][] = [
      ['2026-03-01', '2026-03-31', ['2026-02-01', '2026-02-28']],
      ['2026-01-01', '2026-01-31', ['2025-12-01', '2025-12-31']],
      ['2026-01-01', '2026-12-31', ['2025-01-01', '2025-12-31']],
      ['2024-01-01', '2024-03-31', ['2023-10-01', '2023-12-31']],
    ];
    for (const [from, to, before] of months) {
      assert.deepEqual(periodBefore({ from, to }), { from: before[0], to: before[1] });
    }
  });

  it('has as many days before any others', () => {
    const before = periodBefore({ from: '2026-11-02', to: '2026-11-08' });
    assert.deepEqual(before, { from: '2026-10-26', to: '2026-11-01' });
    fc.assert(
      fc.property(anyPeriod, (period) => {
        const { from, to } = periodBefore(period);
        assert.equal(addDays(to, 1), period.from);
        const isWhole = period.from.endsWith('-01') && addDays(period.to, 1).endsWith('-01');
        if (isWhole) assert.match(from, /-01$/);
        else assert.equal(daysBetween(from, to), daysBetween(period.from, period.to));
      }),
    );
  });

  it('is covered by its months and by its days, each day once', () => {
    fc.assert(
      fc.property(anyPeriod, (period) => {
        for (const intervals of [monthsOf(period), daysOf(period)]) {
          assert.equal(intervals[0]?.from, period.from);
          assert.equal(intervals.at(-1)?.to, period.to);
          for (const [index, { from }] of intervals.slice(1).entries()) {
            assert.equal(addDays(intervals[index]?.to ?? '', 1), from);
          }
        }
        assert.ok(monthsOf(period).every(({ from, to }) => from.slice(0, 7) === to.slice(0, 7)));
      }),
    );
  });
});
