/** Protects: a provider is asked again only where that may help, later each time, and never before it wishes. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type FaultKind, ProviderFault } from './adapters/provider-fault.ts';
import { type Attempt, retryDelayMs } from './retry-policy.ts';

const often = 10;
const daily = 86_400;

describe('retry of a provider', () => {
  const pauseMs = (kind: FaultKind, changes: Partial<Attempt & { retryAfterMs: number }>) => {
    const { retryAfterMs = null, ...attempt } = changes;
    const fault = new ProviderFault(kind, 'x', { retryAfterMs });
    const usual = { attempts: 1, everySeconds: often, isHistory: false, random: 0.5 };
    return retryDelayMs(fault, { ...usual, ...attempt });
  };
  /** All of them until it is given up, while the provider asks for nothing. */
  const delaysOf = (kind: FaultKind, changes: Partial<Attempt>): number[] => {
    const delays: number[] = [];
    for (let attempts = 1; attempts < 5_000; attempts += 1) {
      const ms = pauseMs(kind, { ...changes, attempts });
      if (ms === null) break;
      delays.push(ms);
    }
    return delays;
  };
  const sum = (numbers: number[]) => numbers.reduce((total, ms) => total + ms, 0);

  it('waits longer each time, and gives up after the fourth where the feed is due often', () => {
    assert.deepEqual(delaysOf('unavailable', {}), [1000, 2000, 4000]);
    assert.deepEqual(delaysOf('broken', { everySeconds: daily }), [1000, 2000, 4000]);
  });

  it('does not give a day up for an outage of hours, and asks every ten minutes at most', () => {
    const delays = delaysOf('unavailable', { everySeconds: daily });
    assert.ok(sum(delays) >= 6 * 3_600_000 && sum(delays) < 6.5 * 3_600_000, String(sum(delays)));
    assert.equal(Math.max(...delays), 600_000);
  });

  it('does not ask again what is refused', () => {
    assert.equal(pauseMs('refused', { everySeconds: daily }), null);
  });

  it('respects the pause that is asked for, and gives up on one that is long beside the feed’s pace', () => {
    assert.equal(pauseMs('limited', { retryAfterMs: 30_000 }), 30_000);
    assert.equal(pauseMs('unavailable', { attempts: 3, retryAfterMs: 100 }), 4000);
    assert.equal(pauseMs('unavailable', { retryAfterMs: 29_000 }), 29_000);
    assert.equal(pauseMs('limited', { retryAfterMs: 60_001 }), null);
    assert.equal(pauseMs('limited', { retryAfterMs: 60_001, everySeconds: daily }), 60_001);
    assert.equal(pauseMs('limited', { everySeconds: daily }), null);
  });

  it('lets the past wait a day, for its budget and for a provider that is away', () => {
    const past = { isHistory: true, attempts: 9 };
    assert.equal(pauseMs('limited', { ...past, retryAfterMs: 3_600_000 }), 3_600_000);
    assert.equal(pauseMs('unavailable', { ...past, retryAfterMs: 29_000 }), 60_000);
    assert.ok(sum(delaysOf('unavailable', { isHistory: true })) > 23 * 3_600_000);
    assert.deepEqual(delaysOf('broken', { isHistory: true }), [1000, 2000, 4000]);
  });
});
