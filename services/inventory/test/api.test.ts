/** The HTTP API: what it accepts and refuses, and what it shows. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { after, before, describe, it } from 'mocha';
import { completed, openShop, type Shop, someProduct } from './shop.ts';

describe('inventory API', () => {
  let shop: Shop;
  let stockist: ApiClient;
  let kg: string;
  let un: string;
  before(async () => {
    shop = await openShop({ STOCK_GAUGE_MS: '100' });
    stockist = shop.service.as('stockist');
    kg = await shop.addProduct({ name: 'Acém em peça', sku: 'ACEM' });
    un = await shop.addProduct({ name: 'Carvão', sku: 'CARVAO', unit: 'un' });
  });
  after(() => shop.close());

  const movements = () => shop.db.query('SELECT 1 FROM movement').then((rows) => rows.length);

  const bad: [string, () => object, string][] = [
    ['weight 0', () => ({ quantityMilli: 0 }), 'validation_failed'],
    ['a negative weight', () => ({ quantityMilli: -1_000 }), 'validation_failed'],
    ['a weight of 10^15', () => ({ quantityMilli: 1e15 }), 'validation_failed'],
    ['a weight beyond exact integers', () => ({ quantityMilli: 1e300 }), 'validation_failed'],
    ['half a gram', () => ({ quantityMilli: 0.5 }), 'validation_failed'],
    ['a weight as text', () => ({ quantityMilli: '1000' }), 'validation_failed'],
    ['no weight', () => ({ quantityMilli: null }), 'validation_failed'],
    ['a list of weights', () => ({ quantityMilli: [1_000] }), 'validation_failed'],
    ['a purchase without its cost', () => ({ unitCostMinor: undefined }), 'validation_failed'],
    ['a negative cost', () => ({ unitCostMinor: -1 }), 'validation_failed'],
    ['a cost of 10^15', () => ({ unitCostMinor: 1e15 }), 'validation_failed'],
    ['an unknown field', () => ({ costMinor: 5 }), 'validation_failed'],
    [
      'a product that is no id',
      () => ({ productId: '1; DROP TABLE movement' }),
      'validation_failed',
    ],
    ['a NUL in the note', () => ({ note: 'a\0b' }), 'validation_failed'],
    ['a sale by hand', () => ({ type: 'sale' }), 'validation_failed'],
    ['a revaluation by hand', () => ({ type: 'revaluation' }), 'validation_failed'],
    [
      'waste without a reason',
      () => ({ type: 'waste', unitCostMinor: undefined }),
      'validation_failed',
    ],
    ['half a piece', () => ({ productId: un, quantityMilli: 500 }), 'quantity_not_allowed'],
    ['a fortune', () => ({ quantityMilli: 1e9, unitCostMinor: 1e9 }), 'amount_too_large'],
    ['an unknown product', () => ({ productId: randomUUID() }), 'unknown_product'],
  ];
  for (const [name, change, code] of bad) {
    it(`refuses ${name} and moves nothing`, async () => {
      const earlier = await movements();
      const purchase = {
        type: 'purchase',
        productId: kg,
        quantityMilli: 1_000,
        unitCostMinor: 100,
      };
      const answer = await stockist.post('/inventory/movements', { ...purchase, ...change() });
      assert.equal(answer.status, 422);
      assert.equal(answer.body.code, code);
      assert.equal(await movements(), earlier);
    });
  }

  it('a purchase, a loss, a correction and a return each move stock and value', async () => {
    const productId = await shop.addProduct();
    const post = async (body: object) => {
      const answer = await stockist.post('/inventory/movements', { productId, ...body });
      assert.equal(answer.status, 201, JSON.stringify(answer.body));
      return [answer.body.quantityMilli, answer.body.costMinor, answer.body.onHandMilli];
    };
    const quantityMilli = 1_000;
    assert.deepEqual(
      await post({ type: 'purchase', quantityMilli: 3_000, unitCostMinor: 1_001 }),
      [3_000, 3_003, 3_000],
    );
    assert.deepEqual(
      await post({ type: 'waste', quantityMilli, reason: 'expiry' }),
      [-1_000, -1_001, 2_000],
    );
    assert.deepEqual(
      await post({ type: 'adjustment', quantityMilli: -500, reason: 'counted' }),
      [-500, -501, 1_500],
    );
    assert.deepEqual(
      await post({ type: 'adjustment', quantityMilli: 500, reason: 'found' }),
      [500, 500, 2_000],
    );
    assert.deepEqual(await post({ type: 'return', quantityMilli }), [1_000, 1_001, 3_000]);
    const { body } = await stockist.get(`/inventory/stock/${productId}`);
    assert.deepEqual([body.onHandMilli, body.valueMinor], [3_000, 3_002]);
  });

  it('goods that are not there cannot be lost', async () => {
    const productId = await shop.addProduct();
    const waste = { type: 'waste', productId, quantityMilli: 1, reason: 'theft' };
    const answer = await stockist.post('/inventory/movements', waste);
    assert.deepEqual([answer.status, answer.body.code], [409, 'conflict']);
  });

  it('a repeated key has one effect; a movement id is used once', async () => {
    const productId = await shop.addProduct();
    const id = randomUUID();
    const purchase = { id, type: 'purchase', productId, quantityMilli: 1_000, unitCostMinor: 100 };
    const key = { 'idempotency-key': randomUUID() };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => stockist.post('/inventory/movements', purchase, key)),
    );
    assert.deepEqual(
      new Set(answers.map(({ status, body }) => `${status} ${body.id}`)),
      new Set([`201 ${id}`]),
    );
    const again = await stockist.post('/inventory/movements', purchase);
    assert.deepEqual([again.status, again.body.code], [409, 'already_exists']);
    assert.equal((await stockist.get(`/inventory/stock/${productId}`)).body.onHandMilli, 1_000);
  });

  it('a purchase that is faster than the event of its product waits for it', async () => {
    const product = someProduct();
    const purchase = {
      type: 'purchase',
      productId: product.id,
      quantityMilli: 1_000,
      unitCostMinor: 1,
    };
    const [answer] = await Promise.all([
      stockist.post('/inventory/movements', purchase),
      shop.addProduct(product),
    ]);
    assert.equal(answer.status, 201);
  });

  it('movements are listed newest first, page by page, by product, type and day', async () => {
    const productId = await shop.addProduct();
    for (const quantityMilli of [1_000, 2_000, 3_000])
      await shop.purchase(productId, quantityMilli);
    const path = `/inventory/movements?productId=${productId}`;
    const first = (await stockist.get(`${path}&limit=2`)).body;
    const second = (await stockist.get(`${path}&limit=2&cursor=${first.nextCursor}`)).body;
    const quantities = [...first.items, ...second.items].map((item) => item.quantityMilli);
    assert.deepEqual(quantities, [3_000, 2_000, 1_000]);
    assert.equal(second.nextCursor, null);
    const day = first.items[0].businessDate;
    const count = async (filter: string) =>
      (await stockist.get(`${path}&${filter}`)).body.items.length;
    assert.equal(await count(`type=purchase&from=${day}&to=${day}`), 3);
    assert.equal(await count('type=waste'), 0);
    assert.equal(await count('to=2020-01-01'), 0);
    assert.equal(await count(`sourceId=${first.items[0].id}`), 1);
  });

  it('stock is listed by name, page by page; the search ignores accents and case', async () => {
    const names: string[] = [];
    for (let cursor = ''; ; ) {
      const { body } = await stockist.get(`/inventory/stock?limit=2${cursor}`);
      names.push(...body.items.map((item: { name: string }) => item.name));
      if (body.nextCursor === null) break;
      cursor = `&cursor=${body.nextCursor}`;
    }
    const rows = await shop.db.query<{ name: string }>(
      'SELECT name FROM product ORDER BY name, id',
    );
    assert.deepEqual(
      names,
      rows.map((row) => row.name),
    );
    const found = (await stockist.get(`/inventory/stock?q=${encodeURIComponent('ACEM em')}`)).body
      .items;
    assert.deepEqual(
      found.map((item: { productId: string }) => item.productId),
      [kg],
    );
  });

  it('stock is what it was at the end of a day: quantity and value by the movements until then', async () => {
    const productId = await shop.addProduct();
    await shop.purchase(productId, 5_000, 1_000);
    const orderId = randomUUID();
    // Sales of `completed` are of 21 November 2026.
    await shop.publish('sale.completed', completed(orderId, [{ productId, quantityMilli: 2_000 }]));
    const { sku } = { sku: productId.slice(0, 8) };
    const at = async (day: string) => {
      const { body } = await stockist.get(`/inventory/stock?q=${sku}&asOf=${day}`);
      return body.items.map((item: { onHandMilli: number; valueMinor: number; asOf: string }) => [
        item.asOf,
        item.onHandMilli,
        item.valueMinor,
      ]);
    };
    const today = (await stockist.get(`/inventory/movements?productId=${productId}&type=purchase`))
      .body.items[0].businessDate;
    assert.deepEqual(await at('2020-01-01'), [['2020-01-01', 0, 0]]);
    assert.deepEqual(await at(today), [[today, 3_000, 3_000]]);
    const day = '2026-11-21';
    const [before] = await at(day);
    assert.deepEqual(before, day < today ? [day, -2_000, -2_000] : [day, 3_000, 3_000]);
    const refused = await stockist.get(`/inventory/stock?asOf=${day}&isLow=true`);
    assert.equal(refused.status, 422);
  });

  it('lists what was sold beyond what there was, and only that', async () => {
    const oversold = await shop.addProduct();
    const covered = await shop.addProduct();
    await shop.purchase(covered, 5_000, 1_000);
    const lines = [oversold, covered].map((productId) => ({ productId, quantityMilli: 2_000 }));
    await shop.publish('sale.completed', completed(randomUUID(), lines));
    const listed = async (isNegative: boolean) => {
      const { body } = await stockist.get(`/inventory/stock?isNegative=${isNegative}&limit=200`);
      return body.items.map((item: { productId: string }) => item.productId);
    };
    assert.ok((await listed(true)).includes(oversold));
    assert.ok(!(await listed(true)).includes(covered));
    assert.ok((await listed(false)).includes(covered));
    assert.ok(!(await listed(false)).includes(oversold));
  });

  const forged = ['["x"]', '["-1"]', '[{}]', '["a","b"]', '["a\\ud800","b"]', '[1e20]', 'nonsense'];
  for (const text of forged) {
    it(`refuses the forged cursor ${text}`, async () => {
      const cursor = Buffer.from(text).toString('base64url');
      for (const list of ['movements', 'stock']) {
        const { status } = await stockist.get(`/inventory/${list}?cursor=${cursor}`);
        assert.equal(status, 422);
      }
    });
  }

  it('a policy changes once per version; an unknown product has none', async () => {
    const productId = await shop.addProduct();
    const path = `/inventory/stock/${productId}`;
    const policy = { minimumMilli: 5_000, negativeStock: 'allow' };
    const etag = (await stockist.get(path)).headers.get('etag') ?? '';
    const changed = await stockist.put(`${path}/policy`, policy, { 'if-match': etag });
    assert.deepEqual(
      [changed.status, changed.body.minimumMilli, changed.body.isLow],
      [200, 5_000, true],
    );
    assert.notEqual(changed.headers.get('etag'), etag);
    const stale = await stockist.put(`${path}/policy`, policy, { 'if-match': etag });
    assert.deepEqual([stale.status, stale.body.code], [412, 'version_mismatch']);
    const low = (await stockist.get('/inventory/stock?isLow=true')).body.items;
    assert.deepEqual(
      low.map((item: { productId: string }) => item.productId),
      [productId],
    );
    assert.equal(
      (await stockist.put(`/inventory/stock/${randomUUID()}/policy`, policy)).status,
      404,
    );
    assert.equal((await stockist.get(`/inventory/stock/${randomUUID()}`)).status, 404);
  });

  it('older news of a product changes nothing; an archived one is listed while goods are left', async () => {
    const product = someProduct();
    await shop.addProduct({ ...product, name: 'New', version: 3 });
    await shop.publish('product.updated', { product: { ...product, name: 'Old', version: 2 } });
    assert.equal((await stockist.get(`/inventory/stock/${product.id}`)).body.name, 'New');
    const listed = async () =>
      (await stockist.get(`/inventory/stock?q=${product.sku}`)).body.items.length;
    await shop.purchase(product.id, 1_000);
    await shop.publish('product.archived', { product: { ...product, active: false, version: 4 } });
    assert.equal(await listed(), 1);
    const rest = {
      type: 'adjustment',
      productId: product.id,
      quantityMilli: -1_000,
      reason: 'gone',
    };
    assert.equal((await stockist.post('/inventory/movements', rest)).status, 201);
    assert.equal(await listed(), 0);
  });

  it('sellers see no stock and move none', async () => {
    const seller = shop.service.as('seller');
    assert.equal((await seller.get('/inventory/stock')).status, 403);
    assert.equal((await seller.post('/inventory/movements', {})).status, 403);
  });

  it('the level of a product is a metric, by SKU', async () => {
    await shop.purchase(kg, 2_500);
    const { body } = await stockist.get(`/inventory/stock/${kg}`);
    await eventually(async () => {
      const text = await (await fetch(`${shop.service.url}/metrics`)).text();
      const value = /^stock_level_milli\{product="ACEM"[^}]*\} (\d+)/m.exec(text)?.[1];
      assert.equal(Number(value), body.onHandMilli);
    });
  });
});
