/** Parts stop in the reverse of the order in which they started, each in spite of the others, within a bound. */
import assert from 'node:assert/strict';
import { type Job, startJobs } from './jobs.ts';
import { createLifecycle } from './lifecycle.ts';
import { eventually } from './testing/eventually.ts';
import { silentLog } from './testing/kit-database.ts';

describe('a lifecycle', () => {
  /** A part that notes what happens to it. */
  const part = (name: string, seen: string[]) => ({
    name,
    start: () => void seen.push(`start ${name}`),
    stop: async () => void seen.push(`stop ${name}`),
  });

  it('stops parts in the reverse of their order', async () => {
    const seen: string[] = [];
    const lifecycle = createLifecycle(silentLog);
    for (const name of ['a', 'b', 'c']) await lifecycle.start(part(name, seen));
    await lifecycle.stop();
    assert.deepEqual(seen, ['start a', 'start b', 'start c', 'stop c', 'stop b', 'stop a']);
  });

  it('waits for one part before it stops the next', async () => {
    const seen: string[] = [];
    const gate = Promise.withResolvers<void>();
    const lifecycle = createLifecycle(silentLog);
    await lifecycle.start(part('below', seen));
    await lifecycle.start({ name: 'slow', stop: () => gate.promise });
    const stopped = lifecycle.stop();
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(seen, ['start below']);
    gate.resolve();
    await stopped;
    assert.deepEqual(seen, ['start below', 'stop below']);
  });

  it('stops the others when one fails to stop', async () => {
    const seen: string[] = [];
    const lifecycle = createLifecycle(silentLog);
    await lifecycle.start(part('below', seen));
    await lifecycle.start({ name: 'bad', stop: () => Promise.reject(new Error('no')) });
    await lifecycle.stop();
    assert.deepEqual(seen, ['start below', 'stop below']);
  });

  it('gives up within its bound on a part that hangs', async () => {
    const lifecycle = createLifecycle(silentLog, 20);
    await lifecycle.start({ name: 'hangs', stop: () => new Promise(() => undefined) });
    await lifecycle.stop();
  });

  it('stops once, however often it is asked', async () => {
    const seen: string[] = [];
    const lifecycle = createLifecycle(silentLog);
    await lifecycle.start(part('a', seen));
    await Promise.all([lifecycle.stop(), lifecycle.stop()]);
    await lifecycle.stop();
    assert.deepEqual(seen, ['start a', 'stop a']);
  });

  it('leaves nothing running when a part cannot start', async () => {
    const seen: string[] = [];
    const lifecycle = createLifecycle(silentLog);
    await lifecycle.start(part('a', seen));
    const failing = { ...part('b', seen), start: () => Promise.reject(new Error('no')) };
    await assert.rejects(lifecycle.start(failing), /no/);
    assert.deepEqual(seen, ['start a', 'stop b', 'stop a']);
  });
});

describe('a periodic job', () => {
  const job = (run: Job['run']): Job => ({ name: 'test', everyMs: 1, run });

  it('runs again after it failed', async () => {
    let runs = 0;
    const jobs = startJobs(
      [
        job(async () => {
          runs += 1;
          throw new Error('no');
        }),
      ],
      silentLog,
    );
    await eventually(() => assert.ok(runs >= 3));
    await jobs.stop();
  });

  it('has one run at a time, and is not interrupted by a stop', async () => {
    let atWork = 0;
    let most = 0;
    let finished = 0;
    const jobs = startJobs(
      [
        job(async () => {
          atWork += 1;
          most = Math.max(most, atWork);
          await new Promise((resolve) => setTimeout(resolve, 3));
          atWork -= 1;
          finished += 1;
        }),
      ],
      silentLog,
    );
    await eventually(() => assert.ok(finished >= 2 && atWork === 1));
    await jobs.stop();
    assert.deepEqual([most, atWork], [1, 0]);
    const before = finished;
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(finished, before);
  });

  it('does not hold up a stop by its interval', async () => {
    let runs = 0;
    const jobs = startJobs(
      [
        {
          name: 'rare',
          everyMs: 3_600_000,
          run: async () => {
            runs += 1;
          },
        },
      ],
      silentLog,
    );
    await eventually(() => assert.equal(runs, 1));
    await jobs.stop();
  });
});
