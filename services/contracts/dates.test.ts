/** Protects: only days and instants that exist are read, and a sale counts on the shop's own day. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { addDays, businessDate, daysBetween, instant, isOrderedRange } from './dates.ts';
import { businessCalendar, shopClock } from './shop-clock.ts';

describe('dates', () => {
  it('reads every day that exists', () => {
    const days = fc.date({
      min: new Date('1900-01-01T00:00:00Z'),
      max: new Date('2999-12-31T23:59:59Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(days, (day) => {
        const date = day.toISOString().slice(0, 10);
        assert.equal(businessDate.parse(date), date);
        assert.equal(instant.parse(day.toISOString()), day.toISOString());
        assert.equal(daysBetween(date, addDays(date, 31)), 31);
      }),
    );
  });

  it('refuses days that do not exist and other notations', () => {
    const wrong = [
      '2026-02-30',
      '2025-02-29',
      '2026-13-01',
      '2026-00-10',
      '0000-01-01',
      '26-01-01',
    ];
    for (const date of [
      ...wrong,
      '2026-1-1',
      '2026-01-01T00:00:00Z',
      '',
      ' 2026-01-01',
      '9999-01-01',
    ]) {
      assert.equal(businessDate.safeParse(date).success, false, date);
    }
    assert.equal(businessDate.safeParse('2028-02-29').success, true);
  });

  it('refuses instants with an offset, without seconds or on impossible days', () => {
    for (const time of [
      '2026-11-22T07:25:49+00:00',
      '2026-11-22T07:25Z',
      '2026-11-22 07:25:49Z',
      '2026-02-30T00:00:00Z',
      '2026-11-22T24:00:00Z',
      '2026-11-22T07:25:49.1234567Z',
    ]) {
      assert.equal(instant.safeParse(time).success, false, time);
    }
  });

  it('counts the late evening in São Paulo on that evening’s day', () => {
    const dayOf = businessCalendar('America/Sao_Paulo');
    assert.equal(dayOf(new Date('2026-11-22T02:59:59Z')), '2026-11-21');
    assert.equal(dayOf(new Date('2026-11-22T03:00:00Z')), '2026-11-22');
    assert.throws(() => businessCalendar('America/Nowhere'), RangeError);
  });

  it('knows weekday and time on the wall of the shop', () => {
    const timeOf = shopClock('America/Sao_Paulo');
    const monday = { businessDate: '2026-11-23', weekday: 1, time: '00:00' };
    assert.deepEqual(timeOf(new Date('2026-11-23T03:00:00Z')), monday);
    const sunday = { businessDate: '2026-11-22', weekday: 7, time: '23:59' };
    assert.deepEqual(timeOf(new Date('2026-11-23T02:59:59Z')), sunday);
  });

  it('knows which range is in order', () => {
    assert.equal(isOrderedRange({ from: '2026-01-02', to: '2026-01-01' }), false);
    assert.equal(isOrderedRange({ from: '2026-01-01', to: '2026-01-01' }), true);
    assert.equal(isOrderedRange({ to: '2026-01-01' }), true);
  });
});
