/** Protects: attempts for one account are checked one after the other, and those for others do not wait for them. */
import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, it } from 'mocha';
import { createTurns } from './turns.ts';

describe('turns', () => {
  it('run one at a time for a key, in order, also after a failure', async () => {
    const turns = createTurns({ maxWaiting: 100 });
    const done: number[] = [];
    let running = 0;
    const work = async (index: number) => {
      running += 1;
      assert.equal(running, 1);
      await turn();
      running -= 1;
      done.push(index);
      if (index % 3 === 0) throw new Error('failed');
    };
    const all = Array.from({ length: 20 }, (_, index) => turns.run('ana', () => work(index)));
    const results = await Promise.allSettled(all);
    assert.deepEqual(done, [...done.keys()]);
    assert.equal(results.filter(({ status }) => status === 'rejected').length, 7);
  });

  it('do not wait for those of other keys', async () => {
    const turns = createTurns({ maxWaiting: 1 });
    const { promise, resolve } = Promise.withResolvers<void>();
    const held = turns.run('ana', () => promise);
    assert.equal(await turns.run('rui', async () => 'done'), 'done');
    resolve();
    await held;
  });

  it('turn away who would wait too long', async () => {
    const turns = createTurns({ maxWaiting: 2 });
    const first = turns.run('ana', () => turn('first'));
    const second = turns.run('ana', () => turn('second'));
    await assert.rejects(
      turns.run('ana', () => turn('third')),
      { code: 'unavailable' },
    );
    assert.deepEqual(await Promise.all([first, second]), ['first', 'second']);
    assert.equal(await turns.run('ana', () => turn('later')), 'later');
  });
});
