/** Group commit: every item gets its own outcome, in batches within their limit, in order. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createBatcher } from './batcher.ts';

const turns = async (count: number) => {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};
const fulfilled = <T>(value: T): PromiseSettledResult<T> => ({ status: 'fulfilled', value });

describe('a batcher', () => {
  it('gives every item its own outcome, keeps the order, and respects size and concurrency', async () => {
    const plan = fc.record({
      maxSize: fc.integer({ min: 1, max: 7 }),
      concurrency: fc.integer({ min: 1, max: 3 }),
      // How many turns of the event loop lie before each item, and what becomes of it.
      items: fc.array(
        fc.record({
          pause: fc.integer({ min: 0, max: 2 }),
          fate: fc.constantFrom('ok', 'refused', 'breaks'),
        }),
        { maxLength: 40 },
      ),
    });
    await fc.assert(
      fc.asyncProperty(plan, async ({ maxSize, concurrency, items }) => {
        const started: number[] = [];
        let running = 0;
        const batcher = createBatcher<number, string>({
          maxSize,
          concurrency,
          async run(batch) {
            running += 1;
            assert.ok(batch.length >= 1 && batch.length <= maxSize);
            assert.ok(running <= concurrency);
            started.push(...batch);
            await turns(batch.length % 3);
            running -= 1;
            if (batch.some((index) => items[index]?.fate === 'breaks')) throw new Error('broken');
            return batch.map((index) =>
              items[index]?.fate === 'ok'
                ? fulfilled(`did ${index}`)
                : { status: 'rejected', reason: new Error(`refused ${index}`) },
            );
          },
        });
        const submitted: Promise<PromiseSettledResult<string>>[] = [];
        for (const [index, { pause }] of items.entries()) {
          await turns(pause);
          submitted.push(
            batcher.submit(index).then(fulfilled, (reason) => ({ status: 'rejected', reason })),
          );
        }
        const outcomes = await Promise.all(submitted);
        await batcher.idle();
        assert.equal(running, 0);
        assert.deepEqual(
          started,
          items.map((_, index) => index),
        );
        for (const [index, outcome] of outcomes.entries()) {
          if (outcome.status === 'fulfilled') assert.equal(outcome.value, `did ${index}`);
          else assert.match(String(outcome.reason), new RegExp(`broken|refused ${index}$`));
          if (items[index]?.fate === 'breaks') assert.equal(outcome.status, 'rejected');
        }
      }),
      { numRuns: 60 },
    );
  });

  it('takes what arrives in one turn as one batch, without waiting for more', async () => {
    const batches: number[][] = [];
    const batcher = createBatcher<number, void>({
      maxSize: 100,
      async run(batch) {
        batches.push(batch);
        return batch.map(() => fulfilled(undefined));
      },
    });
    await Promise.all([1, 2, 3].map((item) => batcher.submit(item)));
    await batcher.submit(4);
    assert.deepEqual(batches, [[1, 2, 3], [4]]);
  });

  it('rejects an item that the batch forgot to answer', async () => {
    const batcher = createBatcher<number, void>({
      maxSize: 10,
      run: async () => [fulfilled(undefined)],
    });
    const [first, second] = await Promise.allSettled([batcher.submit(1), batcher.submit(2)]);
    assert.deepEqual([first?.status, second?.status], ['fulfilled', 'rejected']);
  });

  it('is idle only when nothing waits and nothing runs', async () => {
    const gate = Promise.withResolvers<void>();
    const batcher = createBatcher<number, void>({
      maxSize: 1,
      async run() {
        await gate.promise;
        return [fulfilled(undefined)];
      },
    });
    await batcher.idle();
    const done: string[] = [];
    const work = [1, 2].map((item) => batcher.submit(item).then(() => done.push(`item ${item}`)));
    const idle = batcher.idle().then(() => done.push('idle'));
    await turns(3);
    assert.deepEqual(done, []);
    gate.resolve();
    await Promise.all([...work, idle]);
    assert.deepEqual(done, ['item 1', 'item 2', 'idle']);
  });
});
