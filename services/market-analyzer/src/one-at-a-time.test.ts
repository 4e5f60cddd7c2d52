/** Runs never overlap, and whoever asks during one gets another one after it. */
import assert from 'node:assert/strict';
import { oneAtATime } from './one-at-a-time.ts';

describe('work that is done one at a time', () => {
  it('runs once more for all who asked meanwhile', async () => {
    const gates: (() => void)[] = [];
    const run = oneAtATime(() => {
      const { promise, resolve } = Promise.withResolvers<void>();
      gates.push(resolve);
      return promise;
    });
    const all = [run(), run(), run()];
    assert.equal(gates.length, 1);
    gates[0]?.();
    await new Promise(setImmediate);
    assert.equal(gates.length, 2);
    gates[1]?.();
    await Promise.all(all);
    assert.equal(gates.length, 2);
  });

  it('fails for who asked, and works again', async () => {
    let count = 0;
    const run = oneAtATime(async () => {
      count += 1;
      if (count === 1) throw new Error('away');
    });
    await assert.rejects(run(), /away/);
    await run();
    assert.equal(count, 2);
  });
});
