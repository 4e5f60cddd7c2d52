/** Orders through the API: what a seller asks for, what comes of it, what is refused. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { makeScaleLabel } from '@balcao/contracts/scale-label.ts';
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { type Counter, openCounter } from './counter.ts';

describe('orders, with stock and payment at hand', () => {
  let counter: Counter;
  let seller: ApiClient;
  before(async () => {
    counter = await openCounter({ isHelpful: true });
    seller = counter.as('seller');
  });
  after(() => counter.stop());

  const cash = (amountMinor: number, tenderedMinor = amountMinor) => [
    { method: 'cash', amountMinor, tenderedMinor },
  ];

  it('settles cash in the request: 1.347 kg at R$ 39.90 is R$ 53.75, with the change', async () => {
    const { id } = await counter.addProduct();
    const { status, body } = await seller.post('/orders', {
      lines: [{ productId: id, quantityMilli: 1347 }],
      payments: cash(5375, 6000),
    });
    assert.equal(status, 201);
    assert.equal(body.status, 'completed');
    assert.equal(body.totalMinor, 5375);
    assert.equal(body.changeMinor, 625);
    assert.equal(body.payments[0].status, 'approved');
    assert.ok(
      !counter.heard.some(
        ({ type, subject }) => type === 'payment.requested' && subject === body.id,
      ),
      'cash is in the drawer: nobody is asked for it',
    );
    const read = await seller.get(`/orders/${body.id}`);
    assert.deepEqual(
      read.body.history.map((step: { status: string }) => step.status),
      ['placed', 'awaiting_payment', 'paid', 'completed'],
    );
  });

  it('sells by scale label and by barcode, and the label total wins', async () => {
    await counter.addProduct({ plu: '1234', name: 'Alcatra' });
    await counter.addProduct({
      barcode: '7891000100103',
      unit: 'un',
      priceMinor: 2190,
      name: 'Carvão',
    });
    const { body } = await seller.post('/orders', {
      lines: [{ code: '2123400053754' }, { code: '7891000100103', quantityMilli: 2000 }],
      payments: cash(5375 + 4380),
    });
    assert.deepEqual(
      body.lines.map((line: { totalMinor: number }) => line.totalMinor),
      [5375, 4380],
    );
    assert.equal(body.lines[0].quantityMilli, 1347);
    assert.equal(body.status, 'completed');
  });

  it('completes an order that costs nothing, without a payment', async () => {
    const { id } = await counter.addProduct();
    const { body } = await counter
      .as('admin')
      .post(
        '/orders',
        { lines: [{ productId: id, quantityMilli: 1000 }], discountMinor: 3990 },
        { prefer: 'wait=10' },
      );
    assert.equal(body.status, 'completed');
  });

  it('refunds a completed order whole, once', async () => {
    const { id } = await counter.addProduct();
    const { body: sold } = await seller.post('/orders', {
      lines: [{ productId: id, quantityMilli: 2000 }],
      payments: cash(7980),
    });
    const refund = await seller.post(`/orders/${sold.id}/refund`, { note: 'cold meat' });
    assert.equal(refund.body.status, 'refunded');
    assert.equal((await seller.post(`/orders/${sold.id}/refund`, {})).status, 409);
    const event = await eventually(() => {
      const found = counter.heard.find(
        ({ type, subject }) => type === 'sale.refunded' && subject === sold.id,
      );
      assert.ok(found);
      return found;
    });
    assert.equal((event.data as { totalMinor: number }).totalMinor, 7980);
  });

  it('keeps a cart open, on hold and open again, changes it, then sells it', async () => {
    const { id } = await counter.addProduct();
    const lines = [{ productId: id, quantityMilli: 500 }];
    const cart = (await seller.post('/orders', { lines, place: false })).body;
    assert.equal(cart.status, 'open');
    assert.equal((await seller.post(`/orders/${cart.id}/hold`)).body.status, 'held');
    assert.equal((await seller.post(`/orders/${cart.id}/place`, { payments: [] })).status, 409);
    assert.equal((await seller.post(`/orders/${cart.id}/resume`)).body.status, 'open');
    const changed = await seller.put(`/orders/${cart.id}/lines`, {
      lines: [{ productId: id, quantityMilli: 1000 }],
    });
    assert.equal(changed.body.totalMinor, 3990);
    const sold = await seller.post(`/orders/${cart.id}/place`, { payments: cash(3990) });
    assert.equal(sold.body.status, 'completed');
  });

  it('gives a thousand repeats of one keyed sale one effect and one answer', async () => {
    const { id } = await counter.addProduct();
    const order = { lines: [{ productId: id, quantityMilli: 1000 }], payments: cash(3990) };
    const key = { 'idempotency-key': randomUUID() };
    const answers = await Promise.all(
      Array.from({ length: 1000 }, () => seller.post('/orders', order, key)),
    );
    assert.equal(new Set(answers.map(({ body }) => JSON.stringify(body))).size, 1);
    assert.ok(answers.every(({ status }) => status === 201));
    const replayed = answers.filter(
      ({ headers }) => headers.get('idempotency-replayed') === 'true',
    );
    assert.equal(replayed.length, 999);
    const later = await seller.post('/orders', order, key);
    assert.deepEqual(later.body, answers[0]?.body);
    assert.equal(later.headers.get('idempotency-replayed'), 'true');
    const other = await seller.post('/orders', { ...order, discountMinor: 1 }, key);
    assert.equal(other.body.code, 'idempotency_key_reused');
    const sales = counter.heard.filter(
      ({ type, subject }) => type === 'sale.completed' && subject === answers[0]?.body.id,
    );
    assert.equal(sales.length, 1);
  });

  it("hides one seller's orders from another, and shows them to an admin", async () => {
    const { id } = await counter.addProduct();
    const lines = [{ productId: id, quantityMilli: 1000 }];
    const { body } = await seller.post('/orders', { lines, place: false });
    const stranger = counter.as('seller');
    assert.equal((await stranger.get(`/orders/${body.id}`)).status, 404);
    assert.equal((await stranger.post(`/orders/${body.id}/cancel`, {})).status, 404);
    assert.equal((await stranger.get('/orders')).body.items.length, 0);
    assert.equal((await counter.as('admin').get(`/orders/${body.id}`)).status, 200);
    assert.equal((await counter.as('stockist').get('/orders')).status, 403);
  });

  it('lists orders newest first, page by page, each once', async () => {
    const own = counter.as('seller', randomUUID());
    const { id } = await counter.addProduct();
    const lines = [{ productId: id, quantityMilli: 1000 }];
    const made: string[] = [];
    for (let n = 0; n < 5; n += 1)
      made.push((await own.post('/orders', { lines, place: false })).body.id);
    const seen: string[] = [];
    for (let cursor = ''; ; ) {
      const { body } = await own.get(`/orders?limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...body.items.map((item: { id: string }) => item.id));
      if (body.nextCursor === null) break;
      cursor = body.nextCursor;
    }
    assert.deepEqual(seen, made.reverse());
    const forged = Buffer.from('["; DROP"]').toString('base64url');
    assert.equal((await own.get(`/orders?cursor=${forged}`)).status, 422);
  });

  it('keeps what the customer wants of it, trimmed, and says null when that is nothing', async () => {
    const { id } = await counter.addProduct();
    const lines = [{ productId: id, quantityMilli: 1000 }];
    const { body: noted } = await seller.post('/orders', {
      lines,
      payments: cash(3990),
      note: '  cortar fino ',
    });
    assert.deepEqual([noted.status, noted.note], ['completed', 'cortar fino']);
    assert.equal((await seller.get(`/orders/${noted.id}`)).body.note, 'cortar fino');
    const { body: plain } = await seller.post('/orders', { lines, place: false });
    assert.equal(plain.note, null);
    const { body: list } = await seller.get('/orders?limit=2');
    assert.deepEqual(
      list.items.map(({ note }: { note: string | null }) => note),
      [null, 'cortar fino'],
    );
  });

  const refused: [string, number, string, object][] = [
    [
      'an unknown product',
      422,
      'unknown_product',
      { lines: [{ productId: randomUUID(), quantityMilli: 1 }] },
    ],
    ['a weight of 0', 422, 'validation_failed', { lines: [{ code: '1', quantityMilli: 0 }] }],
    ['a negative weight', 422, 'validation_failed', { lines: [{ code: '1', quantityMilli: -1 }] }],
    [
      'a weight of 10^15',
      422,
      'validation_failed',
      { lines: [{ code: '1', quantityMilli: 1e15 }] },
    ],
    ['text for a number', 422, 'validation_failed', { lines: [{ code: '1', quantityMilli: '1' }] }],
    ['no lines', 422, 'validation_failed', { lines: [] }],
    ['an unknown field', 422, 'validation_failed', { lines: [{ code: '1' }], totalMinor: 1 }],
    ['a wrong check digit', 422, 'unreadable_code', { lines: [{ code: '2123400053755' }] }],
    ['an empty note', 422, 'validation_failed', { lines: [{ code: '1' }], note: '  ' }],
    ['a long note', 422, 'validation_failed', { lines: [{ code: '1' }], note: 'a'.repeat(201) }],
    ['a note of two lines', 422, 'validation_failed', { lines: [{ code: '1' }], note: 'a\nb' }],
    ['a NUL byte', 422, 'validation_failed', { lines: [{ code: '1\u0000' }] }],
  ];
  for (const [what, status, code, order] of refused) {
    it(`refuses ${what}: ${status} ${code}`, async () => {
      const answer = await seller.post('/orders', order);
      assert.equal(answer.status, status, JSON.stringify(answer.body));
      assert.equal(answer.body.code, code);
      assert.match(answer.headers.get('content-type') ?? '', /problem\+json/);
      assert.equal(answer.body.traceId, answer.headers.get('x-trace-id'));
    });
  }

  it('refuses payments that are over, under, or under-tendered', async () => {
    const { id } = await counter.addProduct();
    const lines = [{ productId: id, quantityMilli: 1000 }];
    const codes = await Promise.all(
      [cash(3991), cash(3989), cash(3990, 3000)].map(async (payments) => {
        const { body } = await seller.post('/orders', { lines, payments });
        return body.code;
      }),
    );
    assert.deepEqual(codes, [
      'payment_exceeds_total',
      'payments_do_not_match_total',
      'tender_too_small',
    ]);
  });

  it('refuses a tab that is nobody’s, named with the order or when it is placed', async () => {
    const { id } = await counter.addProduct();
    const lines = [{ productId: id, quantityMilli: 1000 }];
    const payments = [...cash(3000), { method: 'tab', amountMinor: 990 }];
    const refused = await seller.post('/orders', { lines, payments });
    assert.deepEqual([refused.status, refused.body.code], [422, 'customer_required']);
    assert.equal(refused.body.errors[0].path, 'payments[1].method');
    const cart = (await seller.post('/orders', { lines, place: false })).body;
    const { body } = await seller.post(`/orders/${cart.id}/place`, { payments });
    assert.equal(body.code, 'customer_required');
    assert.equal((await seller.get(`/orders/${cart.id}`)).body.status, 'open');
  });

  it('refuses the id of another order, and one of two at the same time', async () => {
    const { id: productId } = await counter.addProduct();
    const order = { id: randomUUID(), lines: [{ productId, quantityMilli: 1000 }], place: false };
    const answers = await Promise.all([
      seller.post('/orders', order),
      seller.post('/orders', order),
    ]);
    assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 409]);
    assert.equal((await seller.post('/orders', order)).body.code, 'already_exists');
  });

  it('keeps the total the sum of its lines, whatever is on the label', async () => {
    await counter.addProduct({ plu: '77', priceMinor: 2333 });
    const codes = [101, 4999, 12_345].map((total) => makeScaleLabel('2CCCC0TTTTTT', '77', total));
    const { body } = await seller.post('/orders', {
      lines: codes.map((code) => ({ code })),
      place: false,
    });
    assert.equal(body.subtotalMinor, 101 + 4999 + 12_345);
  });
});
