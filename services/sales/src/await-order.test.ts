/** Nobody waits longer than asked, however slow the shop is: the wait counts from the arrival of the request. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'mocha';
import { createSettle } from './await-order.ts';
import type { OrderWaiter } from './order-waiter.ts';

const reply = { status: 201, body: { id: randomUUID() } };
const cash = [{ method: 'cash' as const }];

function settleWith(next: OrderWaiter['next']) {
  let reads = 0;
  const settle = createSettle({
    reader: {
      submit() {
        reads += 1;
        return new Promise(() => undefined);
      },
      idle: () => Promise.resolve(),
    },
    waiter: { next, isClosed: () => false, moved() {}, close() {}, job: neverRun },
  });
  return { settle, reads: () => reads };
}

const neverRun = { name: 'never', everyMs: 1, run: () => Promise.resolve() };

describe('the wait for an order', () => {
  it('is over where placing took as long: the answer is the order as it was placed', async () => {
    const { settle, reads } = settleWith(() => assert.fail('it waited'));
    const late = { prefer: undefined, payments: cash, receivedAt: performance.now() - 2_001 };
    assert.equal(await settle(reply, late), reply);
    assert.equal(reads(), 0);
  });

  it('ends though the last look at the order takes for ever', async () => {
    const { settle, reads } = settleWith(() => Promise.resolve());
    const slow = { prefer: 'wait=5', payments: cash, receivedAt: performance.now() - 4_900 };
    assert.equal(await settle(reply, slow), reply);
    assert.equal(reads(), 1);
  });

  it('is as long as the caller prefers', async () => {
    const waits: number[] = [];
    const { settle } = settleWith((_id, ms) => {
      waits.push(ms);
      return Promise.resolve();
    });
    const receivedAt = performance.now() - 4_900;
    await settle(reply, { prefer: 'wait=5', payments: [], receivedAt });
    assert.ok(waits.every((ms) => ms <= 100) && waits.length > 0, waits.join());
  });
});
