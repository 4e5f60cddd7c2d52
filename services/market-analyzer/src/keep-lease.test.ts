/** Protects: who works for long keeps the lead, however long a single query takes, and stops when it is lost. */
import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, it } from 'mocha';
import { keepLease } from './keep-lease.ts';
import { readWindow } from './read-window.ts';
import { Overtaken } from './record-round.ts';

describe('keeping a lease', () => {
  /** Resolves at the third prolonging. */
  const counted = (answer: (count: number) => Promise<boolean>) => {
    const third = Promise.withResolvers<void>();
    let count = 0;
    const hold = () => {
      count += 1;
      if (count === 3) third.resolve();
      return answer(count);
    };
    return { hold, third: third.promise };
  };

  it('prolongs it while a single query lasts, also after a prolonging that failed', async () => {
    const { hold, third } = counted(async (count) => {
      if (count === 1) throw new Error('no connection is free');
      return true;
    });
    const result = await keepLease({ hold, everyMs: 1 }, async (assertHeld) => {
      await third;
      assertHeld();
      return 'done';
    });
    assert.equal(result, 'done');
  });

  it('ends the work when another one has it', async () => {
    const { hold, third } = counted(async (count) => count !== 2);
    const work = keepLease({ hold, everyMs: 1 }, async (assertHeld) => {
      await third;
      assertHeld();
    });
    await assert.rejects(work, Overtaken);
  });

  it('is over when the work is: a prolonging that is under way is waited for, and none follows', async () => {
    const begun = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<boolean>();
    let count = 0;
    const hold = () => {
      count += 1;
      begun.resolve();
      return answer.promise;
    };
    let isOver = false;
    const kept = keepLease({ hold, everyMs: 1 }, () => begun.promise).then(() => {
      isOver = true;
    });
    await begun.promise;
    await turn();
    assert.equal(isOver, false);
    answer.resolve(true);
    await kept;
    assert.equal(count, 1);
  });

  it('is asked for at each page of a window', async () => {
    const sizes = [2_000, 2_000, 3];
    const quote = { symbol: 'A', price: '1', at: 0, xid: 1, seq: 1, source: 'test' };
    let count = 0;
    await readWindow({
      readPage: async () => Array.from({ length: sizes.shift() ?? 0 }, () => quote),
      onPage() {
        count += 1;
      },
    });
    assert.equal(count, 3);
  });
});
