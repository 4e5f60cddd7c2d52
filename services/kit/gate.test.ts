/** Protects: a burst of logins takes bounded memory, and none of it is forgotten. */
import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, it } from 'mocha';
import { createGate } from './gate.ts';

describe('gate', () => {
  it('runs no more than its number at a time, and all of them in the end, in order', async () => {
    const gate = createGate({
      concurrency: 2,
      maxWaiting: 100,
      refusal: { message: 'Too many wait.', pt: 'Muitos esperam.' },
    });
    const done: number[] = [];
    let running = 0;
    let most = 0;
    const work = async (index: number) => {
      running += 1;
      most = Math.max(most, running);
      await turn();
      running -= 1;
      done.push(index);
      if (index % 7 === 0) throw new Error('failed');
    };
    const all = Array.from({ length: 50 }, (_, index) => gate.run(() => work(index)));
    const results = await Promise.allSettled(all);
    assert.equal(most, 2);
    assert.deepEqual(
      done,
      [...done].sort((a, b) => a - b),
    );
    assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 42);
  });

  it('turns away who would wait too long', async () => {
    const gate = createGate({
      concurrency: 1,
      maxWaiting: 1,
      refusal: { message: 'Too many wait.', pt: 'Muitos esperam.' },
    });
    const first = gate.run(() => turn('first'));
    const second = gate.run(() => turn('second'));
    await assert.rejects(
      gate.run(() => turn('third')),
      { code: 'unavailable' },
    );
    assert.deepEqual(await Promise.all([first, second]), ['first', 'second']);
    assert.equal(await gate.run(() => turn('later')), 'later');
  });

  it('gives the place of who gives up waiting to another, and never runs its work', async () => {
    const gate = createGate({
      concurrency: 1,
      maxWaiting: 1,
      refusal: { message: 'Too many wait.', pt: 'Muitos esperam.' },
    });
    const leaving = new AbortController();
    const first = gate.run(() => turn('first'));
    const second = gate.run(() => assert.fail('nobody waits for it'), leaving.signal);
    leaving.abort(new Error('gone'));
    const third = gate.run(() => turn('third'));
    await assert.rejects(second, { message: 'gone' });
    assert.deepEqual(await Promise.all([first, third]), ['first', 'third']);
    await assert.rejects(
      gate.run(() => turn('too late'), leaving.signal),
      { message: 'gone' },
    );
  });
});
