/** Protects: every price that ever held is on record, with its time and its author, and none is altered. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { openShop, productFields, type Shop } from './shop.ts';

describe('price history', () => {
  let shop: Shop;
  before(async () => {
    shop = await openShop();
  });
  after(() => shop.stop());

  const setPrices = async (id: string, sku: string, prices: number[]) => {
    for (const priceMinor of prices) {
      const fields = { ...productFields({ sku, priceMinor }), active: true };
      assert.equal((await shop.admin.put(`/products/${id}`, fields)).status, 200);
    }
  };

  it('appends a row for each change of price, and none for other changes', async () => {
    const { id, sku } = await shop.addProduct({ priceMinor: 1000 });
    await setPrices(id, sku, [1000, 1100, 1100, 1000]);
    const { items } = (await shop.seller.get(`/products/${id}/prices`)).body;
    assert.deepEqual(
      items.map((price: { priceMinor: number }) => price.priceMinor),
      [1000, 1100, 1000],
    );
    const [newest, middle, oldest] = items;
    assert.equal(newest.validTo, null);
    assert.equal(middle.validTo, newest.validFrom);
    assert.equal(oldest.validTo, middle.validFrom);
    assert.ok(oldest.validFrom <= middle.validFrom && middle.validFrom <= newest.validFrom);
    assert.equal(newest.changedBy, shop.adminId);
  });

  it('has a row for a change of cost', async () => {
    const { id, sku } = await shop.addProduct({ costMinor: 500 });
    const fields = { ...productFields({ sku, costMinor: 600 }), active: true };
    await shop.admin.put(`/products/${id}`, fields);
    const { items } = (await shop.admin.get(`/products/${id}/prices`)).body;
    assert.deepEqual(
      items.map((price: { costMinor: number }) => price.costMinor),
      [600, 500],
    );
  });

  it('comes in pages, each row once', async () => {
    const { id, sku } = await shop.addProduct({ priceMinor: 1 });
    await setPrices(id, sku, [2, 3, 4, 5]);
    const seen: number[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: string = cursor === '' ? 'limit=2' : `limit=2&cursor=${cursor}`;
      const { body } = await shop.admin.get(`/products/${id}/prices?${query}`);
      seen.push(...body.items.map((price: { priceMinor: number }) => price.priceMinor));
      cursor = body.nextCursor;
    }
    assert.deepEqual(seen, [5, 4, 3, 2, 1]);
    const forged = Buffer.from('["x"]').toString('base64url');
    const refused = await shop.admin.get(`/products/${id}/prices?cursor=${forged}`);
    assert.equal(refused.status, 422);
  });

  it('stays when the product is archived, whose codes are free for others', async () => {
    const codes = { plu: '815', barcode: '7891000053508' };
    const { id, sku } = await shop.addProduct({ priceMinor: 100, ...codes });
    const fields = { ...productFields({ sku, priceMinor: 200, ...codes }), active: true };
    await shop.admin.put(`/products/${id}`, fields);
    await shop.admin.delete(`/products/${id}`);
    const next = await shop.addProduct({ sku, ...codes });
    assert.equal((await shop.seller.get('/products/lookup?code=815')).body.product.id, next.id);
    const archived = await shop.seller.get(`/products/${id}`);
    assert.deepEqual([archived.status, archived.body.active], [200, false]);
    assert.equal((await shop.seller.get(`/products/${id}/prices`)).body.items.length, 2);
  });

  it('cannot be rewritten, not even in the database', async () => {
    await shop.addProduct({});
    for (const statement of [
      'UPDATE product_price SET price_minor = 0',
      'DELETE FROM product_price',
      'TRUNCATE product_price',
    ]) {
      await assert.rejects(shop.db.query(statement), /append-only/);
    }
  });
});
