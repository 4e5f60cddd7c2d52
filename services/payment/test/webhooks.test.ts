/** Guards the door through which providers report: only genuine, fresh and new reports have an effect. */
import assert from 'node:assert/strict';
import { newId } from '@balcao/kit/ids.ts';
import { type ApiClient, createApiClient } from '@balcao/kit/testing/api-client.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { sign } from '../src/signature.ts';
import { type PaymentHarness, secret, startPayment } from './harness.ts';

describe('a webhook', () => {
  let shop: PaymentHarness;
  let stranger: ApiClient;
  before(async () => {
    shop = await startPayment();
    stranger = createApiClient(shop.url);
  });
  after(() => shop.stop());

  const pix = async () => {
    const { orderId, ids } = await shop.request([{ method: 'pix', amountMinor: 500 }]);
    return { orderId, id: ids[0] ?? '' };
  };
  const report = (paymentId: string, changes: object = {}) =>
    JSON.stringify({
      id: newId(),
      type: 'payment.paid',
      paymentId,
      occurredAt: new Date().toISOString(),
      ...changes,
    });
  const send = (body: string, header: string | null = sign(body, secret, Date.now())) =>
    stranger.post(
      '/payments/webhooks/simulated',
      body,
      header === null ? {} : { 'balcao-signature': header },
    );

  it('approves a pending payment, without a token of ours', async () => {
    const { id, orderId } = await pix();
    const { status, body } = await send(report(id));
    assert.deepEqual([status, body], [200, { received: true, duplicate: false }]);
    assert.equal(await shop.status(id), 'approved');
    await eventually(() => assert.deepEqual(shop.told(orderId), ['payment.approved']));
  });

  it('has one effect however often it comes, also at the same time and signed anew', async () => {
    const { id, orderId } = await pix();
    const body = report(id);
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(body)));
    const later = await send(body, sign(body, secret, Date.now() + 2_000));
    assert.ok(answers.every(({ status }) => status === 200));
    assert.equal(answers.filter((answer) => answer.body.duplicate === false).length, 1);
    assert.deepEqual(later.body, { received: true, duplicate: true });
    await eventually(() => assert.deepEqual(shop.told(orderId), ['payment.approved']));
  });

  it('says under another event id what is known already, and changes nothing', async () => {
    const { id } = await pix();
    await shop.callsBecome(id, ['charge done']);
    await send(report(id));
    assert.deepEqual((await send(report(id))).body, { received: true, duplicate: false });
    assert.deepEqual((await send(report(id, { type: 'payment.declined' }))).status, 200);
    assert.equal(await shop.status(id), 'approved');
    await shop.callsBecome(id, ['charge done']);
  });

  it('declines a pending payment', async () => {
    const { id } = await pix();
    await send(report(id, { type: 'payment.declined' }));
    assert.equal(await shop.status(id), 'declined');
  });

  it('sends money back that comes after a decline', async () => {
    const { id } = await pix();
    await shop.callsBecome(id, ['charge done']);
    await send(report(id, { type: 'payment.declined' }));
    assert.equal((await send(report(id))).status, 200);
    await shop.callsBecome(id, ['charge done', 'refund done']);
    assert.equal(await shop.status(id), 'declined');
  });

  it('sends money back once that comes, twice, after the payment has expired', async () => {
    const { orderId, ids } = await shop.request([{ method: 'pix', amountMinor: 500 }], {
      expiresInMs: 300,
    });
    const [id = ''] = ids;
    await shop.becomes(id, 'expired');
    await shop.callsBecome(id, ['charge done', 'void done']);
    for (const _ of [1, 2]) {
      const played = await shop.seller.post(`/payments/${id}/simulate`, { outcome: 'paid' });
      assert.deepEqual([played.status, played.body.status], [200, 'expired']);
    }
    assert.equal((await send(report(id))).status, 200);
    await shop.callsBecome(id, ['charge done', 'void done', 'refund done']);
    const given = await shop.db.query<{ amount_minor: number }>(
      'SELECT amount_minor FROM simulated_refund WHERE payment_id = $1',
      [id],
    );
    assert.deepEqual(given, [{ amount_minor: 500 }]);
    assert.equal(await shop.status(id), 'expired');
    await eventually(() => assert.deepEqual(shop.told(orderId), ['payment.expired']));
  });

  it('changes nothing of a payment that has gone back, in part or whole', async () => {
    const { id, orderId } = await pix();
    await shop.callsBecome(id, ['charge done']);
    await shop.seller.post(`/payments/${id}/simulate`, { outcome: 'paid' });
    const refund = (amountMinor: number) =>
      shop.admin.post(`/payments/${id}/refund`, { amountMinor }, { prefer: 'wait=10' });
    for (const [amountMinor, status] of [
      [200, 'partially_refunded'],
      [300, 'refunded'],
    ] as const) {
      assert.equal((await refund(amountMinor)).body.status, status);
      for (const type of ['payment.paid', 'payment.declined'])
        assert.equal((await send(report(id, { type }))).status, 200);
      assert.equal(await shop.status(id), status);
    }
    await eventually(() =>
      assert.deepEqual(shop.told(orderId), [
        'payment.approved',
        'payment.refunded',
        'payment.refunded',
      ]),
    );
  });

  it('lets fields pass that the provider has added', async () => {
    const { id } = await pix();
    assert.equal((await send(report(id, { amount: '5.00', endToEndId: 'E1' }))).status, 200);
  });

  it('is refused when it is forged, old, altered or not signed, and has no effect', async () => {
    const { id } = await pix();
    const body = report(id);
    const forged = [
      null,
      '',
      sign(body, 'a secret that somebody guessed', Date.now()),
      sign(body, secret, Date.now() - 301_000),
      sign(body, secret, Date.now() + 600_000),
      sign(report(id), secret, Date.now()),
    ];
    for (const header of forged) {
      const { status, body: problem } = await send(body, header);
      assert.deepEqual([status, problem.code], [401, 'invalid_signature']);
    }
    assert.equal(await shop.status(id), 'pending');
    const kept = await shop.db.query('SELECT FROM webhook_event WHERE payment_id = $1', [id]);
    assert.equal(kept.length, 0);
  });

  it('is checked before its body is judged', async () => {
    assert.equal((await send('{"id":1}', null)).body.code, 'invalid_signature');
    assert.equal((await send('{"id":1}')).body.code, 'validation_failed');
    assert.equal((await send('{"id":')).body.code, 'malformed_json');
  });

  it('is 404 for a payment that is not there or not with a provider, and may come again', async () => {
    const { ids } = await shop.request([{ method: 'cash', amountMinor: 100 }]);
    assert.equal((await send(report(ids[0] ?? ''))).body.code, 'not_found');
    const id = newId();
    const body = report(id);
    assert.equal((await send(body)).status, 404);
    await shop.request([{ id, method: 'pix', amountMinor: 100 }]);
    assert.deepEqual((await send(body)).body, { received: true, duplicate: false });
  });
});
