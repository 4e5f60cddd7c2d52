/** Protects: a provider that is away is left alone, and is asked once whether it is back. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createCircuitBreaker } from './circuit-breaker.ts';

describe('circuit breaker', () => {
  it('opens after failures in a row, and lets one trial through after the pause', () => {
    let nowMs = 0;
    const breaker = createCircuitBreaker({ threshold: 3, openMs: 1000, clock: () => nowMs });
    breaker.failed();
    breaker.failed();
    breaker.succeeded();
    breaker.failed();
    breaker.failed();
    assert.equal(breaker.allows(), true);
    breaker.failed();
    assert.equal(breaker.allows(), false);
    nowMs = 400;
    assert.equal(breaker.restMs(), 600);
    nowMs = 1000;
    assert.deepEqual([breaker.allows(), breaker.allows()], [true, false]);
    breaker.failed();
    nowMs = 1999;
    assert.equal(breaker.allows(), false);
    nowMs = 2000;
    assert.equal(breaker.allows(), true);
    breaker.succeeded();
    assert.deepEqual([breaker.allows(), breaker.allows()], [true, true]);
    assert.equal(breaker.restMs(), 0);
  });
});
