/** Every key is worked on, by one worker at a time, soon and not too often. */
import assert from 'node:assert/strict';
import { createLogger } from '@balcao/kit/log.ts';
import { createFakeClock, type FakeClock, settle } from '../../testing/fake-clock.ts';
import {
  createWorkQueue,
  type Handle,
  type WorkQueue,
  type WorkQueueOptions,
} from './work-queue.ts';

describe('the work queue', () => {
  const log = createLogger({ level: 'silent' });
  let clock: FakeClock;
  let began: string[];
  let open: Map<string, PromiseWithResolvers<number | undefined>>;
  let signals: AbortSignal[];

  beforeEach(() => {
    clock = createFakeClock();
    began = [];
    open = new Map();
    signals = [];
  });

  /** Works on a key until the test says that it has ended. */
  const held: Handle = (key, signal) => {
    began.push(key);
    signals.push(signal);
    const ending = Promise.withResolvers<number | undefined>();
    open.set(key, ending);
    return ending.promise;
  };

  const noted: Handle = async (key) => {
    began.push(key);
    return undefined;
  };

  function queueOf(handle: Handle, options: Partial<WorkQueueOptions> = {}): WorkQueue {
    const queue = createWorkQueue({ handle, log, clock, random: () => 1, ...options });
    queue.start();
    return queue;
  }

  it('holds a key once, however often it is added', async () => {
    const queue = createWorkQueue({ handle: noted, log, clock });
    for (const key of ['a', 'b', 'a', 'a']) queue.add(key);
    assert.equal(queue.depth(), 2);
    queue.start();
    await settle();
    assert.deepEqual(began, ['a', 'b']);
  });

  it('works on a key once at a time, and again when it was added meanwhile', async () => {
    const queue = queueOf(held);
    queue.add('a');
    await settle();
    queue.add('a');
    queue.add('a');
    await settle();
    assert.deepEqual(began, ['a']);
    open.get('a')?.resolve(undefined);
    await settle();
    assert.deepEqual(began, ['a', 'a']);
    open.get('a')?.resolve(undefined);
    await settle();
    assert.deepEqual(began, ['a', 'a']);
  });

  it('lets news go before what only its time has brought back, which comes too', async () => {
    const queue = queueOf(held, { workers: 1 });
    queue.add('first');
    await settle();
    for (const key of ['look-1', 'look-2', 'look-3']) queue.addAfter(key, 1_000);
    await clock.advance(1_000);
    const news = Array.from({ length: 25 }, (_none, n) => `news-${n}`);
    for (const key of [...news, 'look-3']) queue.add(key);
    assert.equal(queue.depth(), 28);
    for (let done = 0; done < 28; done += 1) {
      open.get(began.at(-1) ?? '')?.resolve(undefined);
      await settle();
    }
    assert.equal(began.length, 29);
    const at = (key: string) => began.indexOf(key);
    assert.deepEqual([at('news-0'), at('look-1'), at('look-2')], [1, 10, 21]);
    assert.equal(at('look-3'), 28, 'of which there are news goes with the news');
  });

  it('works on as many keys at the same time as it has workers', async () => {
    const queue = queueOf(held, { workers: 2 });
    for (const key of ['a', 'b', 'c']) queue.add(key);
    await settle();
    assert.deepEqual(began, ['a', 'b']);
    assert.equal(queue.depth(), 1);
    await clock.advance(3_000);
    assert.equal(queue.oldestAgeMs(), 3_000);
    open.get('b')?.resolve(undefined);
    await settle();
    assert.deepEqual(began, ['a', 'b', 'c']);
    assert.equal(queue.oldestAgeMs(), 0);
  });

  it('comes back to a key that fails with growing delays, and forgets that when it succeeds', async () => {
    const outcomes = [true, true, true, false, true];
    const at: number[] = [];
    const queue = queueOf(
      async () => {
        at.push(clock.nowMs());
        if (outcomes.shift()) throw new Error('not yet');
        return 10_000;
      },
      { backoff: { baseMs: 100, maxMs: 250 } },
    );
    queue.add('a');
    await clock.advance(10_700);
    assert.deepEqual(at, [0, 100, 300, 550, 10_550, 10_650]);
  });

  it('lets a key that fails hold up no other', async () => {
    const queue = queueOf(
      async (key) => {
        began.push(key);
        if (key === 'bad') throw new Error('never');
        return undefined;
      },
      { workers: 1 },
    );
    queue.add('bad');
    queue.add('good');
    await settle();
    assert.deepEqual(began, ['bad', 'good']);
  });

  it('keeps the earliest of several times, and none when the key was worked on before', async () => {
    const queue = queueOf(noted);
    queue.addAfter('a', 500);
    queue.addAfter('a', 100);
    queue.addAfter('a', 900);
    await clock.advance(2_000);
    assert.deepEqual(began, ['a']);
    queue.addAfter('a', 1_000);
    queue.add('a');
    await clock.advance(5_000);
    assert.deepEqual(began, ['a', 'a']);
  });

  it('keeps what is planned while it works on the key', async () => {
    const queue = queueOf(held);
    queue.add('a');
    await settle();
    queue.addAfter('a', 100);
    open.get('a')?.resolve(undefined);
    await clock.advance(200);
    assert.deepEqual(began, ['a', 'a']);
  });

  it('begins no more keys than its rate allows, in their order', async () => {
    const queue = queueOf(noted, { workers: 10, rate: { perSecond: 10, burst: 3 } });
    for (let n = 0; n < 10; n += 1) queue.add(`k${n}`);
    await settle();
    assert.equal(began.length, 3);
    await clock.advance(500);
    assert.deepEqual(began, ['k0', 'k1', 'k2', 'k3', 'k4', 'k5', 'k6', 'k7']);
  });

  it('drains at its stop: what was begun ends, nothing else begins', async () => {
    const queue = queueOf(held, { workers: 1 });
    queue.add('a');
    queue.add('b');
    queue.addAfter('c', 10);
    await settle();
    let isStopped = false;
    const stopped = queue.stop().then(() => {
      isStopped = true;
    });
    queue.add('d');
    await clock.advance(1_000);
    assert.equal(isStopped, false);
    assert.equal(signals[0]?.aborted, false);
    open.get('a')?.resolve(5);
    await stopped;
    await clock.advance(60_000);
    assert.deepEqual(began, ['a']);
  });

  it('tells who takes too long at its stop, and does not wait for ever', async () => {
    const queue = queueOf(held);
    queue.add('a');
    await settle();
    const stopped = queue.stop(1_000);
    await clock.advance(1_000);
    assert.equal(signals[0]?.aborted, true);
    await clock.advance(1_000);
    await stopped;
  });
});
