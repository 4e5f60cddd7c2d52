/** Protects: what comes at night waits until the morning, also when the clock is changed, and nothing waits by day. */
import assert from 'node:assert/strict';
import { shopClock } from '@balcao/contracts/shop-clock.ts';
import { describe, it } from 'mocha';
import { endOfQuiet } from './quiet-hours.ts';

const inUtc = shopClock('UTC');
const inLisbon = shopClock('Europe/Lisbon');
const night = { from: '22:00', to: '07:00' };

describe('quiet hours', () => {
  it('over midnight begin with their first minute and end before their last', () => {
    const end = (at: string) => endOfQuiet(new Date(at), night, inUtc).toISOString().slice(0, 16);
    assert.equal(end('2026-11-25T21:59:59Z'), '2026-11-25T21:59');
    assert.equal(end('2026-11-25T22:00:00Z'), '2026-11-26T07:00');
    assert.equal(end('2026-11-25T23:59:30Z'), '2026-11-26T07:00');
    assert.equal(end('2026-11-26T06:59:59Z'), '2026-11-26T07:00');
    assert.equal(end('2026-11-26T07:00:00Z'), '2026-11-26T07:00');
  });

  it('within a day do so too', () => {
    const lunch = { from: '12:00', to: '13:30' };
    const end = (time: string) =>
      endOfQuiet(new Date(`2026-11-25T${time}:00Z`), lunch, inUtc)
        .toISOString()
        .slice(11, 16);
    assert.deepEqual(['11:59', '12:00', '13:29', '13:30', '00:00'].map(end), [
      '11:59',
      '13:30',
      '13:30',
      '13:30',
      '00:00',
    ]);
  });

  it('end by the clock on the wall when it is put back or forwards in them', () => {
    const end = (at: string) => endOfQuiet(new Date(at), night, inLisbon).toISOString();
    // 25 October 2026: 02:00 is 01:00 again; 28 March 2027: 01:00 is 02:00.
    assert.equal(end('2026-10-24T22:30:00Z'), '2026-10-25T07:00:00.000Z');
    assert.equal(end('2027-03-27T23:00:00Z'), '2027-03-28T06:00:00.000Z');
  });
});
