/** Protects: a proof that fails, or cannot be made, is never shown as one that holds; a slow one is made seldom. */
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { createLogger } from './log.ts';
import { proofJob } from './proof-job.ts';

const log = createLogger({ level: 'silent' });

function jobOf(prove: () => Promise<boolean>) {
  const shown: number[] = [];
  const gauge = { set: (value: number) => shown.push(value) };
  return { job: proofJob({ name: 'proof', everyMs: 1, prove, gauge, log }), shown };
}

describe('a proof job', () => {
  it('shows NaN before the first proof, then what it found', async () => {
    for (const holds of [true, false]) {
      const { job, shown } = jobOf(async () => holds);
      await job.run();
      assert.deepEqual(shown, [Number.NaN, Number(holds)]);
    }
  });

  it('shows NaN again, and fails, when the proof cannot be made', async () => {
    const { job, shown } = jobOf(() => Promise.reject(new Error('away')));
    await assert.rejects(job.run(), /away/);
    assert.deepEqual(shown, [Number.NaN, Number.NaN]);
  });

  it('is not made again before fifty times of what it took have passed', async () => {
    let count = 0;
    const { job } = jobOf(async () => {
      count += 1;
      await delay(20);
      return true;
    });
    await job.run();
    await job.run();
    assert.equal(count, 1);
  });
});
