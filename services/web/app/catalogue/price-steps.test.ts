/** Protects: the price chart shows what held when. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { priceSteps } from './price-steps.ts';

const price = (validFrom: string, priceMinor: number) => ({
  priceMinor,
  costMinor: null,
  validFrom,
  validTo: null,
  changedBy: null,
});

describe('the steps of a price history', () => {
  it('go from the oldest to the newest, which holds until now', () => {
    const newestFirst = [price('2026-11-02T00:00:00Z', 4190), price('2026-11-01T00:00:00Z', 3990)];
    const now = Date.parse('2026-11-03T00:00:00Z');
    assert.deepEqual(
      priceSteps(newestFirst, now).map(({ atMs, priceMinor }) => [atMs, priceMinor]),
      [
        [Date.parse('2026-11-01T00:00:00Z'), 3990],
        [Date.parse('2026-11-02T00:00:00Z'), 4190],
        [now, 4190],
      ],
    );
  });

  it('are none where there is no price', () => {
    assert.deepEqual(priceSteps([], 0), []);
  });
});
