/** Protects: what is on offer is found at the counter, told to the others, and stays readable when it has ended. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { eventSchemas } from '@balcao/contracts/events/catalog.ts';
import { makeScaleLabel } from '@balcao/contracts/scale-label.ts';
import { shopClock } from '@balcao/contracts/shop-clock.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { after, before, describe, it } from 'mocha';
import { openShop, type Shop } from './shop.ts';

describe('promotions', () => {
  let shop: Shop;
  before(async () => {
    shop = await openShop();
  });
  after(() => shop.stop());

  const offer = (fields: Record<string, unknown>) => ({
    name: 'Terça da picanha',
    kind: 'price',
    priceMinor: 2990,
    ...fields,
  });
  const lookup = async (code: string) =>
    (await shop.seller.get(`/products/lookup?code=${code}`)).body;

  it('lower what a look-up answers, and are named there', async () => {
    const { id: productId } = await shop.addProduct({ plu: '901', priceMinor: 3990 });
    const { status, body } = await shop.stockist.post('/promotions', offer({ productId }));
    assert.equal(status, 201);
    const found = await lookup('901');
    assert.equal(found.unitPriceMinor, 2990);
    assert.equal(found.totalMinor, 2990);
    assert.deepEqual(found.promotion, { id: body.id, name: 'Terça da picanha' });
    assert.equal(found.product.priceMinor, 3990);
    assert.equal((await shop.admin.delete(`/promotions/${body.id}`)).status, 204);
    const back = await lookup('901');
    assert.deepEqual([back.unitPriceMinor, back.promotion], [3990, null]);
    assert.equal((await shop.seller.get(`/promotions/${body.id}`)).body.active, false);
  });

  it('of a category hold for its products; the lowest price wins', async () => {
    const { id: categoryId } = (await shop.admin.post('/categories', { name: 'Aves' })).body;
    await shop.addProduct({ plu: '902', priceMinor: 1000, categoryId });
    const percent = { kind: 'percent', percentBasisPoints: 1000, priceMinor: null };
    await shop.admin.post('/promotions', offer({ ...percent, categoryId }));
    assert.equal((await lookup('902')).unitPriceMinor, 900);
    await shop.admin.post('/promotions', offer({ categoryId, priceMinor: 850 }));
    assert.equal((await lookup('902')).unitPriceMinor, 850);
    const refused = await shop.admin.delete(`/categories/${categoryId}`);
    assert.equal(refused.status, 409);
  });

  it('hold by the clock of the shop only', async () => {
    const { businessDate, weekday } = shopClock('America/Sao_Paulo')(new Date());
    const { id: productId } = await shop.addProduct({ plu: '903', priceMinor: 1000 });
    const others = [1, 2, 3, 4, 5, 6, 7].filter((day) => day !== weekday);
    await shop.admin.post('/promotions', offer({ productId, priceMinor: 1, weekdays: others }));
    await shop.admin.post(
      '/promotions',
      offer({ productId, priceMinor: 2, startsOn: '2999-01-01' }),
    );
    await shop.admin.post('/promotions', offer({ productId, priceMinor: 3, endsOn: '2000-01-01' }));
    assert.equal((await lookup('903')).unitPriceMinor, 1000);
    const today = { startsOn: businessDate, endsOn: null, weekdays: [weekday] };
    await shop.admin.post('/promotions', offer({ productId, priceMinor: 700, ...today }));
    assert.equal((await lookup('903')).unitPriceMinor, 700);
  });

  it('make a label stale that was printed before, and its total wins', async () => {
    const piece = { plu: '905', priceMinor: 500, unit: 'un' };
    const { id } = await shop.addProduct(piece);
    await shop.admin.post('/promotions', offer({ productId: id, priceMinor: 300 }));
    const old = await lookup(makeScaleLabel('2CCCC0TTTTTT', '905', 500));
    assert.deepEqual(
      [old.totalMinor, old.quantityMilli, old.unitPriceMinor, old.isPriceStale],
      [500, 1000, 500, true],
    );
    const fresh = await lookup(makeScaleLabel('2CCCC0TTTTTT', '905', 600));
    assert.deepEqual([fresh.quantityMilli, fresh.isPriceStale], [2000, false]);
  });

  it('are told to the others, version by version', async () => {
    const { id: productId } = await shop.addProduct({});
    const id = randomUUID();
    const created = await shop.admin.post(
      '/promotions',
      offer({ id, productId, weekdays: [6, 2] }),
    );
    assert.deepEqual(created.body.weekdays, [2, 6]);
    const change = offer({ productId, priceMinor: 100 });
    const put = (ifMatch: string) =>
      shop.admin.put(`/promotions/${id}`, change, { 'if-match': ifMatch });
    assert.equal((await put('"1"')).body.version, 2);
    assert.equal((await put('"1"')).status, 412);
    await shop.admin.delete(`/promotions/${id}`);
    await shop.admin.delete(`/promotions/${id}`);
    const events = await eventually(() => {
      const told = shop.published.filter(({ subject }) => subject === id);
      assert.equal(told.length, 3);
      return told;
    });
    assert.deepEqual(
      events.map(({ type, data }) => {
        const { promotion } = eventSchemas['promotion.updated'].parse(data);
        return [type, promotion.version, promotion.priceMinor, promotion.active];
      }),
      [
        ['promotion.created', 1, 2990, true],
        ['promotion.updated', 2, 100, true],
        ['promotion.updated', 3, 100, false],
      ],
    );
  });

  it('let a category go when they have ended', async () => {
    const { id: categoryId } = (await shop.admin.post('/categories', { name: 'Peixes' })).body;
    const { id } = (await shop.admin.post('/promotions', offer({ categoryId }))).body;
    const refused = await shop.admin.delete(`/categories/${categoryId}`);
    assert.equal(refused.status, 409);
    assert.match(refused.body.detail, /promotion/);
    await shop.admin.delete(`/promotions/${id}`);
    assert.equal((await shop.admin.delete(`/categories/${categoryId}`)).status, 204);
    assert.equal((await shop.admin.get(`/promotions/${id}`)).body.categoryId, null);
  });

  it('are refused where they make no sense, naming the field', async () => {
    const { id: productId } = await shop.addProduct({});
    const wrong: [string, Record<string, unknown>][] = [
      ['productId', {}],
      ['productId', { productId, categoryId: randomUUID() }],
      ['productId', { productId: randomUUID() }],
      ['categoryId', { categoryId: randomUUID() }],
      ['percentBasisPoints', { productId, kind: 'percent', priceMinor: null }],
      ['priceMinor', { productId, kind: 'percent', percentBasisPoints: 100 }],
      ['endsOn', { productId, startsOn: '2026-11-24', endsOn: '2026-11-23' }],
      ['toTime', { productId, fromTime: '18:00', toTime: '18:00' }],
      ['toTime', { productId, toTime: '24:00' }],
      ['weekdays', { productId, weekdays: [1, 1] }],
      ['weekdays[0]', { productId, weekdays: [8] }],
    ];
    for (const [path, fields] of wrong) {
      const { status, body } = await shop.admin.post('/promotions', offer(fields));
      assert.equal(status, 422, path);
      assert.ok(
        body.errors.some((error: { path: string }) => error.path === path),
        JSON.stringify(body.errors),
      );
    }
    const taken = (await shop.admin.post('/promotions', offer({ productId }))).body.id;
    assert.equal(
      (await shop.admin.post('/promotions', offer({ productId, id: taken }))).status,
      409,
    );
    assert.equal((await shop.seller.post('/promotions', offer({ productId }))).status, 403);
    assert.equal((await shop.seller.get(`/promotions/${randomUUID()}`)).status, 404);
  });

  it('come in pages, the newest first, of a product or category', async () => {
    const { id: productId } = await shop.addProduct({});
    const made: string[] = [];
    for (const priceMinor of [1, 2, 3]) {
      made.push((await shop.admin.post('/promotions', offer({ productId, priceMinor }))).body.id);
    }
    await shop.admin.delete(`/promotions/${made[0]}`);
    const list = async (query: string) =>
      (await shop.seller.get(`/promotions?productId=${productId}${query}`)).body;
    const first = await list('&limit=2');
    const second = await list(`&limit=2&cursor=${first.nextCursor}`);
    const seen = [...first.items, ...second.items].map(({ id }: { id: string }) => id);
    assert.deepEqual(seen, made.toReversed());
    assert.equal(second.nextCursor, null);
    assert.equal((await list('&active=true')).items.length, 2);
    assert.equal((await shop.seller.get('/promotions?cursor=WyJ4Il0')).status, 422);
  });
});
