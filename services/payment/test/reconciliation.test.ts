/** Guards that a day of the provider agrees with ours after everything that may happen, and that differences show. */
import assert from 'node:assert/strict';
import type { Reconciliation, ReconciliationState } from '@balcao/contracts/api/payment.ts';
import type { PaymentMethod } from '@balcao/contracts/payment-method.ts';
import { businessCalendar } from '@balcao/contracts/shop-clock.ts';
import { newId } from '@balcao/kit/ids.ts';
import { type PaymentHarness, startPayment } from './harness.ts';

const hourMs = 3_600_000;

describe('the reconciliation of a day', () => {
  let shop: PaymentHarness;
  const dayOf = businessCalendar('America/Sao_Paulo');
  const today = () => dayOf(new Date());
  beforeEach(async () => {
    shop = await startPayment();
  });
  afterEach(() => shop.stop());

  const report = async (query = ''): Promise<Reconciliation> => {
    const { status, body } = await shop.admin.get(
      `/payments/reconciliation?date=${today()}${query}`,
    );
    assert.equal(status, 200, JSON.stringify(body));
    return body;
  };
  const counts = (changes: Partial<Record<ReconciliationState, number>>) => ({
    ...{ matched: 0, only_ours: 0, only_theirs: 0, amount_differs: 0 },
    ...changes,
  });
  const pay = async (method: PaymentMethod, amountMinor: number) => {
    const { orderId, ids } = await shop.request([{ method, amountMinor }]);
    const id = ids[0] ?? '';
    if (method === 'pix') {
      await shop.callsBecome(id, ['charge done']);
      await shop.seller.post(`/payments/${id}/simulate`, { outcome: 'paid' });
    }
    await shop.becomes(id, 'approved');
    return { orderId, id };
  };
  const refund = (id: string, body: object) =>
    shop.admin.post(`/payments/${id}/refund`, body, { prefer: 'wait=10' });

  it('agrees to the centavo after sales, refunds, voids, and money that came too late', async () => {
    const card = await pay('credit', 1_000);
    await pay('pix', 700);
    await pay('cash', 5_000);
    await refund(card.id, { amountMinor: 300 });
    await refund(card.id, { amountMinor: 200 });
    const { ids } = await shop.request([{ method: 'pix', amountMinor: 400 }], { expiresInMs: 300 });
    const [late = ''] = ids;
    await shop.becomes(late, 'expired');
    await shop.callsBecome(late, ['charge done', 'void done']);
    await shop.seller.post(`/payments/${late}/simulate`, { outcome: 'paid' });
    await shop.callsBecome(late, ['charge done', 'void done', 'refund done']);

    const { totals, items, ...day } = await report();
    assert.deepEqual(day, {
      date: today(),
      provider: 'simulated',
      counts: counts({ matched: 6 }),
      nextCursor: null,
    });
    const side = {
      charges: { count: 3, amountMinor: 2_100 },
      refunds: { count: 3, amountMinor: 900 },
      netMinor: 1_200,
    };
    assert.deepEqual(totals, { ours: side, theirs: side, differenceMinor: 0 });
    const parts = items.filter(({ paymentId, kind }) => paymentId === card.id && kind === 'refund');
    assert.deepEqual(
      parts.map(({ ourMinor, status }) => [ourMinor, status]),
      [
        [300, 'partially_refunded'],
        [200, 'partially_refunded'],
      ],
    );
  });

  it('agrees where the provider charged and voided before anybody heard of the charge', async () => {
    const { id, orderId } = await pay('credit', 1_000);
    await shop.cancelOrder(orderId);
    await shop.becomes(id, 'refunded');
    const open = await shop.request([{ method: 'pix', amountMinor: 100 }]);
    await shop.callsBecome(open.ids[0] ?? '', ['charge done']);
    await shop.cancelOrder(open.orderId);
    await shop.callsBecome(open.ids[0] ?? '', ['charge done', 'void done']);
    assert.deepEqual((await report()).counts, counts({ matched: 2 }));
  });

  it('shows what the provider does not list, what nobody asked for, and amounts that differ', async () => {
    const { id } = await pay('debit', 1_000);
    const fault = (name: string | null) => shop.admin.put('/payments/simulator', { fault: name });

    await fault('unlisted');
    const unlisted = await report();
    assert.deepEqual(unlisted.counts, counts({ only_ours: 1 }));
    assert.equal(unlisted.totals.differenceMinor, -1_000);

    await fault('misstated');
    const misstated = await report();
    assert.deepEqual(misstated.counts, counts({ amount_differs: 1 }));
    assert.deepEqual(
      misstated.items.map(({ name, ourMinor, theirMinor }) => [name, ourMinor, theirMinor]),
      [[id, 1_000, 1_001]],
    );

    await fault('stray');
    const stray = await report('&state=only_theirs');
    assert.deepEqual(stray.counts, counts({ matched: 1, only_theirs: 1 }));
    assert.deepEqual(
      stray.items.map(({ paymentId, status, theirMinor }) => [paymentId, status, theirMinor]),
      [[null, null, 1_234]],
    );

    await fault(null);
    assert.equal((await pay('credit', 10)).id.length, 36, 'faults of lists leave payments alone');
  });

  it('shows a payment that was confirmed by hand, whose money the provider has not seen', async () => {
    const { ids } = await shop.request([{ method: 'pix', amountMinor: 800 }]);
    await shop.callsBecome(ids[0] ?? '', ['charge done']);
    await shop.admin.post(`/payments/${ids[0]}/confirm`, { note: 'seen on the telephone' });
    assert.deepEqual((await report()).counts, counts({ only_ours: 1 }));
  });

  it('goes by the provider’s day where ours is another', async () => {
    const { id } = await pay('credit', 1_000);
    await shop.db.query('UPDATE simulated_charge SET paid_at = paid_at - $1::interval', ['1 day']);
    assert.deepEqual((await report()).counts, counts({}));
    const before = dayOf(new Date(Date.now() - 24 * hourMs));
    const { body } = await shop.admin.get(`/payments/reconciliation?date=${before}`);
    assert.deepEqual(body.counts, counts({ matched: 1 }));
    assert.equal(body.items[0].name, id);
  });

  it('comes page by page, each transaction once, with the sums of the whole day', async () => {
    for (let n = 1; n <= 5; n += 1) await pay('credit', n);
    const seen: string[] = [];
    for (let cursor = ''; ; ) {
      const { items, nextCursor, totals } = await report(
        `&limit=2${cursor && `&cursor=${cursor}`}`,
      );
      assert.equal(totals.ours.netMinor, 15);
      seen.push(...items.map(({ name }) => name));
      if (nextCursor === null) break;
      cursor = nextCursor;
    }
    assert.equal(new Set(seen).size, 5);
    assert.equal(seen.length, 5);
  });

  it('is read whole however many pages the provider gives', async () => {
    await shop.db.query(
      `INSERT INTO simulated_charge (payment_id, outcome, amount_minor, paid_at)
       SELECT gen_random_uuid(), 'approve', 10, now() FROM generate_series(1, 1203)`,
    );
    const { counts: found, totals } = await report();
    assert.equal(found.only_theirs, 1_203);
    assert.equal(totals.theirs.charges.amountMinor, 12_030);
  });

  it('comes whole as CSV, with a line per transaction', async () => {
    const { id } = await pay('credit', 1_000);
    const response = await fetch(`${shop.url}/api/v1/payments/reconciliation.csv?date=${today()}`, {
      headers: { authorization: `Bearer ${shop.tokenFor('admin')}` },
    });
    assert.match(response.headers.get('content-type') ?? '', /^text\/csv/);
    const [head, line, end] = (await response.text()).split('\r\n');
    assert.equal(head, 'at,state,kind,name,paymentId,status,ourMinor,theirMinor');
    assert.ok(line?.endsWith(`,matched,charge,${id},${id},approved,1000,1000`));
    assert.equal(end, '');
  });

  it('asks for a day, and takes no state or cursor that there is not', async () => {
    for (const query of ['', '?date=2026-02-30', `?date=${today()}&state=lost`]) {
      assert.equal((await shop.admin.get(`/payments/reconciliation${query}`)).status, 422, query);
    }
    const { status } = await shop.admin.get(
      `/payments/reconciliation?date=${today()}&cursor=${Buffer.from('[1,2]').toString('base64url')}`,
    );
    assert.equal(status, 422);
    assert.equal((await shop.admin.get(`/payments/${newId()}`)).status, 404);
  });
});
