/** Protects: what runs side by side in the demo goes on in the plan's order, and nothing is kept back for ever. */
import assert from 'node:assert/strict';
import { createLineUp } from './line-up.ts';

describe('a line-up', () => {
  it('lets nobody go before all are there, and then all in the agreed order', () => {
    const lineUp = createLineUp<number>();
    lineUp.expect(['a', 'b', 'c']);
    assert.deepEqual(lineUp.arrive('c', 3), []);
    assert.deepEqual(lineUp.arrive('a', 1), []);
    assert.deepEqual(lineUp.arrive('b', 2), [1, 2, 3]);
  });

  it('lets go at once what nobody expects, and what comes again', () => {
    const lineUp = createLineUp<number>();
    lineUp.expect(['a']);
    assert.deepEqual(lineUp.arrive('x', 9), [9]);
    assert.deepEqual(lineUp.arrive('a', 1), [1]);
    assert.deepEqual(lineUp.arrive('a', 1), [1]);
  });

  it('counts what arrives twice once', () => {
    const lineUp = createLineUp<number>();
    lineUp.expect(['a', 'b']);
    assert.deepEqual(lineUp.arrive('a', 1), []);
    assert.deepEqual(lineUp.arrive('a', 1), []);
    assert.deepEqual(lineUp.arrive('b', 2), [1, 2]);
  });
});
