/** Guards paying at the counter: what is left to pay, what is settled at once, what waits. */
import assert from 'node:assert/strict';
import { paymentDeclined } from '@balcao/contracts/events/payment.ts';
import { newId } from '@balcao/kit/ids.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { type PaymentHarness, startPayment } from './harness.ts';

describe('POST /payments', () => {
  let shop: PaymentHarness;
  before(async () => {
    shop = await startPayment();
  });
  after(() => shop.stop());

  const order = async (totalMinor: number, expiresInMs?: number) =>
    (await shop.request([], { totalMinor, ...(expiresInMs === undefined ? {} : { expiresInMs }) }))
      .orderId;
  const cash = (orderId: string, amountMinor: number) => ({ orderId, method: 'cash', amountMinor });

  it('settles cash in the answer, with the change', async () => {
    const orderId = await order(1_000);
    const id = newId();
    const wish = { ...cash(orderId, 1_000), id, tenderedMinor: 5_000 };
    const { status, body } = await shop.seller.post('/payments', wish);
    assert.equal(status, 201);
    const { approvedAt, createdAt, updatedAt, ...facts } = body;
    assert.deepEqual(facts, {
      ...wish,
      changeMinor: 4_000,
      feeMinor: 0,
      refundedMinor: 0,
      status: 'approved',
      origin: 'counter',
      provider: 'none',
    });
    assert.ok(approvedAt && createdAt && updatedAt);
    await eventually(() => assert.deepEqual(shop.told(orderId), ['payment.approved']));
    assert.deepEqual((await shop.seller.get(`/payments/${id}`)).body, body);
  });

  it('answers a card at once as pending, and settled to whoever prefers to wait', async () => {
    const orderId = await order(1_000);
    const card = { orderId, method: 'credit', amountMinor: 400 };
    const hasty = await shop.seller.post('/payments', card);
    assert.deepEqual([hasty.status, hasty.body.status], [201, 'pending']);
    const patient = await shop.seller.post('/payments', card, { prefer: 'wait=10' });
    assert.deepEqual([patient.status, patient.body.status], [201, 'approved']);
  });

  it('waits no longer than preferred', async () => {
    const orderId = await order(1_000);
    const started = Date.now();
    const wish = { orderId, method: 'pix', amountMinor: 1_000 };
    const { body } = await shop.seller.post('/payments', wish, { prefer: 'wait=1' });
    assert.equal(body.status, 'pending');
    assert.ok(Date.now() - started < 5_000);
  });

  it('tells a decline at the counter as such, and lets the order be paid otherwise', async () => {
    const orderId = await order(1_000);
    const card = { orderId, method: 'debit', amountMinor: 1_000, cardToken: 'tok_decline' };
    const declined = await shop.seller.post('/payments', card, { prefer: 'wait=10' });
    assert.deepEqual([declined.body.status, declined.body.reason], ['declined', 'declined']);
    await eventually(() => assert.deepEqual(shop.told(orderId), ['payment.declined']));
    assert.equal(paymentDeclined.parse(shop.firstTold(orderId)).origin, 'counter');
    assert.equal((await shop.seller.post('/payments', cash(orderId, 1_000))).status, 201);
  });

  it('counts what waits and what is paid: no centavo above the total', async () => {
    const orderId = await order(1_000);
    const pix = { orderId, method: 'pix', amountMinor: 600 };
    assert.equal((await shop.seller.post('/payments', pix)).status, 201);
    const over = await shop.seller.post('/payments', cash(orderId, 401));
    assert.deepEqual([over.status, over.body.code], [422, 'payment_exceeds_total']);
    assert.equal((await shop.seller.post('/payments', cash(orderId, 400))).status, 201);
    assert.equal(
      (await shop.seller.post('/payments', cash(orderId, 1))).body.code,
      'payment_exceeds_total',
    );
  });

  it('takes exactly one of many concurrent payments of the whole', async () => {
    const orderId = await order(1_000);
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => shop.seller.post('/payments', cash(orderId, 1_000))),
    );
    const statuses = answers.map(({ status }) => status).sort();
    assert.deepEqual(statuses, [201, ...Array.from({ length: 9 }, () => 422)]);
    const [sum] = await shop.db.query<{ sum: number }>(
      'SELECT sum(amount_minor)::bigint AS sum FROM payment WHERE order_id = $1',
      [orderId],
    );
    assert.equal(sum?.sum, 1_000);
  });

  it('has one effect for many repeats of one key', async () => {
    const orderId = await order(1_000);
    const headers = { 'idempotency-key': newId() };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => shop.seller.post('/payments', cash(orderId, 300), headers)),
    );
    assert.ok(answers.every(({ status }) => status === 201));
    assert.equal(new Set(answers.map(({ body }) => body.id)).size, 1);
    const other = await shop.seller.post('/payments', cash(orderId, 301), headers);
    assert.equal(other.body.code, 'idempotency_key_reused');
  });

  it('refuses an id that is in use', async () => {
    const orderId = await order(1_000);
    const wish = { ...cash(orderId, 100), id: newId() };
    assert.equal((await shop.seller.post('/payments', wish)).status, 201);
    assert.deepEqual((await shop.seller.post('/payments', wish)).body.code, 'already_exists');
  });

  it('refuses too little cash', async () => {
    const wish = { ...cash(await order(1_000), 1_000), tenderedMinor: 999 };
    const { status, body } = await shop.seller.post('/payments', wish);
    assert.deepEqual([status, body.code], [422, 'tender_too_small']);
  });

  it('waits two seconds for an order that is on its way, without losing it', async () => {
    const orderId = newId();
    const paying = shop.seller.post('/payments', cash(orderId, 1_000));
    await shop.request([], { orderId, totalMinor: 1_000 });
    assert.equal((await paying).status, 201);
  });

  it('answers a caller that waits for the customer at once when the service stops', async () => {
    const other = await startPayment();
    const { orderId } = await other.request([], { totalMinor: 1_000 });
    const wish = { orderId, method: 'pix', amountMinor: 1_000 };
    const waiting = other.seller.post('/payments', wish, { prefer: 'wait=30' });
    await eventually(async () =>
      assert.equal((await other.db.query('SELECT FROM payment')).length, 1),
    );
    const begun = Date.now();
    const stopped = other.stop();
    const { status, body } = await waiting;
    assert.deepEqual([status, body.status], [201, 'pending']);
    assert.ok(Date.now() - begun < 2_000);
    await stopped;
  });

  it('is 404 for an order that does not come', async () => {
    const started = Date.now();
    const { status, body } = await shop.seller.post('/payments', cash(newId(), 1_000));
    assert.deepEqual([status, body.code], [404, 'not_found']);
    assert.ok(Date.now() - started >= 1_900);
  });

  it('takes nothing for an order that was cancelled, is completed, or whose time is over', async () => {
    const cancelled = await order(1_000);
    await shop.cancelOrder(cancelled);
    const completed = await order(1_000);
    await shop.completeOrder(completed);
    const tombstone = newId();
    await shop.cancelOrder(tombstone);
    const over = await order(1_000, -1_000);
    for (const orderId of [cancelled, completed, tombstone, over]) {
      const { status, body } = await shop.seller.post('/payments', cash(orderId, 1_000));
      assert.deepEqual([status, body.code], [409, 'conflict']);
    }
  });

  describe('refuses what is not a payment', () => {
    const good = { orderId: newId(), method: 'cash', amountMinor: 100 };
    const bad: [string, unknown, number][] = [
      ['no body', undefined, 422],
      ['no order', { method: 'cash', amountMinor: 100 }, 422],
      ['an order id that is none', { ...good, orderId: 'x' }, 422],
      ['an id that is none', { ...good, id: '1' }, 422],
      ['an unknown method', { ...good, method: 'cheque' }, 422],
      ['a tab, not yet', { ...good, method: 'tab' }, 422],
      ['nothing', { ...good, amountMinor: 0 }, 422],
      ['less than nothing', { ...good, amountMinor: -1 }, 422],
      ['half a centavo', { ...good, amountMinor: 0.5 }, 422],
      ['an amount as text', { ...good, amountMinor: '100' }, 422],
      ['too much', { ...good, amountMinor: 1_000_000_000_001 }, 422],
      ['a tender for a card', { ...good, method: 'credit', tenderedMinor: 100 }, 422],
      ['a token for cash', { ...good, cardToken: 'tok_approve' }, 422],
      ["a card's number", { ...good, method: 'credit', cardToken: '4111111111111111' }, 422],
      ['an unknown field', { ...good, tip: 1 }, 422],
      ['a list', [good], 422],
      ['broken JSON', '{"orderId":', 400],
    ];
    for (const [what, body, status] of bad) {
      it(what, async () => {
        const answer = await shop.seller.post('/payments', body);
        assert.equal(answer.status, status);
        assert.ok(answer.headers.get('content-type')?.startsWith('application/problem+json'));
      });
    }

    it('a preference that cannot be read, before it has an effect', async () => {
      const orderId = await order(100);
      const wish = { ...good, orderId };
      assert.equal((await shop.seller.post('/payments', wish, { prefer: 'wait=x' })).status, 422);
      assert.equal((await shop.seller.post('/payments', wish)).status, 201);
    });
  });
});
