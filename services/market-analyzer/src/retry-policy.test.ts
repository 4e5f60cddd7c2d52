/** Protects: a provider is asked again only where that may help, later each time, and never before it wishes. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type FaultKind, ProviderFault } from './adapters/provider-fault.ts';
import { retryDelayMs } from './retry-policy.ts';

describe('retry of a provider', () => {
  const delay = (kind: FaultKind, attempts: number, retryAfterMs: number | null = null) =>
    retryDelayMs(new ProviderFault(kind, 'x', { retryAfterMs }), {
      attempts,
      isHistory: false,
      random: 0.5,
    });

  it('waits longer each time, and gives up after the fourth', () => {
    const delays = [1, 2, 3, 4].map((attempts) => delay('unavailable', attempts));
    assert.deepEqual(delays, [1000, 2000, 4000, null]);
    assert.deepEqual(delay('broken', 1), 1000);
  });

  it('does not ask again what is refused', () => {
    assert.equal(delay('refused', 1), null);
  });

  it('respects the pause that the provider asks for, and gives up on a long one', () => {
    assert.equal(delay('limited', 1, 30_000), 30_000);
    assert.equal(delay('unavailable', 3, 100), 4000);
    assert.equal(delay('limited', 1, 60_001), null);
    assert.equal(delay('limited', 1), null);
  });

  it('lets the past wait for its budget', () => {
    const fault = new ProviderFault('limited', 'x', { retryAfterMs: 3_600_000 });
    assert.equal(retryDelayMs(fault, { attempts: 9, isHistory: true, random: 0 }), 3_600_000);
  });
});
