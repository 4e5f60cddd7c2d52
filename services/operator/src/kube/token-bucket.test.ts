/** Protects: no more is begun than the rate allows, in the order of asking, and nobody waits who is told to end. */
import assert from 'node:assert/strict';
import { createFakeClock, settle } from '../../testing/fake-clock.ts';
import { createTokenBucket } from './token-bucket.ts';

describe('a rate limit', () => {
  const { signal } = new AbortController();

  function open(perSecond: number, burst: number) {
    const clock = createFakeClock();
    const bucket = createTokenBucket({ perSecond, burst }, clock);
    const went: number[] = [];
    const take = (n: number, ends = signal) => void bucket.take(ends).then(() => went.push(n));
    return { clock, went, take };
  }

  it('lets a burst through at once, and then one after the other, in their order', async () => {
    const { clock, went, take } = open(10, 3);
    for (let n = 0; n < 6; n += 1) take(n);
    await settle();
    assert.deepEqual(went, [0, 1, 2]);
    await clock.advance(100);
    assert.deepEqual(went, [0, 1, 2, 3]);
    await clock.advance(200);
    assert.deepEqual(went, [0, 1, 2, 3, 4, 5]);
  });

  it('fills up while nobody asks, and holds no more than a burst', async () => {
    const { clock, went, take } = open(10, 2);
    await clock.advance(3_600_000);
    for (let n = 0; n < 3; n += 1) take(n);
    await settle();
    assert.deepEqual(went, [0, 1]);
  });

  it('lets go at once of who is told to end, and keeps the places of the others', async () => {
    const { clock, went, take } = open(10, 1);
    const ended = new AbortController();
    take(0);
    take(1, ended.signal);
    take(2);
    ended.abort();
    await settle();
    assert.deepEqual(went, [0, 1]);
    await clock.advance(100);
    assert.deepEqual(went, [0, 1]);
    await clock.advance(100);
    assert.deepEqual(went, [0, 1, 2]);
  });
});
