/** A payment can be watched: it tells each change, and that it is over, whichever replica brought it. */
import assert from 'node:assert/strict';
import { newId } from '@balcao/kit/ids.ts';
import { type EventReader, readEvents } from '@balcao/kit/testing/event-reader.ts';
import { type PaymentHarness, startPayment } from './harness.ts';

describe('the stream of a payment', () => {
  let shop: PaymentHarness;
  before(async () => {
    shop = await startPayment();
  });
  after(() => shop.stop());

  const pix = async () => {
    const { ids } = await shop.request([{ method: 'pix', amountMinor: 500 }]);
    const [id = ''] = ids;
    await shop.callsBecome(id, ['charge done']);
    return id;
  };
  const watch = (id: string) =>
    readEvents(`${shop.url}/api/v1/payments/${id}/stream`, shop.tokenFor('seller'));

  async function statuses(reader: EventReader): Promise<string[]> {
    const seen = [];
    for (let data = await reader.nextData(); data !== null; data = await reader.nextData())
      seen.push(data.status);
    return seen;
  }

  it('tells a PIX as it waits, then as it is paid, and ends', async () => {
    const id = await pix();
    const reader = await watch(id);
    const first = await reader.nextData();
    assert.deepEqual(first, (await shop.seller.get(`/payments/${id}`)).body);
    assert.equal(first.status, 'pending');
    await shop.seller.post(`/payments/${id}/simulate`, { outcome: 'paid' });
    assert.deepEqual(await statuses(reader), ['approved']);
  });

  it('tells several who look on, also what another replica has changed', async () => {
    const id = await pix();
    const readers = await Promise.all([watch(id), watch(id), watch(id)]);
    for (const reader of readers) assert.equal((await reader.nextData()).status, 'pending');
    await shop.db.query("UPDATE payment SET status = 'declined' WHERE id = $1", [id]);
    for (const reader of readers) assert.deepEqual(await statuses(reader), ['declined']);
  });

  it('ends after one event when the payment is over', async () => {
    const id = await pix();
    await shop.seller.post(`/payments/${id}/cancel`, {});
    assert.deepEqual(await statuses(await watch(id)), ['cancelled']);
  });

  it('is refused as the payment itself is', async () => {
    const path = `/payments/${newId()}`;
    for (const role of ['seller', 'stockist'] as const) {
      const [plain, stream] = [
        await shop.as(role).get(path),
        await shop.as(role).get(`${path}/stream`),
      ];
      assert.deepEqual([stream.status, stream.body.code], [plain.status, plain.body.code]);
    }
    assert.equal((await shop.seller.get(`${path}/stream`)).status, 404);
    assert.equal((await shop.as('stockist').get(`${path}/stream`)).status, 403);
  });

  it('ends when the service stops, which it does not hold up', async () => {
    const other = await startPayment();
    const { ids } = await other.request([{ method: 'pix', amountMinor: 500 }]);
    const reader = await readEvents(
      `${other.url}/api/v1/payments/${ids[0]}/stream`,
      other.tokenFor('seller'),
    );
    assert.equal((await reader.nextData()).status, 'pending');
    const begun = Date.now();
    const stopped = other.stop();
    for (const status of await statuses(reader)) assert.equal(status, 'pending');
    assert.ok(Date.now() - begun < 2_000);
    await stopped;
  });
});
