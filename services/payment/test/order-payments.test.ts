/** Guards what the events of an order do to its payments. */
import assert from 'node:assert/strict';
import { paymentApproved, paymentDeclined } from '@balcao/contracts/events/payment.ts';
import type { PaymentMethod } from '@balcao/contracts/payment-method.ts';
import { newId } from '@balcao/kit/ids.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { type PaymentHarness, startPayment } from './harness.ts';

describe('the payments of an order', () => {
  let shop: PaymentHarness;
  before(async () => {
    shop = await startPayment({
      PAYMENT_CREDIT_FEE_BASIS_POINTS: '349',
      PAYMENT_CREDIT_FEE_FIXED_MINOR: '39',
    });
  });
  after(() => shop.stop());

  const toldBecomes = (orderId: string, types: string[]) =>
    eventually(() => assert.deepEqual(shop.told(orderId), types));

  it('approves cash in the transaction of its request, and tells it with the order as subject', async () => {
    const { orderId, ids } = await shop.request([
      { method: 'cash', amountMinor: 1_000, tenderedMinor: 5_000 },
    ]);
    assert.equal(await shop.status(ids[0] ?? ''), 'approved');
    await toldBecomes(orderId, ['payment.approved']);
    const { approvedAt, ...facts } = paymentApproved.parse(shop.firstTold(orderId));
    const cash = { paymentId: ids[0], orderId, method: 'cash', amountMinor: 1_000, feeMinor: 0 };
    assert.deepEqual(facts, cash);
    assert.ok(Date.parse(approvedAt) > 0);
  });

  it('approves a tab as it does cash, and asks no provider', async () => {
    const { orderId, ids } = await shop.request([{ method: 'tab', amountMinor: 1_000 }]);
    const [id = ''] = ids;
    const { body } = await shop.seller.get(`/payments/${id}`);
    assert.deepEqual([body.status, body.method, body.provider], ['approved', 'tab', 'none']);
    await toldBecomes(orderId, ['payment.approved']);
    assert.deepEqual(await shop.calls(id), []);
  });

  it('keeps what a card costs with the payment, and tells it', async () => {
    const { orderId, ids } = await shop.request([{ method: 'credit', amountMinor: 5_375 }]);
    await toldBecomes(orderId, ['payment.approved']);
    assert.equal(paymentApproved.parse(shop.firstTold(orderId)).feeMinor, 227);
    assert.equal((await shop.seller.get(`/payments/${ids[0]}`)).body.feeMinor, 227);
  });

  it('settles a split payment part by part', async () => {
    const { orderId, ids } = await shop.request([
      { method: 'cash', amountMinor: 700 },
      { method: 'credit', amountMinor: 300 },
    ]);
    for (const id of ids) await shop.becomes(id, 'approved');
    await toldBecomes(orderId, ['payment.approved', 'payment.approved']);
  });

  it('handles many orders of one batch, and only the new ones among them', async () => {
    const known = await shop.request([{ method: 'cash', amountMinor: 100 }]);
    const asked = Array.from({ length: 30 }, () => ({ orderId: newId() }));
    await Promise.all([
      ...asked.map((order) => shop.request([{ method: 'cash', amountMinor: 100 }], order)),
      shop.request([{ method: 'cash', amountMinor: 100 }], { orderId: known.orderId }),
    ]);
    for (const { orderId } of asked) await toldBecomes(orderId, ['payment.approved']);
    await toldBecomes(known.orderId, ['payment.approved']);
  });

  it('is asked for once, however often the request comes, under the same event id or another', async () => {
    const orderId = newId();
    const ids = [newId(), newId()];
    const asked = [
      { id: ids[0] ?? '', method: 'cash' as const, amountMinor: 400 },
      { id: ids[1] ?? '', method: 'debit' as const, amountMinor: 600 },
    ];
    const eventId = newId();
    await shop.request(asked, { orderId, eventId });
    await shop.request(asked, { orderId, eventId });
    await shop.request(asked, { orderId });
    for (const id of ids) await shop.becomes(id, 'approved');
    await toldBecomes(orderId, ['payment.approved', 'payment.approved']);
    const [charge] = await shop.db.query<{ requests: number }>(
      'SELECT requests FROM simulated_charge WHERE payment_id = $1',
      [ids[1]],
    );
    assert.equal(charge?.requests, 1);
  });

  it('declines a payment whose id is in use, so that its order does not wait in vain', async () => {
    const { ids } = await shop.request([{ method: 'cash', amountMinor: 100 }]);
    const second = await shop.request([{ id: ids[0] ?? '', method: 'cash', amountMinor: 900 }]);
    await toldBecomes(second.orderId, ['payment.declined']);
    const { reason } = paymentDeclined.parse(shop.firstTold(second.orderId));
    assert.equal(reason, 'payment_id_in_use');
  });

  it('makes nothing for an order that was cancelled before it asked', async () => {
    const orderId = newId();
    await shop.cancelOrder(orderId);
    const { ids } = await shop.request([{ method: 'cash', amountMinor: 100 }], { orderId });
    assert.equal(await shop.status(ids[0] ?? ''), 'unknown');
    assert.deepEqual(shop.told(orderId), []);
  });

  it('voids what waits and gives back what was paid when the order is cancelled, once', async () => {
    const { orderId, ids } = await shop.request([
      { method: 'cash', amountMinor: 100 },
      { method: 'credit', amountMinor: 200 },
      { method: 'pix', amountMinor: 300 },
    ]);
    const [cash = '', card = '', pix = ''] = ids;
    await shop.becomes(card, 'approved');
    await shop.callsBecome(pix, ['charge done']);
    const eventId = await shop.cancelOrder(orderId);
    await shop.becomes(cash, 'refunded');
    await shop.becomes(card, 'refunded');
    await shop.becomes(pix, 'cancelled');
    await shop.cancelOrder(orderId, eventId);
    await shop.cancelOrder(orderId);
    await shop.callsBecome(cash, []);
    await shop.callsBecome(card, ['charge done', 'refund done']);
    await shop.callsBecome(pix, ['charge done', 'void done']);
    await eventually(() => assert.equal(shop.told(orderId).length, 5));
    const told = shop.told(orderId).sort();
    assert.deepEqual(told, [
      'payment.approved',
      'payment.approved',
      'payment.declined',
      'payment.refunded',
      'payment.refunded',
    ]);
  });

  it('gives every payment back when the whole sale is refunded, once', async () => {
    const { orderId, ids } = await shop.request([
      { method: 'cash', amountMinor: 100 },
      { method: 'debit', amountMinor: 200 },
    ]);
    for (const id of ids) await shop.becomes(id, 'approved');
    await shop.completeOrder(orderId);
    const [cash = '', card = ''] = ids;
    const paid = [
      { paymentId: cash, method: 'cash' as const, amountMinor: 100 },
      { paymentId: card, method: 'debit' as const, amountMinor: 200 },
    ];
    const refundId = newId();
    const eventId = await shop.refundOrder(orderId, paid, { refundId });
    await shop.refundOrder(orderId, paid, { refundId, eventId });
    await shop.refundOrder(orderId, paid, { refundId });
    for (const id of ids) await shop.becomes(id, 'refunded');
    await shop.callsBecome(ids[1] ?? '', ['charge done', 'refund done']);
    await eventually(() => assert.equal(shop.told(orderId).length, 4));
    const refunded = shop.told(orderId).filter((type) => type === 'payment.refunded');
    assert.equal(refunded.length, 2);
  });

  it('lets the refund of a sale wait for the sale', async () => {
    const orderId = newId();
    await shop.refundOrder(orderId, []);
    const waiting = await shop.db.query('SELECT FROM deferred_message WHERE subject = $1', [
      orderId,
    ]);
    assert.equal(waiting.length, 1);
    await shop.completeOrder(orderId);
    await eventually(async () => {
      const left = await shop.db.query('SELECT FROM deferred_message WHERE subject = $1', [
        orderId,
      ]);
      assert.equal(left.length, 0);
    });
  });

  it('books the cash of a sale that asked for nothing, once, and pays it back when asked', async () => {
    const orderId = newId();
    const paymentId = newId();
    const cash = { paymentId, method: 'cash' as const, amountMinor: 1_000, tenderedMinor: 2_000 };
    await shop.completeOrder(orderId, [cash]);
    await shop.completeOrder(orderId, [cash]);
    const { body } = await shop.seller.get(`/payments/${paymentId}`);
    assert.deepEqual(
      [body.status, body.amountMinor, body.tenderedMinor, body.orderId],
      ['approved', 1_000, 2_000, orderId],
    );
    assert.deepEqual(shop.told(orderId), [], 'sales knows it already');
    await shop.refundOrder(orderId, [cash]);
    await shop.becomes(paymentId, 'refunded');
  });

  it('books what an offline sale took elsewhere, charges nobody, and tells only what it costs', async () => {
    const orderId = newId();
    const taken = (method: PaymentMethod) => ({
      paymentId: newId(),
      method,
      amountMinor: 5_375,
      isTaken: true,
    });
    const [credit, pix, tab] = [taken('credit'), taken('pix'), taken('tab')];
    await shop.completeOrder(orderId, [credit, pix, tab]);
    await shop.completeOrder(orderId, [credit, pix, tab]);
    for (const { paymentId } of [credit, pix, tab]) {
      const { body } = await shop.seller.get(`/payments/${paymentId}`);
      assert.deepEqual([body.status, body.provider], ['approved', 'none']);
      assert.deepEqual(await shop.calls(paymentId), []);
    }
    await toldBecomes(orderId, ['payment.approved']);
    const { paymentId, feeMinor } = paymentApproved.parse(shop.firstTold(orderId));
    assert.deepEqual([paymentId, feeMinor], [credit.paymentId, 227]);
    await shop.refundOrder(orderId, [credit, pix, tab]);
    for (const { paymentId } of [credit, pix, tab]) await shop.becomes(paymentId, 'refunded');
  });

  it('keeps a completed order completed', async () => {
    const { orderId, ids } = await shop.request([{ method: 'cash', amountMinor: 100 }]);
    await shop.completeOrder(orderId);
    await shop.cancelOrder(orderId);
    assert.equal(await shop.status(ids[0] ?? ''), 'approved');
  });

  it('expires what was not paid in time, and voids it', async () => {
    const { orderId, ids } = await shop.request([{ method: 'pix', amountMinor: 100 }], {
      expiresInMs: 300,
    });
    const [id = ''] = ids;
    await shop.becomes(id, 'expired');
    await shop.callsBecome(id, ['charge done', 'void done']);
    await toldBecomes(orderId, ['payment.expired']);
  });

  it('carries the trace of the order through the provider call into the event', async () => {
    const orderId = newId();
    const payment = { paymentId: newId(), method: 'credit' as const, amountMinor: 100 };
    const expiresAt = new Date(Date.now() + 60_000).toISOString();
    const data = { orderId, totalMinor: 100, expiresAt, payments: [payment] };
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    await shop.publish('payment.requested', data, undefined, `00-${traceId}-b7ad6b7169203331-01`);
    await toldBecomes(orderId, ['payment.approved']);
    const event = shop.events.find(({ subject }) => subject === orderId);
    assert.ok(event?.traceparent?.includes(traceId));
  });
});
