/** Protects: every change is told once and in order, and the newest word about stock stays. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { eventSchemas } from '@balcao/contracts/events/catalog.ts';
import type { Envelope } from '@balcao/kit/bus.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { after, before, describe, it } from 'mocha';
import { openShop, productFields, type Shop } from './shop.ts';

describe('the events of product', () => {
  let shop: Shop;
  before(async () => {
    shop = await openShop();
  });
  after(() => shop.stop());

  const told = (subject: string, count: number) =>
    eventually(() => {
      const events = shop.published.filter((event) => event.subject === subject);
      assert.equal(events.length, count);
      return events;
    });

  it('tell each version of a product, in order', async () => {
    const { id, sku } = await shop.addProduct({ priceMinor: 100 });
    const fields = { ...productFields({ sku, priceMinor: 200 }), active: true };
    await shop.admin.put(`/products/${id}`, fields);
    await shop.admin.put(`/products/${id}`, fields, { 'if-match': '"1"' });
    await shop.admin.delete(`/products/${id}`);
    await shop.admin.put(`/products/${id}`, fields);
    await shop.admin.put(`/products/${id}`, { ...fields, active: false });
    const events = await told(id, 5);
    assert.deepEqual(
      events.map(({ type, data }) => {
        const { product } = eventSchemas['product.updated'].parse(data);
        return [type, product.version, product.priceMinor, product.active];
      }),
      [
        ['product.created', 1, 100, true],
        ['product.updated', 2, 200, true],
        ['product.archived', 3, 200, false],
        ['product.updated', 4, 200, true],
        ['product.archived', 5, 200, false],
      ],
    );
  });

  it('tell nothing of a product that was refused', async () => {
    const { sku } = await shop.addProduct({});
    const id = randomUUID();
    assert.equal((await shop.admin.post('/products', productFields({ id, sku }))).status, 409);
    const next = await shop.addProduct({});
    await told(next.id, 1);
    assert.equal(shop.published.filter(({ subject }) => subject === id).length, 0);
  });

  it('tell of categories, and of archived products that lose theirs', async () => {
    const { id } = (await shop.admin.post('/categories', { name: 'Frios' })).body;
    await shop.admin.put(`/categories/${id}`, { name: 'Embutidos' });
    const events = await told(id, 2);
    assert.deepEqual(
      events.map(({ type, data }) => [type, eventSchemas['category.updated'].parse(data).category]),
      [
        ['category.created', { id, name: 'Frios', version: 1 }],
        ['category.updated', { id, name: 'Embutidos', version: 2 }],
      ],
    );
    const product = await shop.addProduct({ categoryId: id });
    await shop.admin.delete(`/products/${product.id}`);
    await shop.admin.delete(`/categories/${id}`);
    const last = (await told(product.id, 3)).at(-1);
    const state = eventSchemas['product.updated'].parse(last?.data).product;
    assert.deepEqual([last?.type, state.categoryId, state.version], ['product.updated', null, 3]);
  });

  it('leave the outbox when they have been told', async () => {
    await shop.addProduct({});
    await eventually(async () => {
      assert.deepEqual(await shop.db.query('SELECT * FROM outbox'), []);
    });
  });

  describe('stock.changed', () => {
    const changed = (
      productId: string,
      levels: [version: number, availableMilli: number][],
    ): Envelope => ({
      id: randomUUID(),
      type: 'stock.changed',
      source: 'inventory',
      subject: randomUUID(),
      time: new Date().toISOString(),
      traceparent: null,
      data: {
        sourceType: 'purchase',
        sourceId: randomUUID(),
        occurredAt: new Date().toISOString(),
        businessDate: '2026-11-22',
        items: levels.map(([levelVersion, availableMilli]) => ({
          productId,
          movementId: randomUUID(),
          quantityMilli: 1,
          costMinor: 1,
          onHandMilli: availableMilli,
          availableMilli,
          levelVersion,
        })),
      },
    });

    const available = async (id: string) =>
      (await shop.seller.get(`/products/${id}`)).body.availableMilli;

    it('gives way to what is left when goods expire, and not to older news of it', async () => {
      const { id: productId } = await shop.addProduct({});
      const left = (levelVersion: number, availableMilli: number): Envelope => ({
        ...changed(productId, []),
        type: 'stock.available',
        subject: productId,
        data: { productId, availableMilli, levelVersion },
      });
      await shop.bus.publish(changed(productId, [[4, 700]]));
      await shop.bus.publish(left(3, 900));
      assert.equal(await available(productId), 700);
      await shop.bus.publish(left(5, 300));
      assert.equal(await available(productId), 300);
    });

    it('keeps the newest level, in whatever order and how often it comes', async () => {
      const { id } = await shop.addProduct({ plu: '500' });
      const newest = changed(id, [[9, 900]]);
      await shop.bus.publish(changed(id, [[2, 200]]));
      assert.equal(await available(id), 200);
      await shop.bus.publish(newest);
      await shop.bus.publish(changed(id, [[5, 500]]));
      await shop.bus.publish(newest);
      assert.equal(await available(id), 900);
      await shop.bus.publish(
        changed(id, [
          [12, -100],
          [11, 1100],
        ]),
      );
      assert.equal(await available(id), -100);
      const { body } = await shop.seller.get('/products/lookup?code=500');
      assert.equal(body.product.availableMilli, -100);
    });

    it('keeps the newest of many that come at once', async () => {
      const { id } = await shop.addProduct({});
      const versions = Array.from({ length: 40 }, (_, index) => ((index * 17) % 40) + 1);
      await Promise.all(
        versions.map((version) => shop.bus.publish(changed(id, [[version, version]]))),
      );
      assert.equal(await available(id), 40);
    });

    it('is no edit: neither version nor ETag changes', async () => {
      const { id } = await shop.addProduct({});
      await shop.bus.publish(changed(id, [[1, 1]]));
      const { body, headers } = await shop.seller.get(`/products/${id}`);
      assert.equal(body.version, 1);
      assert.equal(headers.get('etag'), '"1"');
    });

    it('parks what does not fit the schema', async () => {
      const broken = changed(randomUUID(), [[0, 1]]);
      await shop.bus.publish(broken);
      const { body } = await shop.admin.get('/products/parked-messages');
      assert.equal(body.items.length, 1);
      assert.equal(body.items[0].eventId, broken.id);
    });
  });
});
