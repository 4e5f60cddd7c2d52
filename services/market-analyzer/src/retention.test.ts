/** Protects: months are kept whole, counted back from the present one. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { firstKept } from './retention.ts';

describe('retention', () => {
  it('keeps the present month and as many before it as are set', () => {
    const months = (at: string, count: number) => firstKept(new Date(at), count).toISOString();
    assert.equal(months('2026-11-26T12:00:00Z', 1), '2026-10-01T00:00:00.000Z');
    assert.equal(months('2026-01-31T23:59:59Z', 12), '2025-01-01T00:00:00.000Z');
    assert.equal(months('2026-03-31T00:00:00Z', 1), '2026-02-01T00:00:00.000Z');
  });
});
