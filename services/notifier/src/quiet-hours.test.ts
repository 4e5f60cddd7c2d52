/** Protects: what comes at night waits until the morning, and nothing waits by day. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { quietMinutesLeft } from './quiet-hours.ts';

describe('quiet hours', () => {
  it('over midnight begin with their first minute and end before their last', () => {
    const night = { from: '22:00', to: '07:00' };
    const left = (time: string) => quietMinutesLeft(time, night);
    assert.deepEqual(
      ['21:59', '22:00', '23:59', '00:00', '06:59', '07:00', '12:00'].map(left),
      [0, 540, 421, 420, 1, 0, 0],
    );
  });

  it('within a day do so too', () => {
    const lunch = { from: '12:00', to: '13:30' };
    const left = (time: string) => quietMinutesLeft(time, lunch);
    assert.deepEqual(['11:59', '12:00', '13:29', '13:30', '00:00'].map(left), [0, 90, 1, 0, 0]);
  });
});
