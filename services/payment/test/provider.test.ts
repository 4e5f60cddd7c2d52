/** Guards what the provider's answers, silence and crashes do to a payment. */
import assert from 'node:assert/strict';
import { newId } from '@balcao/kit/ids.ts';
import { createLogger } from '@balcao/kit/log.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { createSimulatedProvider } from '../src/simulated-provider.ts';
import { type PaymentHarness, startPayment } from './harness.ts';

describe('a payment at the provider', () => {
  let shop: PaymentHarness;
  before(async () => {
    shop = await startPayment({
      PAYMENT_PROVIDER_TIMEOUT_MS: '100',
      PAYMENT_PROVIDER_ATTEMPTS: '2',
    });
  });
  after(() => shop.stop());

  const card = async (cardToken: string | undefined, expiresInMs?: number) => {
    const asked = {
      method: 'credit' as const,
      amountMinor: 500,
      ...(cardToken === undefined ? {} : { cardToken }),
    };
    const { orderId, ids } = await shop.request(
      [asked],
      expiresInMs === undefined ? {} : { expiresInMs },
    );
    return { orderId, id: ids[0] ?? '' };
  };
  const events = async (id: string) => {
    const rows = await shop.db.query('SELECT FROM webhook_event WHERE payment_id = $1', [id]);
    return rows.length;
  };

  it('is approved with no token and with tok_approve, and keeps no token', async () => {
    for (const token of [undefined, 'tok_approve']) {
      const { id } = await card(token);
      await shop.becomes(id, 'approved');
      await shop.callsBecome(id, ['charge done']);
    }
    const kept = await shop.db.query("SELECT FROM provider_call WHERE card_token = 'tok_approve'");
    assert.equal(kept.length, 0);
  });

  it('is declined with tok_decline, which is told with its reason and origin', async () => {
    const { id, orderId } = await card('tok_decline');
    await shop.becomes(id, 'declined');
    await eventually(() => assert.deepEqual(shop.told(orderId), ['payment.declined']));
    const facts = { paymentId: id, orderId, method: 'credit', amountMinor: 500 };
    assert.deepEqual(shop.firstTold(orderId), { ...facts, reason: 'declined', origin: 'order' });
  });

  it('is approved late, by webhook, with tok_late', async () => {
    const { id } = await card('tok_late');
    await shop.becomes(id, 'approved');
    assert.equal(await events(id), 1);
  });

  it('is approved once by the doubled webhook of tok_duplicate', async () => {
    const { id, orderId } = await card('tok_duplicate');
    await shop.becomes(id, 'approved');
    await shop.callsBecome(id, ['charge done']);
    assert.equal(await events(id), 1);
    await eventually(() => assert.deepEqual(shop.told(orderId), ['payment.approved']));
  });

  it('expires when the provider never answers; the charge is dropped and voided', async () => {
    const { id, orderId } = await card('tok_timeout', 300);
    await shop.becomes(id, 'expired');
    await shop.callsBecome(id, ['charge dropped', 'void done']);
    await eventually(() => assert.deepEqual(shop.told(orderId), ['payment.expired']));
  });

  it('stays pending, visibly, when the attempts are used up before its deadline', async () => {
    const { id } = await card('tok_timeout');
    await shop.callsBecome(id, ['charge failed']);
    assert.equal(await shop.status(id), 'pending');
    const [call] = await shop.db.query<{ attempts: number; error: string }>(
      'SELECT attempts, error FROM provider_call WHERE payment_id = $1',
      [id],
    );
    assert.equal(call?.attempts, 2);
    assert.match(call?.error ?? '', /timeout/i);
    await eventually(async () => {
      const metrics = await (await fetch(`${shop.url}/metrics`)).text();
      assert.match(metrics, /payment_provider_calls_open\{state="failed",service="payment"\} 1/);
    });
  });

  it('gives a PIX its txid and lets it wait for the customer', async () => {
    const { ids } = await shop.request([{ method: 'pix', amountMinor: 500 }]);
    const [id = ''] = ids;
    await shop.callsBecome(id, ['charge done']);
    const { body } = await shop.seller.get(`/payments/${id}`);
    assert.equal(body.status, 'pending');
    assert.match(body.providerReference, /^[a-z0-9]{25}$/);
  });

  for (const { outcome, status } of [
    { outcome: 'paid', status: 'approved' },
    { outcome: 'declined', status: 'declined' },
  ]) {
    it(`lets a played customer end a PIX as ${status}, over a signed webhook`, async () => {
      const { ids } = await shop.request([{ method: 'pix', amountMinor: 500 }]);
      const [id = ''] = ids;
      const played = await shop.seller.post(`/payments/${id}/simulate`, { outcome });
      assert.deepEqual([played.status, played.body.status], [200, status]);
      const again = await shop.seller.post(`/payments/${id}/simulate`, { outcome });
      assert.deepEqual([again.status, again.body.status], [200, status]);
      assert.equal(await events(id), 1);
    });
  }

  it('plays no customer for cash, nor for a payment that is not there', async () => {
    const { ids } = await shop.request([{ method: 'cash', amountMinor: 500 }]);
    const outcome = { outcome: 'paid' };
    assert.equal(
      (await shop.seller.post(`/payments/${ids[0]}/simulate`, outcome)).body.code,
      'conflict',
    );
    assert.equal(
      (await shop.seller.post(`/payments/${newId()}/simulate`, outcome)).body.code,
      'not_found',
    );
  });

  it('sends money back that arrives for a payment that was given up, once', async () => {
    const { orderId, ids } = await shop.request([{ method: 'pix', amountMinor: 500 }]);
    const [id = ''] = ids;
    await shop.callsBecome(id, ['charge done']);
    await shop.cancelOrder(orderId);
    await shop.callsBecome(id, ['charge done', 'void done']);
    for (let times = 0; times < 2; times += 1) {
      assert.equal(
        (await shop.seller.post(`/payments/${id}/simulate`, { outcome: 'paid' })).status,
        200,
      );
    }
    await shop.callsBecome(id, ['charge done', 'void done', 'refund done']);
    assert.equal(await shop.status(id), 'cancelled');
    await eventually(() => assert.deepEqual(shop.told(orderId), ['payment.declined']));
  });

  it('charges once when a replica dies between the call and its record', async () => {
    const { orderId } = await shop.request([], { totalMinor: 500 });
    const id = newId();
    await takenByAnother(shop, { id, orderId });
    const signal = AbortSignal.timeout(1_000);
    const request = { paymentId: id, method: 'credit' as const, amountMinor: 500, cardToken: null };
    const sendWebhook = () => Promise.reject(new Error('not in this test'));
    const log = createLogger({ level: 'silent' });
    const payee = { name: 'Loja', city: 'Sao Paulo', key: 'loja@example.com', url: undefined };
    const another = createSimulatedProvider({
      db: shop.db,
      sendWebhook,
      lateMs: 0,
      payee,
      now: () => new Date(),
      log,
    });
    assert.equal((await another.charge(request, signal)).kind, 'approved');
    // While the lease lasts nobody else calls; the payment waits.
    await shop.admin.get(`/payments/${id}`);
    assert.equal(await shop.status(id), 'pending');

    await shop.db.query(
      "UPDATE provider_call SET taken_until = now() - interval '1 second' WHERE payment_id = $1",
      [id],
    );
    await shop.becomes(id, 'approved');
    const charges = await shop.db.query<{ requests: number }>(
      'SELECT requests FROM simulated_charge WHERE payment_id = $1',
      [id],
    );
    assert.deepEqual(charges, [{ requests: 2 }]);
    await eventually(() => assert.deepEqual(shop.told(orderId), ['payment.approved']));
  });

  it('does not void a charge before that charge has answered', async () => {
    const { orderId } = await shop.request([], { totalMinor: 500 });
    const id = newId();
    await takenByAnother(shop, { id, orderId });
    await shop.cancelOrder(orderId);
    // A later payment's void goes through, so the worker has looked; this one's waits.
    const later = await shop.request([{ method: 'pix', amountMinor: 100 }]);
    await shop.cancelOrder(later.orderId);
    await eventually(async () =>
      assert.ok((await shop.calls(later.ids[0] ?? '')).includes('void done')),
    );
    assert.deepEqual(await shop.calls(id), ['charge dropped', 'void waiting']);
    await shop.db.query('UPDATE provider_call SET taken_until = NULL WHERE payment_id = $1', [id]);
    await shop.callsBecome(id, ['charge dropped', 'void done']);
  });

  it('lets every payment meet the fault that is switched on, until it is switched off', async () => {
    assert.deepEqual((await shop.admin.get('/payments/simulator')).body, { fault: null });
    const on = await shop.admin.put('/payments/simulator', { fault: 'decline' });
    assert.deepEqual([on.status, on.body], [200, { fault: 'decline' }]);
    assert.deepEqual((await shop.admin.get('/payments/simulator')).body, { fault: 'decline' });
    const declined = await card('tok_approve');
    await shop.becomes(declined.id, 'declined');
    await shop.admin.put('/payments/simulator', { fault: 'duplicate' });
    const doubled = await card(undefined);
    await shop.becomes(doubled.id, 'approved');
    await shop.admin.put('/payments/simulator', { fault: null });
    const approved = await card(undefined);
    await shop.becomes(approved.id, 'approved');
  });
});

/** A charge that a replica which no longer lives has taken. */
async function takenByAnother(
  shop: PaymentHarness,
  { id, orderId }: { id: string; orderId: string },
) {
  await shop.db.transaction(async (tx) => {
    await tx.query(
      `INSERT INTO payment (id, order_id, method, amount_minor, status, origin, provider, expires_at)
       VALUES ($1, $2, 'credit', 500, 'pending', 'order', 'simulated', now() + interval '1 hour')`,
      [id, orderId],
    );
    await tx.query(
      `INSERT INTO provider_call (id, payment_id, kind, attempts, taken_until)
       VALUES ($1, $2, 'charge', 1, now() + interval '1 hour')`,
      [newId(), id],
    );
  });
}
