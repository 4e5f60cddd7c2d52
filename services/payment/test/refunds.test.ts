/** Guards refunds in parts: by the sale, by hand, and what becomes of the payment and its order. */
import assert from 'node:assert/strict';
import { paymentRefunded } from '@balcao/contracts/events/payment.ts';
import type { PaymentMethod } from '@balcao/contracts/payment-method.ts';
import { newId } from '@balcao/kit/ids.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { type PaymentHarness, startPayment } from './harness.ts';

describe('a refund in parts', () => {
  let shop: PaymentHarness;
  before(async () => {
    shop = await startPayment();
  });
  after(() => shop.stop());

  const sell = async (method: PaymentMethod, amountMinor: number) => {
    const { orderId, ids } = await shop.request([{ method, amountMinor }]);
    const paymentId = ids[0] ?? '';
    await shop.becomes(paymentId, 'approved');
    await shop.completeOrder(orderId);
    const part = (partMinor: number) => [{ paymentId, method, amountMinor: partMinor }];
    return { orderId, paymentId, part };
  };
  const refunds = (orderId: string) =>
    shop.events
      .filter(({ subject, type }) => subject === orderId && type === 'payment.refunded')
      .map(({ data }) => paymentRefunded.parse(data));

  for (const method of ['cash', 'tab', 'credit'] as const) {
    it(`gives ${method} back part by part, each told under its id, until nothing is left`, async () => {
      const { orderId, paymentId, part } = await sell(method, 1_000);
      const [first, second] = [newId(), newId()];
      await shop.refundOrder(orderId, part(300), { refundId: first });
      await shop.becomes(paymentId, 'partially_refunded');
      await shop.refundOrder(orderId, part(300), { refundId: first });
      await shop.refundOrder(orderId, part(700), { refundId: second });
      await shop.becomes(paymentId, 'refunded');
      assert.equal((await shop.seller.get(`/payments/${paymentId}`)).body.refundedMinor, 1_000);
      await eventually(() => assert.equal(refunds(orderId).length, 2));
      const facts = { paymentId, orderId, method };
      assert.deepEqual(refunds(orderId), [
        { ...facts, refundId: first, amountMinor: 300, status: 'partially_refunded' },
        { ...facts, refundId: second, amountMinor: 700, status: 'refunded' },
      ]);
    });
  }

  it('asks the provider for each part under a name of its own', async () => {
    const { orderId, paymentId, part } = await sell('debit', 1_000);
    await Promise.all([1, 2, 3].map(() => shop.refundOrder(orderId, part(100))));
    await shop.callsBecome(paymentId, [
      'charge done',
      ...Array.from({ length: 3 }, () => 'partial_refund done'),
    ]);
    const given = await shop.db.query(
      'SELECT amount_minor FROM simulated_refund WHERE payment_id = $1',
      [paymentId],
    );
    assert.deepEqual(
      given,
      Array.from({ length: 3 }, () => ({ amount_minor: 100 })),
    );
  });

  it('keeps a refund of more than is left waiting, where a person sees it', async () => {
    const { orderId, paymentId, part } = await sell('cash', 1_000);
    await shop.refundOrder(orderId, part(800));
    await shop.refundOrder(orderId, part(201));
    assert.equal((await shop.seller.get(`/payments/${paymentId}`)).body.refundedMinor, 800);
    const waiting = await shop.db.query<{ error: string }>(
      'SELECT error FROM deferred_message WHERE subject = $1',
      [orderId],
    );
    assert.match(waiting[0]?.error ?? '', /201 centavos, 200 are left/);
  });

  it('lets a refund wait for a payment that has not arrived yet', async () => {
    const { orderId } = await sell('cash', 1_000);
    const late = { paymentId: newId(), method: 'cash' as const, amountMinor: 500 };
    await shop.refundOrder(orderId, [late]);
    const waiting = await shop.db.query('SELECT FROM deferred_message WHERE subject = $1', [
      orderId,
    ]);
    assert.equal(waiting.length, 1);
  });

  describe('by hand', () => {
    const taken = async (method: PaymentMethod = 'credit') => {
      const { orderId, ids } = await shop.request([{ method, amountMinor: 1_000 }]);
      const id = ids[0] ?? '';
      await shop.becomes(id, 'approved');
      return { orderId, id };
    };
    const refund = (id: string, body: object) =>
      shop.admin.post(`/payments/${id}/refund`, body, { prefer: 'wait=10' });

    it('gives back what is asked, then all that is left, and keeps who wanted it', async () => {
      const { id } = await taken();
      const userId = newId();
      const part = await shop
        .as('admin', userId)
        .post(`/payments/${id}/refund`, { amountMinor: 250, note: 'cold' }, { prefer: 'wait=10' });
      assert.deepEqual([part.body.status, part.body.refundedMinor], ['partially_refunded', 250]);
      const rest = await refund(id, {});
      assert.deepEqual([rest.body.status, rest.body.refundedMinor], ['refunded', 1_000]);
      const [row] = await shop.db.query(
        `SELECT by, note FROM payment_history WHERE payment_id = $1 AND status = 'partially_refunded'`,
        [id],
      );
      assert.deepEqual(row, { by: userId, note: 'cold' });
    });

    it('has one effect under one id, and is refused above what is left', async () => {
      const { id } = await taken('cash');
      const wish = { id: newId(), amountMinor: 400 };
      assert.equal((await refund(id, wish)).body.refundedMinor, 400);
      assert.deepEqual((await refund(id, wish)).body.code, 'conflict');
      const over = await refund(id, { amountMinor: 601 });
      assert.deepEqual([over.status, over.body.code], [422, 'refund_exceeds_payment']);
      assert.equal((await refund(id, { amountMinor: 0 })).body.code, 'validation_failed');
      assert.equal((await shop.seller.get(`/payments/${id}`)).body.refundedMinor, 400);
    });

    it('makes room for as much again, while the order waits for its money', async () => {
      const { orderId, ids } = await shop.request([{ method: 'cash', amountMinor: 600 }], {
        totalMinor: 1_000,
      });
      await refund(ids[0] ?? '', { amountMinor: 100 });
      const pay = (amountMinor: number) =>
        shop.seller.post('/payments', { orderId, method: 'cash', amountMinor });
      assert.equal((await pay(501)).body.code, 'payment_exceeds_total');
      assert.equal((await pay(500)).status, 201);
    });

    it('leaves the rest to go back when the order is cancelled', async () => {
      const { id, orderId } = await taken();
      await refund(id, { amountMinor: 300 });
      await shop.cancelOrder(orderId);
      await shop.cancelOrder(orderId);
      await shop.becomes(id, 'refunded');
      await eventually(() => assert.equal(refunds(orderId).length, 2));
      assert.deepEqual(
        refunds(orderId).map(({ amountMinor }) => amountMinor),
        [300, 700],
      );
    });
  });
});
