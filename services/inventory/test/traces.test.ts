/** Lots can be found, and traced: from a supplier's lot to every order, and from an order to its suppliers. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import { after, before, describe, it } from 'mocha';
import { completed, openShop, refunded, type Shop } from './shop.ts';

describe('lists and traces of lots', () => {
  let shop: Shop;
  let stockist: ApiClient;
  before(async () => {
    shop = await openShop({}, () => new Date('2026-11-21T15:00:00.000Z'));
    stockist = shop.service.as('stockist');
  });
  after(() => shop.close());

  const idsOf = async (filter: string): Promise<string[]> =>
    (await stockist.get(`/inventory/lots?${filter}`)).body.items.map(
      (lot: { id: string }) => lot.id,
    );

  it('lots are listed by expiry, page by page, by product, supplier, expiry and stock', async () => {
    const supplier = await stockist.post('/inventory/suppliers', { name: 'Frigorífico' });
    const supplierId = supplier.body.id;
    const productId = await shop.addProduct();
    const never = await shop.buyLot(productId, {});
    const late = await shop.buyLot(productId, {
      expiresOn: '2026-11-29',
      supplierId,
      lotCode: 'Fr-0815/A',
    });
    const soon = await shop.buyLot(productId, { expiresOn: '2026-11-23' });
    const receivedOn = '2026-11-01';
    const old = await shop.buyLot(productId, { receivedOn, expiresOn: '2026-11-20' });
    const waste = { type: 'waste', productId, quantityMilli: 1_000, reason: 'trim', lotId: soon };
    assert.equal((await stockist.post('/inventory/movements', waste)).status, 201);

    const filter = `productId=${productId}`;
    const paged: string[] = [];
    for (let cursor = ''; ; ) {
      const { body } = await stockist.get(`/inventory/lots?${filter}&limit=1${cursor}`);
      paged.push(...body.items.map((lot: { id: string }) => lot.id));
      if (body.nextCursor === null) break;
      cursor = `&cursor=${body.nextCursor}`;
    }
    assert.deepEqual(paged, [old, soon, late, never]);
    assert.deepEqual(await idsOf(`supplierId=${supplierId}`), [late]);
    assert.deepEqual(await idsOf('lotCode=fr-0815%2Fa'), [late]);
    assert.deepEqual(await idsOf(`${filter}&hasStock=true`), [old, late, never]);
    assert.deepEqual(await idsOf(`${filter}&hasStock=false`), [soon]);
    assert.deepEqual(await idsOf(`${filter}&isExpired=true`), [old]);
    assert.deepEqual(await idsOf(`${filter}&isExpired=false&expiringWithinDays=2`), [soon]);
    assert.deepEqual(await idsOf(`${filter}&expiringWithinDays=8`), [old, soon, late]);
    const { body } = await stockist.get(`/inventory/lots/${late}`);
    assert.deepEqual(
      [body.supplierName, body.isExpired, body.receivedMilli, body.costMinor, body.onHandMilli],
      ['Frigorífico', false, 1_000, 1_000, 1_000],
    );
    assert.equal((await stockist.get(`/inventory/lots/${randomUUID()}`)).status, 404);
  });

  const forged = [
    '["a","b","c"]',
    '["2026-11-21","2026-11-21","x"]',
    '["9999-12-31","1","2"]',
    '[1]',
  ];
  for (const text of forged) {
    it(`refuses the forged cursor ${text}`, async () => {
      const cursor = Buffer.from(text).toString('base64url');
      for (const list of ['lots', 'receipts', 'suppliers']) {
        assert.equal((await stockist.get(`/inventory/${list}?cursor=${cursor}`)).status, 422);
      }
    });
  }

  it('a recall names the customer and the receipt of each sale, also of one that came back', async () => {
    const productId = await shop.addProduct();
    const lotId = await shop.buyLot(productId, { quantityMilli: 5_000 });
    const customerId = randomUUID();
    const sold = [{ productId, quantityMilli: 1_000 }];
    const known = { ...completed(randomUUID(), sold), customerId };
    const atTill = { ...known, orderId: randomUUID(), register: '2', receiptNumber: 71 };
    for (const sale of [completed(randomUUID(), sold), known, atTill]) {
      await shop.publish('sale.completed', sale);
    }
    await shop.publish('sale.refunded', refunded(atTill.orderId, sold));

    const { body: trace } = await stockist.get(`/inventory/lots/${lotId}/trace`);
    assert.deepEqual(
      trace.orders.map((one: { customerId: unknown; receipt: unknown; returnedMilli: number }) => [
        one.customerId,
        one.receipt,
        one.returnedMilli,
      ]),
      [
        [null, null, 0],
        [customerId, null, 0],
        [customerId, { register: '2', number: 71 }, 1_000],
      ],
    );
  });

  it('a lot leads to every order that got of it, an order to its lots and their suppliers', async () => {
    const supplier = (await stockist.post('/inventory/suppliers', { name: 'Boi Bom' })).body;
    const productId = await shop.addProduct();
    const receipt = await stockist.post('/inventory/receipts', {
      supplierId: supplier.id,
      document: 'NF 7',
      lines: [{ productId, quantityMilli: 2_000, unitCostMinor: 1_000, expiresOn: '2026-11-25' }],
    });
    const lotId = receipt.body.lines[0].id;
    const next = await shop.buyLot(productId, { quantityMilli: 1_000, expiresOn: '2026-11-30' });
    const sell = async (quantityMilli: number) => {
      const orderId = randomUUID();
      await shop.publish('sale.completed', completed(orderId, [{ productId, quantityMilli }]));
      return orderId;
    };
    const waste = { type: 'waste', productId, quantityMilli: 100, reason: 'theft', lotId };
    assert.equal((await stockist.post('/inventory/movements', waste)).status, 201);
    const first = await sell(1_500);
    const second = await sell(1_200);
    const short = await sell(1_000);
    await shop.publish('sale.refunded', refunded(first, [{ productId, quantityMilli: 300 }]));

    const { body: trace } = await stockist.get(`/inventory/lots/${lotId}/trace`);
    assert.deepEqual(
      [trace.lot.id, trace.supplier, trace.receipt.document, trace.ancestors, trace.descendants],
      [lotId, supplier, 'NF 7', [], []],
    );
    const ordersOf = (body: typeof trace) =>
      new Map(
        body.orders.map((one: { orderId: string; soldMilli: number; returnedMilli: number }) => [
          one.orderId,
          [one.soldMilli, one.returnedMilli],
        ]),
      );
    // What came back made up at once for what the third order had been sold without a lot.
    assert.deepEqual(
      ordersOf(trace),
      new Map([
        [first, [1_500, 300]],
        [second, [400, 0]],
        [short, [300, 0]],
      ]),
    );
    assert.deepEqual(
      trace.movements.map((one: { type: string; quantityMilli: number }) => [
        one.type,
        one.quantityMilli,
      ]),
      [
        ['purchase', 2_000],
        ['waste', -100],
      ],
    );
    const { body: got } = await stockist.get(`/inventory/orders/${second}/lots`);
    assert.deepEqual(
      got.lots
        .map(
          (one: { lot: { id: string }; supplier: { name: string } | null; soldMilli: number }) => [
            one.lot.id,
            one.supplier?.name,
            one.soldMilli,
          ],
        )
        .sort(),
      [
        [lotId, 'Boi Bom', 400],
        [next, undefined, 800],
      ].sort(),
    );
    const { body: missing } = await stockist.get(`/inventory/orders/${short}/lots`);
    assert.deepEqual(missing.withoutLot, [{ productId, quantityMilli: 500 }]);
    assert.equal((await stockist.get(`/inventory/orders/${randomUUID()}/lots`)).status, 404);
    assert.equal((await stockist.get(`/inventory/lots/${randomUUID()}/trace`)).status, 404);
  });
});
