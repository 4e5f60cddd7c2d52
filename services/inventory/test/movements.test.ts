/** Movements over HTTP: what is accepted and refused, and what each one moves. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import { after, before, describe, it } from 'mocha';
import { openShop, type Shop, someProduct } from './shop.ts';

describe('the movements of inventory', () => {
  let shop: Shop;
  let stockist: ApiClient;
  let kg: string;
  let un: string;
  before(async () => {
    shop = await openShop();
    stockist = shop.service.as('stockist');
    kg = await shop.addProduct();
    un = await shop.addProduct({ unit: 'un' });
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
});
