/** What a count is about, that it happens once, and what it refuses. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'mocha';
import { type CountDesk, openCountDesk } from './count-desk.ts';

describe('limits of counts', () => {
  let desk: CountDesk;
  before(async () => {
    desk = await openCountDesk();
  });
  after(() => desk.shop.close());

  it('a count is opened over a category, or over all that is sold or left', async () => {
    const { shop, stockist } = desk;
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
    const { stockist, stocked } = desk;
    const productIds = [await stocked(1_000, 100), await stocked(1_000, 100)];
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => stockist.post('/inventory/counts', { productIds })),
    );
    const statuses = answers.map(({ status }) => status).sort();
    assert.deepEqual(statuses, [201, ...Array<number>(9).fill(409)]);
  });

  it('a count is submitted once, however many submit it at once, and takes nothing afterwards', async () => {
    const { stockist, open, save, onHand, stocked } = desk;
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
    const { stockist, save, onHand, stocked } = desk;
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
    const { shop, stockist, open, stocked } = desk;
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
    const { shop, stockist, open } = desk;
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
