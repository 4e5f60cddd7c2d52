/** A service that stops keeps nobody waiting, and cuts nobody off. */
import assert from 'node:assert/strict';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { type Counter, openCounter } from './counter.ts';

describe('a stop of sales', () => {
  let counter: Counter;
  beforeEach(async () => {
    counter = await openCounter();
  });

  /** Sends an order whose caller wants to wait; resolves when it is stored. */
  async function sellAndWait(payments: object[] = []) {
    const { id: productId } = await counter.addProduct();
    const order = { lines: [{ productId, quantityMilli: 1000 }], payments };
    const answer = counter.as('seller').post('/orders', order, { prefer: 'wait=30' });
    const orderId = await eventually(() => {
      const placed = counter.heard.find(({ type }) => type === 'order.placed');
      assert.ok(placed);
      return placed.subject;
    });
    return { answer, orderId };
  }

  it('answers who waits within two seconds, with the order as it is', async () => {
    const card = { method: 'credit', amountMinor: 3990 };
    const { answer, orderId } = await sellAndWait([card]);
    await counter.say('stock.reserved', orderId, { orderId });
    await eventually(() =>
      assert.ok(counter.heard.some(({ type }) => type === 'payment.requested')),
    );
    const begun = Date.now();
    const stopped = counter.stop();
    const { status, body } = await answer;
    assert.ok(Date.now() - begun < 2_000, 'answered in time');
    assert.deepEqual([status, body.id, body.status], [201, orderId, 'awaiting_payment']);
    await stopped;
  });

  it('lets what is about to settle be settled', async () => {
    const { answer, orderId } = await sellAndWait([{ method: 'cash', amountMinor: 3990 }]);
    const stopped = counter.stop();
    await counter.say('stock.reserved', orderId, { orderId });
    assert.equal((await answer).body.status, 'completed');
    await stopped;
  });
});
