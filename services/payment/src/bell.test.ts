/** Guards that whoever waits is woken at once, and that nobody waits for ever. */
import assert from 'node:assert/strict';
import { createBell, waitUntil } from './bell.ts';

describe('waiting for a change', () => {
  it('ends at the ring, not at the next poll', async () => {
    const bell = createBell();
    let reads = 0;
    const started = Date.now();
    const done = waitUntil({
      bell,
      id: 'a',
      read: async () => {
        reads += 1;
        if (reads === 1) setImmediate(() => bell.ring(['a']));
        return reads;
      },
      isDone: (count) => count === 2,
      timeoutMs: 5_000,
    });
    assert.equal(await done, 2);
    assert.ok(Date.now() - started < 200);
  });

  it('misses no ring between reading and waiting', async () => {
    const bell = createBell();
    const listening = bell.listen('a');
    bell.ring(['a']);
    await listening.next(60_000);
    listening.end();
  });

  it('finds by itself what another replica has changed', async () => {
    let reads = 0;
    const read = async () => {
      reads += 1;
      return reads;
    };
    const value = await waitUntil({
      bell: createBell(),
      id: 'a',
      read,
      isDone: (n) => n === 2,
      timeoutMs: 5_000,
    });
    assert.equal(value, 2);
  });

  it('answers the last value when the time is over', async () => {
    const read = async () => 'pending';
    const value = await waitUntil({
      bell: createBell(),
      id: 'a',
      read,
      isDone: () => false,
      timeoutMs: 20,
    });
    assert.equal(value, 'pending');
  });

  it('lets everybody go when the service stops', async () => {
    const bell = createBell();
    const read = async () => {
      setImmediate(bell.close);
      return 'pending';
    };
    await waitUntil({ bell, id: 'a', read, isDone: () => false, timeoutMs: 60_000 });
  });

  it('outlasts a stop where that is wanted, and still hears the ring', async () => {
    const bell = createBell();
    bell.close();
    let reads = 0;
    const read = async () => {
      reads += 1;
      setImmediate(() => bell.ring(['a']));
      return reads;
    };
    const waiting = { bell, id: 'a', read, timeoutMs: 5_000, outlastsClose: true };
    assert.equal(await waitUntil({ ...waiting, isDone: (count) => count === 2 }), 2);
  });
});
