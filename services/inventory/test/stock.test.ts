/** The stock over HTTP: how it is listed, what it was on a day, and the policy of a product. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { after, before, describe, it } from 'mocha';
import { completed, openShop, type Shop, someProduct } from './shop.ts';

describe('the stock of inventory', () => {
  let shop: Shop;
  let stockist: ApiClient;
  let kg: string;
  before(async () => {
    shop = await openShop({ STOCK_GAUGE_MS: '100' });
    stockist = shop.service.as('stockist');
    kg = await shop.addProduct({ name: 'Acém em peça', sku: 'ACEM' });
    await shop.addProduct({ name: 'Carvão', sku: 'CARVAO', unit: 'un' });
  });
  after(() => shop.close());

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

  it('who sells reads what is left of some products, and nothing of its costs', async () => {
    const seller = shop.service.as('seller');
    const [sold, fresh] = [await shop.addProduct(), await shop.addProduct()];
    await shop.purchase(sold, 5_000, 1_000);
    await shop.buyLot(sold, { quantityMilli: 2_000, expiresOn: '2020-01-01' });
    const of = (ids: string[]) => seller.get(`/inventory/available?productIds=${ids.join(',')}`);
    const { status, body } = await of([sold, fresh, randomUUID()]);
    assert.equal(status, 200);
    const items = [
      { productId: sold, availableMilli: 5_000 },
      { productId: fresh, availableMilli: 0 },
    ];
    assert.deepEqual(
      body.items,
      items.toSorted((a, b) => (a.productId < b.productId ? -1 : 1)),
    );
    assert.equal((await seller.get('/inventory/stock')).status, 403);
    assert.equal((await stockist.get(`/inventory/available?productIds=${sold}`)).status, 403);
    const many = Array.from({ length: 21 }, () => sold);
    for (const ids of [[], ['x'], many]) assert.equal((await of(ids)).status, 422);
  });

  it('stock is what it was at the end of a day: quantity and value by the movements until then', async () => {
    const productId = await shop.addProduct();
    await shop.purchase(productId, 5_000, 1_000);
    const orderId = randomUUID();
    // Sales of `completed` are of 21 November 2026.
    await shop.publish('sale.completed', completed(orderId, [{ productId, quantityMilli: 2_000 }]));
    const sku = productId.slice(0, 8);
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
