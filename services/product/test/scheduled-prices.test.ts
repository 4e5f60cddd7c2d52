/** Protects: a scheduled price begins once, whoever looks, and is a change of price like any other. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { eventSchemas } from '@balcao/contracts/events/catalog.ts';
import { createOutbox } from '@balcao/kit/outbox.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { after, before, describe, it } from 'mocha';
import { applyScheduledPrices } from '../src/apply-scheduled-prices.ts';
import { openShop, type Shop } from './shop.ts';

describe('scheduled prices', () => {
  let shop: Shop;
  before(async () => {
    shop = await openShop();
  });
  after(() => shop.stop());

  const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();
  const dayMs = 86_400_000;
  const schedule = (id: string, priceMinor: number, startsAt: string) =>
    shop.stockist.post(`/products/${id}/prices`, { priceMinor, startsAt });
  const scheduled = async (id: string, query = '') =>
    (await shop.seller.get(`/products/${id}/prices/scheduled${query}`)).body;
  /** A replica whose clock is two days ahead, so that the service itself has nothing to do. */
  const replica = () => {
    const now = () => new Date(Date.now() + 2 * dayMs);
    return applyScheduledPrices(shop.db, { outbox: createOutbox(), now });
  };

  it('begin at their moment: price, history and event', async () => {
    const { id } = await shop.addProduct({ priceMinor: 1000, costMinor: 600 });
    const made = await schedule(id, 1200, inMs(300));
    assert.equal(made.status, 201);
    assert.equal(made.body.status, 'waiting');
    const events = await eventually(() => {
      const told = shop.published.filter(({ subject }) => subject === id);
      assert.equal(told.length, 2);
      return told;
    });
    const { product } = eventSchemas['product.updated'].parse(events[1]?.data);
    assert.deepEqual([product.priceMinor, product.version], [1200, 2]);
    const { items } = (await shop.seller.get(`/products/${id}/prices`)).body;
    assert.deepEqual(
      items.map((price: { priceMinor: number; costMinor: number }) => [
        price.priceMinor,
        price.costMinor,
      ]),
      [
        [1200, 600],
        [1000, 600],
      ],
    );
    assert.ok(items[0].validFrom >= made.body.startsAt);
    assert.equal(items[0].changedBy, made.body.createdBy);
    assert.equal((await scheduled(id)).items[0].status, 'applied');
  });

  it('begin once however many replicas look at the same time', async () => {
    const products = await Promise.all(Array.from({ length: 30 }, () => shop.addProduct({})));
    await Promise.all(products.map(({ id }) => schedule(id, 777, inMs(dayMs))));
    await Promise.all(Array.from({ length: 4 }, () => replica().run()));
    for (const { id } of products) {
      const { body } = await shop.seller.get(`/products/${id}`);
      assert.deepEqual([body.priceMinor, body.version], [777, 2]);
      assert.equal((await shop.seller.get(`/products/${id}/prices`)).body.items.length, 2);
    }
  });

  it('that are due together after a pause: the last one holds, the others never did', async () => {
    const { id } = await shop.addProduct({ priceMinor: 100 });
    for (const [priceMinor, hours] of [
      [300, 3],
      [200, 2],
      [400, 72],
    ] as const) {
      await schedule(id, priceMinor, inMs(hours * 3_600_000));
    }
    await replica().run();
    const { items } = await scheduled(id);
    assert.deepEqual(
      items.map((price: { status: string }) => price.status),
      ['superseded', 'applied', 'waiting'],
    );
    assert.equal((await shop.seller.get(`/products/${id}`)).body.priceMinor, 300);
  });

  it('wait while somebody edits the product, and change nothing that is so already', async () => {
    const { id } = await shop.addProduct({ priceMinor: 500 });
    await schedule(id, 500, inMs(dayMs));
    await shop.db.transaction(async (tx) => {
      await tx.query('SELECT 1 FROM product WHERE id = $1 FOR UPDATE', [id]);
      await replica().run();
      const { items } = await scheduled(id);
      assert.equal(items[0].status, 'waiting');
    });
    await replica().run();
    assert.equal((await scheduled(id)).items[0].status, 'applied');
    assert.equal((await shop.seller.get(`/products/${id}`)).body.version, 1);
  });

  it('are cancelled before they begin, and never after', async () => {
    const { id } = await shop.addProduct({ priceMinor: 100 });
    const { body } = await schedule(id, 200, inMs(dayMs));
    const path = `/products/${id}/prices/scheduled/${body.id}`;
    assert.equal((await shop.seller.delete(path)).status, 403);
    assert.equal((await shop.admin.delete(path)).status, 204);
    assert.equal((await shop.admin.delete(path)).status, 204);
    await replica().run();
    assert.equal((await shop.seller.get(`/products/${id}`)).body.priceMinor, 100);
    const next = (await schedule(id, 200, inMs(dayMs))).body;
    await replica().run();
    const late = await shop.admin.delete(`/products/${id}/prices/scheduled/${next.id}`);
    assert.equal(late.body.code, 'invalid_transition');
    const foreign = `/products/${randomUUID()}/prices/scheduled/${next.id}`;
    assert.equal((await shop.admin.delete(foreign)).status, 404);
  });

  it('are refused in the past, twice at one moment, and for what is not sold', async () => {
    const { id } = await shop.addProduct({});
    const past = await schedule(id, 1, inMs(-1000));
    assert.equal(past.status, 422);
    assert.equal(past.body.errors[0].path, 'startsAt');
    const moment = inMs(dayMs);
    assert.equal((await schedule(id, 1, moment)).status, 201);
    assert.equal((await schedule(id, 2, moment)).body.errors[0].path, 'startsAt');
    assert.equal((await schedule(randomUUID(), 1, moment)).status, 404);
    await shop.admin.delete(`/products/${id}`);
    assert.equal((await schedule(id, 1, inMs(2 * dayMs))).body.code, 'inactive_product');
  });

  it('come in pages by their beginning', async () => {
    const { id } = await shop.addProduct({});
    for (const hours of [30, 10, 20]) await schedule(id, hours, inMs(hours * 3_600_000));
    const first = await scheduled(id, '?limit=2');
    const second = await scheduled(id, `?limit=2&cursor=${first.nextCursor}`);
    assert.deepEqual(
      [...first.items, ...second.items].map((price: { priceMinor: number }) => price.priceMinor),
      [10, 20, 30],
    );
    assert.equal(
      (await shop.seller.get(`/products/${id}/prices/scheduled?cursor=WyJ4Il0`)).status,
      422,
    );
  });
});
