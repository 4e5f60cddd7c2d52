/** Blind counts: nobody is shown what to find, and the books follow what was found, whatever is sold meanwhile. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { businessCalendar } from '@balcao/contracts/dates.ts';
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { after, before, describe, it } from 'mocha';
import { completed, openShop, type Shop } from './shop.ts';

const today = () => businessCalendar('America/Sao_Paulo')(new Date());

describe('blind counts', () => {
  let shop: Shop;
  let stockist: ApiClient;
  before(async () => {
    shop = await openShop();
    stockist = shop.service.as('stockist');
  });
  after(() => shop.close());

  async function open(productIds: string[]): Promise<string> {
    const answer = await stockist.post('/inventory/counts', { productIds });
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    return answer.body.id;
  }

  async function save(countId: string, lines: object[], client = stockist) {
    const answer = await client.put(`/inventory/counts/${countId}/lines`, { lines });
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    return answer.body;
  }

  async function submit(countId: string) {
    const answer = await stockist.post(`/inventory/counts/${countId}/submit`);
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    return answer.body;
  }

  async function onHand(productId: string): Promise<[quantityMilli: number, valueMinor: number]> {
    const { body } = await stockist.get(`/inventory/stock/${productId}`);
    return [body.onHandMilli, body.valueMinor];
  }

  async function stocked(quantityMilli: number, unitCostMinor: number, others = {}) {
    const productId = await shop.addProduct(others);
    await shop.purchase(productId, quantityMilli, unitCostMinor);
    return productId;
  }

  function sell(productId: string, quantityMilli: number, completedAt: string) {
    const sale = completed(randomUUID(), [{ productId, quantityMilli }]);
    return shop.publish('sale.completed', { ...sale, completedAt, businessDate: today() });
  }

  it('no answer tells what is expected before the count is submitted', async () => {
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

  it('a count is opened over a category, or over all that is sold or left', async () => {
    const categoryId = randomUUID();
    const inside = await shop.addProduct({ categoryId });
    await shop.addProduct({ categoryId, active: false });
    const left = await shop.addProduct({ categoryId, active: false });
    await shop.purchase(left, 1_000);
    const one = await stockist.post('/inventory/counts', { categoryId });
    assert.deepEqual(
      [one.status, one.body.productCount, one.body.categoryId],
      [201, 2, categoryId],
    );
    const lines = (await stockist.get(`/inventory/counts/${one.body.id}/lines`)).body.items;
    assert.deepEqual(
      new Set(lines.map((line: { productId: string }) => line.productId)),
      new Set([inside, left]),
    );
    const rival = await stockist.post('/inventory/counts', {});
    assert.deepEqual([rival.status, rival.body.code], [409, 'conflict']);
    const empty = await stockist.post('/inventory/counts', { categoryId: randomUUID() });
    assert.deepEqual([empty.status, empty.body.code], [409, 'conflict']);
    await stockist.post(`/inventory/counts/${one.body.id}/cancel`);
    const open = (await stockist.get('/inventory/counts?status=open')).body.items;
    for (const { id } of open) await stockist.post(`/inventory/counts/${id}/cancel`);
    const all = await stockist.post('/inventory/counts', { note: 'balanço' });
    const [{ total }] = (await shop.db.query<{ total: number }>(
      `SELECT count(*) AS total FROM product p JOIN stock_level l ON l.product_id = p.id
       WHERE p.is_active OR l.on_hand_milli <> 0`,
    )) as [{ total: number }];
    assert.deepEqual([all.status, all.body.productCount, all.body.note], [201, total, 'balanço']);
    await stockist.post(`/inventory/counts/${all.body.id}/cancel`);
  });

  it('a product is in one open count at most, however many are opened at once', async () => {
    const productIds = [await stocked(1_000, 100), await stocked(1_000, 100)];
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => stockist.post('/inventory/counts', { productIds })),
    );
    const statuses = answers.map(({ status }) => status).sort();
    assert.deepEqual(statuses, [201, ...Array<number>(9).fill(409)]);
  });

  it('a count is submitted once, however many submit it at once, and takes nothing afterwards', async () => {
    const productId = await stocked(1_000, 100);
    const countId = await open([productId]);
    await save(countId, [{ productId, countedMilli: 600 }]);
    const path = `/inventory/counts/${countId}`;
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => stockist.post(`${path}/submit`)),
    );
    const statuses = answers.map(({ status }) => status).sort();
    assert.deepEqual(statuses, [200, ...Array<number>(7).fill(409)]);
    assert.deepEqual(await onHand(productId), [600, 60]);
    const late = await stockist.put(`${path}/lines`, { lines: [{ productId, countedMilli: 1 }] });
    assert.deepEqual([late.status, late.body.code], [409, 'invalid_transition']);
    assert.equal((await stockist.post(`${path}/cancel`)).status, 409);
    const again = await open([productId]);
    assert.equal((await stockist.post(`/inventory/counts/${again}/cancel`)).status, 200);
  });

  it('repeats under one key have one effect, of opening and of submitting', async () => {
    const productId = await stocked(1_000, 100);
    const request = { id: randomUUID(), productIds: [productId] };
    const post = (path: string, body?: object) =>
      stockist.post(path, body, { 'idempotency-key': `count-${request.id}-${path.length}` });
    const opened = await Promise.all([1, 2, 3].map(() => post('/inventory/counts', request)));
    assert.deepEqual(
      opened.map(({ status, body }) => [status, body.id]),
      Array(3).fill([201, request.id]),
    );
    const taken = await stockist.post('/inventory/counts', request);
    assert.equal(taken.status, 409);
    await save(request.id, [{ productId, countedMilli: 400 }]);
    const path = `/inventory/counts/${request.id}/submit`;
    const submitted = await Promise.all([1, 2, 3].map(() => post(path)));
    assert.deepEqual(
      submitted.map(({ body }) => body.lines[0].differenceMilli),
      [-600, -600, -600],
    );
    assert.equal((await onHand(productId))[0], 400);
  });

  it('refuses lines that cannot be, and then keeps none of them', async () => {
    const kg = await stocked(1_000, 100);
    const un = await shop.addProduct({ unit: 'un' });
    const countId = await open([kg, un]);
    const good = { productId: kg, countedMilli: 500 };
    const future = new Date(Date.now() + 600_000).toISOString();
    const bad: [object, string, string][] = [
      [{ productId: randomUUID(), countedMilli: 1 }, 'unknown_product', 'lines[1].productId'],
      [{ productId: un, countedMilli: 500 }, 'quantity_not_allowed', 'lines[1].countedMilli'],
      [
        { productId: un, countedMilli: 0, countedAt: future },
        'validation_failed',
        'lines[1].countedAt',
      ],
      [
        { productId: un, countedMilli: 0, countedAt: '2020-01-01T00:00:00Z' },
        'validation_failed',
        'lines[1].countedAt',
      ],
      [{ productId: un, countedMilli: -1 }, 'validation_failed', 'lines[1].countedMilli'],
      [good, 'validation_failed', 'lines'],
    ];
    for (const [line, code, path] of bad) {
      const { status, body } = await stockist.put(`/inventory/counts/${countId}/lines`, {
        lines: [good, line],
      });
      assert.deepEqual([status, body.code, body.errors[0].path], [422, code, path]);
    }
    assert.equal((await stockist.get(`/inventory/counts/${countId}`)).body.countedCount, 0);
    assert.equal((await stockist.get(`/inventory/counts/${randomUUID()}`)).status, 404);
    assert.equal((await stockist.get(`/inventory/counts/${randomUUID()}/lines`)).status, 404);
    const unknown = await stockist.post('/inventory/counts', { productIds: [randomUUID()] });
    assert.deepEqual([unknown.status, unknown.body.code], [422, 'unknown_product']);
    assert.equal((await shop.service.as('seller').post('/inventory/counts', {})).status, 403);
  });

  it('counts and their lines are listed page by page', async () => {
    const ids: string[] = [];
    for (let cursor = ''; ; ) {
      const { body } = await stockist.get(`/inventory/counts?limit=3${cursor}`);
      ids.push(...body.items.map((item: { id: string }) => item.id));
      if (body.nextCursor === null) break;
      cursor = `&cursor=${body.nextCursor}`;
    }
    const stored = await shop.db.query<{ id: string }>(
      'SELECT id FROM stock_count ORDER BY seq DESC',
    );
    assert.deepEqual(
      ids,
      stored.map(({ id }) => id),
    );
    const products = [await shop.addProduct(), await shop.addProduct(), await shop.addProduct()];
    const path = `/inventory/counts/${await open(products)}/lines?limit=2`;
    const first = (await stockist.get(path)).body;
    const second = (await stockist.get(`${path}&cursor=${first.nextCursor}`)).body;
    const listed = [...first.items, ...second.items].map((line) => line.productId);
    assert.deepEqual([listed.length, new Set(listed)], [3, new Set(products)]);
    assert.equal(second.nextCursor, null);
  });
});
