/** Blind counts: nobody is shown what to find, and the books follow what was found, whatever is sold meanwhile. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { after, before, describe, it } from 'mocha';
import { type CountDesk, openCountDesk, today } from './count-desk.ts';

describe('blind counts', () => {
  let desk: CountDesk;
  before(async () => {
    desk = await openCountDesk();
  });
  after(() => desk.shop.close());

  it('no answer tells what is expected before the count is submitted', async () => {
    const { stockist, open, save, onHand, stocked } = desk;
    const productId = await stocked(77_777, 1_000);
    const countId = await open([productId]);
    const path = `/inventory/counts/${countId}`;
    const answers = [
      await save(countId, [{ productId, countedMilli: 70_000 }]),
      (await stockist.get(path)).body,
      (await stockist.get('/inventory/counts')).body,
      (await stockist.get(`${path}/lines`)).body,
    ];
    for (const body of answers) assert.doesNotMatch(JSON.stringify(body), /77777|7777/);
    const [line] = answers[3].items;
    assert.deepEqual(
      [line.countedMilli, line.expectedMilli, line.differenceMilli, line.costMinor],
      [70_000, null, null, null],
    );
    const cancelled = await stockist.post(`${path}/cancel`);
    assert.deepEqual([cancelled.status, cancelled.body.result], [200, null]);
    const [left] = (await stockist.get(`${path}/lines`)).body.items;
    assert.equal(left.expectedMilli, null);
    assert.deepEqual(await onHand(productId), [77_777, 77_777]);
  });

  it('submitting shows each difference with its cost, corrects the stock, and leaves alone what nobody counted', async () => {
    const { stockist, open, save, submit, onHand, stocked } = desk;
    const short = await stocked(5_000, 2_000);
    const more = await stocked(1_000, 3_000);
    const same = await stocked(4_000, 100);
    const forgotten = await stocked(9_000, 100, { name: 'Esquecido' });
    const countId = await open([short, more, same, forgotten]);
    await save(countId, [
      { productId: short, countedMilli: 4_500 },
      { productId: more, countedMilli: 1_250 },
      { productId: same, countedMilli: 4_000 },
    ]);
    const { count, lines, uncounted } = await submit(countId);
    const found = new Map(
      lines.map((line: Record<string, unknown>) => [
        line.productId,
        [line.expectedMilli, line.countedMilli, line.differenceMilli, line.costMinor],
      ]),
    );
    assert.deepEqual(found.get(short), [5_000, 4_500, -500, -1_000]);
    assert.deepEqual(found.get(more), [1_000, 1_250, 250, 750]);
    assert.deepEqual(found.get(same), [4_000, 4_000, 0, 0]);
    assert.deepEqual(
      uncounted.map((one: { productId: string }) => one.productId),
      [forgotten],
    );
    const { differenceCount, shortageMinor, surplusMinor, businessDate } = count.result;
    assert.deepEqual(
      [count.status, differenceCount, shortageMinor, surplusMinor, businessDate],
      ['submitted', 2, -1_000, 750, today()],
    );
    assert.deepEqual(await onHand(short), [4_500, 9_000]);
    assert.deepEqual(await onHand(more), [1_250, 3_750]);
    assert.deepEqual(await onHand(forgotten), [9_000, 900]);
    const moved = await stockist.get(`/inventory/movements?sourceId=${countId}&type=count`);
    assert.equal(moved.body.items.length, 2);
    assert.equal((await stockist.get('/inventory/stock/verify')).body.isConsistent, true);
  });

  it('others hear of a count as one change of stock', async () => {
    const { shop, open, save, submit, stocked } = desk;
    const products = [await stocked(1_000, 100), await stocked(1_000, 100)];
    const countId = await open(products);
    await save(
      countId,
      products.map((productId) => ({ productId, countedMilli: 900 })),
    );
    await submit(countId);
    await eventually(() => {
      const told = shop.told('stock.changed', countId);
      const items = told.flatMap((one) => one.items);
      assert.deepEqual(
        [
          told.length,
          told[0]?.sourceType,
          items.map((item) => [item.quantityMilli, item.costMinor]),
        ],
        [
          1,
          'count',
          [
            [-100, -10],
            [-100, -10],
          ],
        ],
      );
    });
  });

  it('several clerks count, go away and come back; the later counting of a product holds, in whatever order it arrives', async () => {
    const { shop, stockist, open, save, submit, stocked } = desk;
    const [a, b] = [await stocked(1_000, 100), await stocked(2_000, 100)];
    const countId = await open([a, b]);
    const [ana, rui] = [randomUUID(), randomUUID()];
    const at = (offsetMs: number) => new Date(Date.now() + offsetMs).toISOString();
    await save(
      countId,
      [{ productId: a, countedMilli: 1, countedAt: at(2_000) }],
      shop.service.as('stockist', ana),
    );
    await save(
      countId,
      [{ productId: a, countedMilli: 999, countedAt: at(1_000) }],
      shop.service.as('stockist', rui),
    );
    const body = await save(
      countId,
      [{ productId: b, countedMilli: 3 }],
      shop.service.as('stockist', rui),
    );
    assert.deepEqual([body.productCount, body.countedCount], [2, 2]);
    const lines = (await stockist.get(`/inventory/counts/${countId}/lines?isCounted=true`)).body
      .items;
    const saved = new Map(
      lines.map((line: Record<string, unknown>) => [
        line.productId,
        [line.countedMilli, line.countedBy],
      ]),
    );
    assert.deepEqual(
      [saved.get(a), saved.get(b)],
      [
        [1, ana],
        [3, rui],
      ],
    );
    assert.equal((await save(countId, [{ productId: b, countedMilli: null }])).countedCount, 1);
    const { uncounted } = await submit(countId);
    assert.deepEqual(
      uncounted.map((one: { productId: string }) => one.productId),
      [b],
    );
  });

  it('what is sold, bought or lost between counting and submitting is no difference', async () => {
    const { shop, stockist, open, save, submit, onHand, stocked, sell } = desk;
    const productId = await stocked(10_000, 1_000);
    const countId = await open([productId]);
    await save(countId, [{ productId, countedMilli: 9_900 }]);
    await sell(productId, 3_000, new Date(Date.now() + 1).toISOString());
    await shop.purchase(productId, 2_000, 1_000);
    const waste = { type: 'waste', productId, quantityMilli: 400, reason: 'trim' };
    assert.equal((await stockist.post('/inventory/movements', waste)).status, 201);
    const { lines } = await submit(countId);
    assert.deepEqual([lines[0].expectedMilli, lines[0].differenceMilli], [10_000, -100]);
    assert.equal((await onHand(productId))[0], 8_500);
  });

  it('a sale from before the counting that is heard of after it is no difference either', async () => {
    const { open, save, submit, onHand, stocked, sell } = desk;
    const productId = await stocked(10_000, 1_000);
    const countId = await open([productId]);
    const soldAt = new Date().toISOString();
    await save(countId, [
      { productId, countedMilli: 7_000, countedAt: new Date(Date.parse(soldAt) + 1).toISOString() },
    ]);
    await sell(productId, 3_000, soldAt);
    const { lines } = await submit(countId);
    assert.deepEqual([lines[0].expectedMilli, lines[0].differenceMilli], [7_000, 0]);
    assert.equal((await onHand(productId))[0], 7_000);
  });

  it('goods may be counted that the books thought sold, and a shortage may leave less than nothing', async () => {
    const { shop, stockist, open, save, submit, onHand, stocked, sell } = desk;
    const found = await shop.addProduct();
    const gone = await stocked(1_000, 1_000);
    await sell(found, 3_000, new Date().toISOString());
    const countId = await open([found, gone]);
    await save(countId, [
      { productId: found, countedMilli: 5_000 },
      { productId: gone, countedMilli: 0 },
    ]);
    await sell(gone, 200, new Date(Date.now() + 1).toISOString());
    await submit(countId);
    assert.equal((await onHand(found))[0], 5_000);
    assert.equal((await onHand(gone))[0], -200);
    assert.equal((await stockist.get('/inventory/stock/verify')).body.isConsistent, true);
  });
});
