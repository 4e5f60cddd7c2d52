/** Guards what people may do to a payment, in each of its states and with each role. */
import assert from 'node:assert/strict';
import type { PaymentStatus } from '@balcao/contracts/payment-method.ts';
import { newId } from '@balcao/kit/ids.ts';
import { createApiClient } from '@balcao/kit/testing/api-client.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { type PaymentHarness, startPayment } from './harness.ts';

describe('changing a payment', () => {
  let shop: PaymentHarness;
  before(async () => {
    shop = await startPayment({ PAYMENT_PROVIDER_ATTEMPTS: '1' });
  });
  after(() => shop.stop());

  const pix = async () => {
    const { orderId, ids } = await shop.request([{ method: 'pix', amountMinor: 500 }]);
    const id = ids[0] ?? '';
    await shop.callsBecome(id, ['charge done']);
    return { orderId, id };
  };
  const card = async () => {
    const { orderId, ids } = await shop.request([{ method: 'credit', amountMinor: 500 }]);
    const id = ids[0] ?? '';
    await shop.becomes(id, 'approved');
    return { orderId, id };
  };
  const act = (id: string, verb: string, headers?: Record<string, string>) =>
    shop.admin.post(`/payments/${id}/${verb}`, {}, headers);

  /** How to bring a payment into each status that has one. */
  const inStatus: Record<Exclude<PaymentStatus, 'partially_refunded'>, () => Promise<string>> = {
    pending: async () => (await pix()).id,
    approved: async () => (await card()).id,
    declined: async () => {
      const { id } = await pix();
      await shop.seller.post(`/payments/${id}/simulate`, { outcome: 'declined' });
      return id;
    },
    expired: async () => {
      const { ids } = await shop.request([{ method: 'pix', amountMinor: 500 }], { expiresInMs: 1 });
      await shop.becomes(ids[0] ?? '', 'expired');
      return ids[0] ?? '';
    },
    cancelled: async () => {
      const { id } = await pix();
      await act(id, 'cancel');
      return id;
    },
    refunded: async () => {
      const { id } = await card();
      await act(id, 'refund', { prefer: 'wait=10' });
      return id;
    },
  };
  const allowed: Record<string, string> = {
    confirm: 'pending',
    cancel: 'pending',
    refund: 'approved',
  };

  for (const [status, bring] of Object.entries(inStatus)) {
    for (const verb of ['confirm', 'cancel', 'refund']) {
      const isAllowed = allowed[verb] === status;
      it(`${verb} is ${isAllowed ? 'done' : 'refused with 409'} when it is ${status}`, async () => {
        const id = await bring();
        assert.equal(await shop.status(id), status);
        const answer = await act(id, verb);
        if (isAllowed) return assert.equal(answer.status, 200);
        assert.deepEqual([answer.status, answer.body.code], [409, 'invalid_transition']);
        assert.equal(await shop.status(id), status);
      });
    }
  }

  it('keeps who did it, and why', async () => {
    const { id } = await pix();
    const userId = newId();
    const note = 'shown on the phone';
    const { body } = await shop.as('admin', userId).post(`/payments/${id}/confirm`, { note });
    assert.equal(body.status, 'approved');
    const rows = await shop.db.query(
      'SELECT status, by, note FROM payment_history WHERE payment_id = $1 ORDER BY seq',
      [id],
    );
    assert.deepEqual(rows, [
      { status: 'pending', by: null, note: null },
      { status: 'approved', by: userId, note },
    ]);
  });

  it('tells a cancelled payment as declined, and voids it', async () => {
    const { id, orderId } = await pix();
    assert.equal((await shop.seller.post(`/payments/${id}/cancel`)).body.status, 'cancelled');
    await shop.callsBecome(id, ['charge done', 'void done']);
    await eventually(() => assert.deepEqual(shop.told(orderId), ['payment.declined']));
    const facts = { paymentId: id, orderId, method: 'pix', amountMinor: 500 };
    assert.deepEqual(shop.firstTold(orderId), { ...facts, reason: 'cancelled', origin: 'order' });
  });

  it('gives cash back in the answer, and a card when the provider has done it', async () => {
    const { orderId, ids } = await shop.request([{ method: 'cash', amountMinor: 500 }]);
    assert.equal((await act(ids[0] ?? '', 'refund')).body.status, 'refunded');
    await eventually(() =>
      assert.deepEqual(shop.told(orderId), ['payment.approved', 'payment.refunded']),
    );
    const { id } = await card();
    assert.equal((await act(id, 'refund', { prefer: 'wait=10' })).body.status, 'refunded');
  });

  it('refunds once, however many ask', async () => {
    const { id, orderId } = await card();
    const answers = await Promise.all(Array.from({ length: 5 }, () => act(id, 'refund')));
    assert.equal(answers.filter(({ status }) => status === 200).length, 1);
    assert.ok(answers.every(({ status }) => status === 200 || status === 409));
    await shop.becomes(id, 'refunded');
    await eventually(() =>
      assert.deepEqual(shop.told(orderId), ['payment.approved', 'payment.refunded']),
    );
  });

  it('tries again, on request, a refund that the provider failed for good', async () => {
    const { id } = await card();
    await shop.db.query(
      `INSERT INTO provider_call (id, payment_id, kind, state, attempts) VALUES ($1, $2, 'refund', 'failed', 9)`,
      [newId(), id],
    );
    assert.equal((await act(id, 'refund', { prefer: 'wait=10' })).body.status, 'refunded');
  });

  it('leaves the payments of a completed order to the refund of the order', async () => {
    const { id, orderId } = await card();
    await shop.completeOrder(orderId);
    for (const verb of ['refund', 'cancel']) {
      const { status, body } = await act(id, verb);
      assert.deepEqual([status, body.code], [409, 'conflict']);
    }
    assert.equal(await shop.status(id), 'approved');
  });

  it('is 404 for a payment that is not there, 422 for an id that is none, an unknown field or a bad note', async () => {
    for (const verb of ['confirm', 'cancel', 'refund']) {
      assert.equal((await act(newId(), verb)).body.code, 'not_found');
      assert.equal((await act('1', verb)).body.code, 'validation_failed');
      for (const body of [
        { why: 'x' },
        { note: '' },
        { note: 'x'.repeat(201) },
        { note: 'a\u0000b' },
      ]) {
        assert.equal((await shop.admin.post(`/payments/${newId()}/${verb}`, body)).status, 422);
      }
    }
    assert.equal((await shop.admin.get(`/payments/${newId()}`)).body.code, 'not_found');
    assert.equal((await shop.admin.put('/payments/simulator', { fault: 'fire' })).status, 422);
    assert.equal(
      (await shop.admin.post(`/payments/${newId()}/simulate`, { outcome: 'lost' })).status,
      422,
    );
  });

  describe('is guarded', () => {
    const id = newId();
    const routes: { method: 'get' | 'post' | 'put'; path: string; roles: string[] }[] = [
      { method: 'post', path: '/payments', roles: ['admin', 'seller'] },
      { method: 'get', path: `/payments/${id}`, roles: ['admin', 'seller'] },
      { method: 'post', path: `/payments/${id}/cancel`, roles: ['admin', 'seller'] },
      { method: 'post', path: `/payments/${id}/simulate`, roles: ['admin', 'seller'] },
      { method: 'post', path: `/payments/${id}/confirm`, roles: ['admin'] },
      { method: 'post', path: `/payments/${id}/refund`, roles: ['admin'] },
      { method: 'get', path: '/payments/simulator', roles: ['admin'] },
      { method: 'get', path: '/payments/reconciliation', roles: ['admin'] },
      { method: 'get', path: '/payments/reconciliation.csv', roles: ['admin'] },
      { method: 'put', path: '/payments/simulator', roles: ['admin'] },
    ];
    for (const { method, path, roles } of routes) {
      it(`${method} ${path.replace(id, ':id')} is for ${roles.join(' and ')}`, async () => {
        assert.equal((await createApiClient(shop.url)[method](path)).status, 401);
        for (const role of ['admin', 'seller', 'stockist'] as const) {
          const { status } = await shop.as(role)[method](path);
          assert.equal(status === 403, !roles.includes(role), role);
        }
      });
    }
  });
});
