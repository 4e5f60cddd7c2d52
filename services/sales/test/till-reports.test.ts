/** Reports of tills: all that went through one by method, which a seller sees when it is closed and not before. */
import assert from 'node:assert/strict';
import type { TillReport } from '@balcao/contracts/api/tills.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { cash, openTillDesk, type TillDesk } from './till-desk.ts';

describe('tills, with stock and payment at hand', () => {
  let desk: TillDesk;
  before(async () => {
    // A shop that lets its sellers give 10 %.
    const env = { DISCOUNT_LIMIT_SELLER_BP: '1000' };
    desk = await openTillDesk({ isHelpful: true, env });
  });
  after(() => desk?.counter.stop());

  it('counts a day: float, sales by method, change, suprimento, sangria, and the difference', async () => {
    const { seller, till } = await desk.openTill(10_000);
    const first = await desk.sell(seller, 5, cash(5000, 6000));
    const second = await desk.sell(seller, 2, [{ method: 'pix', amountMinor: 2000 }]);
    const third = await desk.sell(
      seller,
      3,
      [
        { method: 'cash', amountMinor: 700 },
        { method: 'credit', amountMinor: 2000, cardToken: 'tok' },
      ],
      { discountMinor: 300 },
    );
    assert.deepEqual(
      [first, second, third].map(({ receiptNumber, tillId }) => [receiptNumber, tillId]),
      [1, 2, 3].map((number) => [number, till.id]),
    );
    const move = (type: string, amountMinor: number) =>
      seller.post(`/tills/${till.id}/movements`, { type, amountMinor, note: 'troco' });
    assert.equal((await move('suprimento', 1500)).status, 201);
    assert.equal((await move('sangria', 4000)).status, 201);

    const closed = await seller.post(`/tills/${till.id}/close`, {
      countedMinor: 13_100,
      counted: [{ method: 'credit', amountMinor: 2000 }],
    });
    assert.equal(closed.status, 200);
    const expected = 10_000 + 5000 + 700 + 1500 - 4000;
    assert.equal(closed.body.status, 'closed');
    assert.equal(closed.body.expectedMinor, expected);
    assert.equal(closed.body.differenceMinor, 13_100 - expected);

    const { body: report } = await seller.get(`/tills/${till.id}/report`);
    assert.equal(report.reading, 'z');
    assert.deepEqual(report.sales, {
      count: 3,
      totalMinor: 9700,
      discountMinor: 300,
      firstReceiptNumber: 1,
      lastReceiptNumber: 3,
    });
    assert.deepEqual(
      [report.suprimentosMinor, report.sangriasMinor, report.changeMinor, report.floatMinor],
      [1500, 4000, 1000, 10_000],
    );
    const none = { refundsMinor: 0, tabPaymentsMinor: 0 };
    assert.deepEqual(report.byMethod, [
      {
        ...none,
        method: 'cash',
        salesMinor: 5700,
        expectedMinor: expected,
        countedMinor: 13_100,
        differenceMinor: -100,
      },
      {
        ...none,
        method: 'pix',
        salesMinor: 2000,
        expectedMinor: 2000,
        countedMinor: null,
        differenceMinor: null,
      },
      {
        ...none,
        method: 'credit',
        salesMinor: 2000,
        expectedMinor: 2000,
        countedMinor: 2000,
        differenceMinor: 0,
      },
    ]);
    assert.deepEqual(
      report.movements.map(({ type, note }: TillReport['movements'][number]) => [type, note]),
      [
        ['suprimento', 'troco'],
        ['sangria', 'troco'],
      ],
    );
    const told = await eventually(() => {
      const found = desk.counter.heard.find(
        ({ type, subject }) => type === 'sale.completed' && subject === third.id,
      );
      assert.ok(found);
      return found.data as { tillId: string; receiptNumber: number };
    });
    assert.deepEqual([told.tillId, told.receiptNumber], [till.id, 3]);
  });

  it('is blind: no answer shows a seller what is expected before the till is closed', async () => {
    const { seller, till } = await desk.openTill(10_000);
    await desk.sell(seller, 7, cash(7000));
    const { body: reading } = await seller.get(`/tills/${till.id}/report`);
    const answers = [await seller.get(`/tills/${till.id}`), await seller.get('/tills')];
    for (const body of [reading, ...answers.map((answer) => answer.body)]) {
      assert.doesNotMatch(JSON.stringify(body), /:(7000|17000)\b/);
    }
    assert.equal(reading.reading, 'x');
    assert.equal(reading.sales.count, 1);
    assert.equal(reading.sales.totalMinor, null);
    const { body: shown } = await desk.counter.as('admin').get(`/tills/${till.id}/report`);
    assert.deepEqual([shown.expectedMinor, shown.sales.totalMinor], [17_000, 7000]);
    const closed = await seller.post(`/tills/${till.id}/close`, { countedMinor: 17_000 });
    assert.equal(closed.body.expectedMinor, 17_000);
    assert.equal(closed.body.differenceMinor, 0);
  });
});
