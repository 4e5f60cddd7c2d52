/** Guards the pace at which a provider is asked again. */
import assert from 'node:assert/strict';
import { retryDelayMs } from './retry-delay.ts';

describe('the delay between attempts', () => {
  it('doubles from half a second up to a minute', () => {
    const delays = [1, 2, 3, 7, 8, 9, 1_000].map(retryDelayMs);
    assert.deepEqual(delays, [500, 1_000, 2_000, 32_000, 60_000, 60_000, 60_000]);
  });
});
