/** Guarantees of pruning: it goes on until nothing is left, and not for ever. */
import assert from 'node:assert/strict';
import { pruneInBatches } from './prune.ts';

describe('pruning', () => {
  it('goes on until a batch is not full', async () => {
    let left = 2_500;
    await pruneInBatches(async (limit) => {
      const deleted = Math.min(limit, left);
      left -= deleted;
      return deleted;
    });
    assert.equal(left, 0);
  });

  it('leaves the rest to its next run', async () => {
    let batches = 0;
    await pruneInBatches(async (limit) => {
      batches += 1;
      return limit;
    });
    assert.equal(batches, 100);
  });
});
