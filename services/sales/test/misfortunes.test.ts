/** Orders when the others are slow, say no, or say it twice. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { eventSchemas } from '@balcao/contracts/events/catalog.ts';
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { type Counter, openCounter } from './counter.ts';

describe('orders, when others are slow, say no, or say it twice', () => {
  let counter: Counter;
  let seller: ApiClient;
  before(async () => {
    counter = await openCounter({
      env: { ORDER_PLACED_TIMEOUT_MS: '1500', ORDER_PIX_TIMEOUT_MS: '600', ORDER_GRACE_MS: '100' },
    });
    seller = counter.as('seller');
  });
  after(() => counter.stop());

  async function place(payments: object[] = [], prefer = 'wait=0') {
    const { id } = await counter.addProduct();
    const lines = [{ productId: id, quantityMilli: 1000 }];
    const { body } = await seller.post('/orders', { lines, payments }, { prefer });
    return body;
  }

  const statusOf = async (id: string) => (await seller.get(`/orders/${id}`)).body;
  const becomes = (id: string, status: string) =>
    eventually(async () => {
      const order = await statusOf(id);
      assert.equal(order.status, status);
      return order;
    });
  const heardOf = (id: string) =>
    counter.heard.filter(({ subject }) => subject === id).map(({ type }) => type);

  it('gives up an order that nobody answers, and says so', async () => {
    const { id } = await place();
    const order = await becomes(id, 'cancelled');
    assert.equal(order.reason, 'timed_out');
    await eventually(() => assert.ok(heardOf(id).includes('order.cancelled')));
  });

  it('gives up an order that nobody pays', async () => {
    const { id } = await place();
    await counter.say('stock.reserved', id, { orderId: id });
    await becomes(id, 'awaiting_payment');
    assert.equal((await becomes(id, 'cancelled')).reason, 'timed_out');
  });

  it('rejects an order without stock and says what is short', async () => {
    const { id, lines } = await place();
    const shortages = [{ productId: lines[0].productId, requestedMilli: 1000, availableMilli: 10 }];
    await counter.say('stock.rejected', id, { orderId: id, shortages });
    const order = await becomes(id, 'rejected');
    assert.deepEqual(order.shortages, shortages);
    assert.ok(!heardOf(id).includes('order.cancelled'));
  });

  it('cancels on a decline of a payment of the order, not on one at the counter', async () => {
    const { id, payments } = await place([{ method: 'credit', amountMinor: 3990 }]);
    await counter.say('stock.reserved', id, { orderId: id });
    await becomes(id, 'awaiting_payment');
    const declined = { orderId: id, method: 'credit', amountMinor: 3990, reason: 'no funds' };
    await counter.say('payment.declined', id, {
      ...declined,
      paymentId: randomUUID(),
      origin: 'counter',
    });
    assert.equal((await statusOf(id)).status, 'awaiting_payment');
    await counter.say('payment.declined', id, {
      ...declined,
      paymentId: payments[0].id,
      origin: 'order',
    });
    assert.equal((await statusOf(id)).reason, 'payment_declined');
  });

  it('ignores news that come late or twice', async () => {
    const { id } = await place();
    assert.equal((await seller.post(`/orders/${id}/cancel`, {})).body.status, 'cancelled');
    await counter.say('stock.reserved', id, { orderId: id });
    await counter.say('stock.reserved', id, { orderId: id });
    assert.equal((await statusOf(id)).status, 'cancelled');
    assert.ok(!heardOf(id).includes('payment.requested'));
  });

  it('completes when several payments together cover the total, and not before', async () => {
    const { id } = await place();
    await counter.say('stock.reserved', id, { orderId: id });
    const approvedAt = new Date().toISOString();
    const approve = (amountMinor: number) =>
      counter.say('payment.approved', id, {
        paymentId: randomUUID(),
        orderId: id,
        method: 'pix',
        amountMinor,
        approvedAt,
      });
    await approve(3000);
    assert.equal((await statusOf(id)).status, 'awaiting_payment');
    await approve(990);
    const order = await statusOf(id);
    assert.equal(order.status, 'completed');
    assert.equal(order.payments.length, 2);
  });

  describe('with a payment that went back in part', () => {
    const giveBack = async () => {
      const { id, totalMinor } = await place();
      await counter.say('stock.reserved', id, { orderId: id });
      const first = { paymentId: randomUUID(), orderId: id, method: 'pix', amountMinor: 3000 };
      const second = { ...first, paymentId: randomUUID(), amountMinor: totalMinor - 2500 };
      const back = { ...first, amountMinor: 500, refundId: randomUUID() };
      const approve = (facts: object) =>
        counter.say('payment.approved', id, { ...facts, approvedAt: new Date().toISOString() });
      return {
        id,
        approveFirst: () => approve(first),
        approveSecond: () => approve(second),
        refund: () =>
          counter.say('payment.refunded', id, { ...back, status: 'partially_refunded' }),
        amounts: [2500, totalMinor - 2500].sort((a, b) => a - b),
      };
    };
    const toldOf = (id: string) =>
      eventually(() => {
        const sale = counter.heard.find(
          ({ type, subject }) => type === 'sale.completed' && subject === id,
        );
        const { payments } = eventSchemas['sale.completed'].parse(sale?.data);
        return payments.map(({ amountMinor }) => amountMinor).sort((a, b) => a - b);
      });

    it('show the rest of it, which counts for the sale, on the receipt too', async () => {
      const { id, approveFirst, approveSecond, refund, amounts } = await giveBack();
      await approveFirst();
      await refund();
      const order = await statusOf(id);
      assert.deepEqual(
        [order.status, order.payments[0].status, order.payments[0].amountMinor],
        ['awaiting_payment', 'partially_refunded', 2500],
      );
      await approveSecond();
      await becomes(id, 'completed');
      assert.deepEqual(await toldOf(id), amounts);
      const receipt = await seller.get(`/orders/${id}/receipt`);
      assert.match(receipt.body, /25,00/);
      assert.doesNotMatch(receipt.body, /30,00/);
    });

    it('make no sale of too much when its refund is heard last: then that makes it', async () => {
      const { id, approveFirst, approveSecond, refund, amounts } = await giveBack();
      await approveFirst();
      await approveSecond();
      assert.equal((await statusOf(id)).status, 'awaiting_payment');
      await refund();
      await becomes(id, 'completed');
      assert.deepEqual(await toldOf(id), amounts);
    });
  });
});
