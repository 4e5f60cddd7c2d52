/** Refunds through the API: parts of lines, back to the shelf or lost, until nothing is left. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { assertProblem } from '@balcao/kit/testing/problems.ts';
import { type Counter, openCounter } from './counter.ts';

interface Refunded {
  refundId: string;
  totalMinor: number;
  isWhole: boolean;
  lines: { quantityMilli: number; totalMinor: number; disposition: string }[];
  payments: { paymentId: string; method: string; amountMinor: number }[];
}

describe('refunds of parts', () => {
  let counter: Counter;
  let seller: ApiClient;
  before(async () => {
    counter = await openCounter({ isHelpful: true });
    seller = counter.as('admin');
  });
  after(() => counter.stop());

  /** 2 kg and 3 pieces, less 10 centavos: R$ 95.60. */
  async function sell(payments: object[] = [{ method: 'cash', amountMinor: 9560 }]) {
    const meat = await counter.addProduct();
    const box = await counter.addProduct({ unit: 'un', priceMinor: 530, name: 'Carvão' });
    const { body } = await seller.post(
      '/orders',
      {
        lines: [
          { productId: meat.id, quantityMilli: 2000 },
          { productId: box.id, quantityMilli: 3000 },
        ],
        discountMinor: 10,
        payments,
      },
      { prefer: 'wait=10' },
    );
    assert.equal(body.status, 'completed', JSON.stringify(body));
    return body;
  }

  const refundsOf = (orderId: string): Refunded[] =>
    counter.heard
      .filter(({ type, subject }) => type === 'sale.refunded' && subject === orderId)
      .map(({ data }) => data as Refunded);

  it('take back lines by weight, to the shelf or lost, and say what is left', async () => {
    const sold = await sell();
    assert.deepEqual(
      sold.lines.map((line: { leftMilli: number; leftMinor: number }) => [
        line.leftMilli,
        line.leftMinor,
      ]),
      [
        [2000, 7972],
        [3000, 1588],
      ],
    );
    const id = randomUUID();
    const lines = [
      { position: 0, quantityMilli: 500 },
      { position: 0, quantityMilli: 250, disposition: 'waste' },
      { position: 1, quantityMilli: 1000 },
    ];
    const { status, body } = await seller.post(`/orders/${sold.id}/refund`, {
      id,
      lines,
      note: 'too fat',
    });
    assert.deepEqual([status, body.status], [200, 'partially_refunded']);
    const [refund] = body.refunds;
    assert.deepEqual([refund.id, refund.note, refund.totalMinor], [id, 'too fat', 3519]);
    assert.deepEqual(
      body.lines.map((line: { leftMilli: number }) => line.leftMilli),
      [1250, 2000],
    );
    const [told] = await eventually(() => {
      const found = refundsOf(sold.id);
      assert.equal(found.length, 1);
      return found;
    });
    assert.deepEqual([told?.refundId, told?.totalMinor, told?.isWhole], [id, 3519, false]);
    assert.deepEqual(
      told?.lines.map((line) => [line.quantityMilli, line.totalMinor, line.disposition]),
      [
        [500, 1993, 'stock'],
        [250, 997, 'waste'],
        [1000, 529, 'stock'],
      ],
    );
    assert.deepEqual(told?.payments, [
      { paymentId: sold.payments[0].id, method: 'cash', amountMinor: 3519 },
    ]);
    assertProblem(await seller.post(`/orders/${sold.id}/refund`, { id }), 'already_exists');

    const rest = await seller.post(`/orders/${sold.id}/refund`, {});
    assert.equal(rest.body.status, 'refunded');
    assert.equal(rest.body.refunds.length, 2);
    assert.equal(rest.body.refunds[1].totalMinor, 9560 - 3519);
    await eventually(() => assert.equal(refundsOf(sold.id)[1]?.isWhole, true));
    assertProblem(await seller.post(`/orders/${sold.id}/refund`, {}), 'invalid_transition');
    assert.deepEqual(
      rest.body.history.slice(-2).map((step: { status: string }) => step.status),
      ['partially_refunded', 'refunded'],
    );
  });

  it('let one of two win that want the same goods', async () => {
    const sold = await sell();
    const wish = { lines: [{ position: 0, quantityMilli: 1500 }] };
    const answers = await Promise.all(
      [1, 2].map(() => seller.post(`/orders/${sold.id}/refund`, wish)),
    );
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409]);
    assertProblem(
      answers.find(({ status }) => status === 409) ?? assert.fail(),
      'refund_exceeds_sale',
    );
    const { body } = await seller.get(`/orders/${sold.id}`);
    assert.equal(body.refunds.length, 1);
  });

  it('have one effect under one key', async () => {
    const sold = await sell();
    const wish = { lines: [{ position: 0, quantityMilli: 100 }] };
    const key = { 'idempotency-key': randomUUID() };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => seller.post(`/orders/${sold.id}/refund`, wish, key)),
    );
    assert.ok(answers.every(({ body }) => body.refunds.length === 1));
  });

  it('go back to the latest payment first, or as is wished', async () => {
    const sold = await sell([
      { method: 'cash', amountMinor: 5000 },
      { method: 'pix', amountMinor: 4560 },
    ]);
    const [cash, pix] = sold.payments;
    const part = [{ position: 0, quantityMilli: 500 }];
    const path = `/orders/${sold.id}/refund`;
    const first = (await seller.post(path, { lines: part })).body.refunds[0];
    assert.deepEqual(first.payments, [{ paymentId: pix.id, amountMinor: 1993 }]);
    const wish = (amountMinor: number) => ({
      lines: part,
      payments: [{ paymentId: cash.id, amountMinor }],
    });
    assertProblem(await seller.post(path, wish(1992)), 'payments_do_not_match_total');
    const second = (await seller.post(path, wish(1993))).body.refunds[1];
    assert.deepEqual(second.payments, [{ paymentId: cash.id, amountMinor: 1993 }]);
    const news = { orderId: sold.id, method: 'pix', amountMinor: 1993, refundId: first.id };
    const status = 'partially_refunded';
    await counter.say('payment.refunded', sold.id, { ...news, paymentId: pix.id, status });
    const { body } = await seller.post(path, {});
    assert.equal(body.payments[1].status, 'partially_refunded');
    assert.equal(body.status, 'refunded');
  });

  it('take their cash out of the till at which they are made', async () => {
    const own = counter.as('seller', randomUUID());
    const floatMinor = 10_000;
    const till = (await own.post('/tills', { register: randomUUID().slice(0, 8), floatMinor }))
      .body;
    const meat = await counter.addProduct();
    const { body: sold } = await own.post('/orders', {
      lines: [{ productId: meat.id, quantityMilli: 1000 }],
      payments: [{ method: 'cash', amountMinor: 3990 }],
    });
    const lines = [{ position: 0, quantityMilli: 500 }];
    assert.equal((await own.post(`/orders/${sold.id}/refund`, { lines })).status, 200);
    const { body } = await own.post(`/tills/${till.id}/close`, { countedMinor: 11_995 });
    assert.deepEqual([body.expectedMinor, body.differenceMinor], [11_995, 0]);
    const { body: report } = await own.get(`/tills/${till.id}/report`);
    assert.deepEqual(report.refunds, { count: 1, totalMinor: 1995 });
  });

  it('are refused for what was not sold', async () => {
    const sold = await sell();
    const path = `/orders/${sold.id}/refund`;
    const ask = (lines: object[]) => seller.post(path, { lines });
    assertProblem(await ask([{ position: 2, quantityMilli: 1 }]), 'validation_failed');
    assertProblem(await ask([{ position: 1, quantityMilli: 1500 }]), 'quantity_not_allowed');
    assertProblem(await ask([{ position: 0, quantityMilli: 0 }]), 'validation_failed');
    assertProblem(await ask([]), 'validation_failed');
    assertProblem(await counter.as('seller').post(path, {}), 'not_found');
  });
});
