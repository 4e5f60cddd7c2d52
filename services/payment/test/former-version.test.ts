/** Guards that the version before, which runs beside this one while a release rolls out, finds what it needs. */
import assert from 'node:assert/strict';
import { newId } from '@balcao/kit/ids.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { type PaymentHarness, startPayment } from './harness.ts';

/** The statements of version 0.1, as they were. */
const former = {
  insertPayment: `INSERT INTO payment (id, order_id, method, amount_minor, tendered_minor, status, origin,
      provider, expires_at, approved_at)
    SELECT n.*, CASE WHEN n.status = 'approved' THEN now() END
    FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::bigint[], $5::bigint[], $6::text[], $7::text[],
      $8::text[], $9::timestamptz[])
      AS n (id, order_id, method, amount_minor, tendered_minor, status, origin, provider, expires_at)
    ORDER BY n.id ON CONFLICT DO NOTHING RETURNING *`,
  insertCall: `INSERT INTO provider_call (id, payment_id, kind, card_token, traceparent)
    SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[])
    ON CONFLICT DO NOTHING RETURNING payment_id`,
  refunded: `UPDATE payment SET status = 'refunded', updated_at = now() WHERE id = $1`,
  charge: `INSERT INTO simulated_charge AS c (payment_id, outcome) VALUES ($1, $2)
    ON CONFLICT (payment_id) DO UPDATE SET requests = c.requests + 1
    RETURNING outcome, voided_at IS NOT NULL AS is_voided`,
};

describe('the version before', () => {
  let shop: PaymentHarness;
  before(async () => {
    shop = await startPayment();
  });
  after(() => shop.stop());

  /** A payment that it has taken, charged and had approved. */
  const taken = async (method = 'credit') => {
    const { orderId } = await shop.request([], { totalMinor: 500 });
    const id = newId();
    const values = [id, orderId, method, 500, null, 'approved', 'order', 'simulated', null];
    const rows = await shop.db.query(
      former.insertPayment,
      values.map((value) => [value]),
    );
    assert.equal(rows.length, 1);
    await shop.db.query(former.charge, [id, 'approve']);
    return { id, orderId };
  };
  const askRefund = (id: string) =>
    shop.db.query(former.insertCall, [[newId()], [id], ['refund'], [null], [null]]);

  it('asks once for the refund of a whole payment, which this one makes', async () => {
    const { id, orderId } = await taken();
    assert.equal((await askRefund(id)).length, 1);
    assert.equal((await askRefund(id)).length, 0);
    await shop.becomes(id, 'refunded');
    await eventually(() => assert.deepEqual(shop.told(orderId), ['payment.refunded']));
    assert.equal((await shop.seller.get(`/payments/${id}`)).body.refundedMinor, 500);
  });

  it('leaves a refund behind of which nothing goes back again, whoever repeats it', async () => {
    const { id, orderId } = await taken();
    await shop.completeOrder(orderId);
    await shop.db.query(former.refunded, [id]);
    assert.equal((await shop.seller.get(`/payments/${id}`)).body.refundedMinor, 500);
    await shop.refundOrder(orderId, [{ paymentId: id, method: 'credit', amountMinor: 500 }]);
    const waiting = await shop.db.query('SELECT FROM deferred_message WHERE subject = $1', [
      orderId,
    ]);
    assert.equal(waiting.length, 0);
    assert.deepEqual(await shop.calls(id), []);
    assert.deepEqual(shop.told(orderId), []);
  });

  it('knows no kind of call for a part: it cannot give all of a payment back by mistake', async () => {
    const { id } = await taken();
    await shop.admin.post(`/payments/${id}/refund`, { amountMinor: 200 });
    await shop.callsBecome(id, ['partial_refund done']);
    const [given] = await shop.db.query<{ amount_minor: number }>(
      'SELECT amount_minor FROM simulated_refund WHERE payment_id = $1',
      [id],
    );
    assert.equal(given?.amount_minor, 200);
  });
});
