/** Protects: what goods cost when they come in is told once for each product, and nothing else is told as a cost. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { after, before, describe, it } from 'mocha';
import { type Butcher, openButcher } from './butcher.ts';
import { completed, placed, refunded } from './shop.ts';

describe('what goods cost', () => {
  let butcher: Butcher;
  before(async () => {
    butcher = await openButcher();
  });
  after(() => butcher.shop.close());

  /** Quantities and costs that were told of a product, once all has been told. */
  async function costsOf(productId: string): Promise<[quantityMilli: number, costMinor: number][]> {
    const { db, told } = butcher.shop;
    await eventually(async () => {
      assert.deepEqual(await db.query('SELECT id FROM outbox'), []);
    });
    return told('stock.costed', productId).map((cost) => [cost.quantityMilli, cost.costMinor]);
  }

  it('is told once for a purchase, at its time, and not again for its key', async () => {
    const { shop, stockist } = butcher;
    const productId = await shop.addProduct();
    const bought = { type: 'purchase', productId, quantityMilli: 1_500, unitCostMinor: 2_333 };
    const headers = { 'idempotency-key': randomUUID() };
    const first = await stockist.post('/inventory/movements', bought, headers);
    const second = await stockist.post('/inventory/movements', bought, headers);
    assert.deepEqual([first.status, second.body], [201, first.body]);
    assert.deepEqual(await costsOf(productId), [[1_500, 3_500]]);
    const [told] = shop.told('stock.costed', productId);
    assert.equal(told?.occurredAt, first.body.occurredAt);
  });

  it('is told once for each product of a receipt, and not for what was free', async () => {
    const { shop, stockist } = butcher;
    const [meat, box, gift] = [
      await shop.addProduct(),
      await shop.addProduct({ unit: 'un' }),
      await shop.addProduct(),
    ];
    const lines = [
      { productId: meat, quantityMilli: 10_000, unitCostMinor: 3_000 },
      { productId: box, quantityMilli: 3_000, unitCostMinor: 450 },
      { productId: meat, quantityMilli: 2_000, unitCostMinor: 2_400 },
      { productId: gift, quantityMilli: 1_000, unitCostMinor: 0 },
    ];
    const { status } = await stockist.post('/inventory/receipts', { lines });
    assert.equal(status, 201);
    assert.deepEqual(await costsOf(meat), [[12_000, 34_800]]);
    assert.deepEqual(await costsOf(box), [[3_000, 1_350]]);
    assert.deepEqual(await costsOf(gift), []);
  });

  it('is told of each cut of a breakdown, neither of its input nor of its reversal', async () => {
    const { rump, flank, done, carcass, stockist } = butcher;
    const { productId, lotId } = await carcass();
    const headers = { 'idempotency-key': randomUUID() };
    const body = {
      inputLotId: lotId,
      quantityMilli: 100_000,
      outputs: [
        { productId: rump, quantityMilli: 30_000 },
        { productId: flank, quantityMilli: 50_000 },
      ],
    };
    const first = await butcher.breakDown(body, headers);
    assert.equal((await butcher.breakDown(body, headers)).body.id, first.body.id);
    assert.deepEqual(await costsOf(rump), [[30_000, 75_000]]);
    assert.deepEqual(await costsOf(flank), [[50_000, 125_000]]);
    const reversed = await stockist.post(`/inventory/breakdowns/${first.body.id}/reverse`, {});
    assert.equal(reversed.status, 200, JSON.stringify(reversed.body));
    assert.deepEqual(await costsOf(rump), [[30_000, 75_000]]);
    assert.deepEqual(await costsOf(productId), [[100_000, 200_000]]);
    await done(body);
    assert.equal((await costsOf(rump)).length, 2);
  });

  it('is told neither when goods are sold, nor when they come back or are found', async () => {
    const { shop, stockist } = butcher;
    const productId = await shop.addProduct();
    await shop.purchase(productId, 5_000);
    const orderId = randomUUID();
    const lines = [{ productId, quantityMilli: 1_000 }];
    await shop.publish('order.placed', placed(orderId, lines));
    await shop.publish('sale.completed', completed(orderId, lines));
    await shop.publish('sale.refunded', refunded(orderId, lines));
    for (const movement of [
      { type: 'return', productId, quantityMilli: 500 },
      { type: 'adjustment', productId, quantityMilli: 500, reason: 'found' },
    ]) {
      const answer = await stockist.post('/inventory/movements', movement);
      assert.equal(answer.status, 201, JSON.stringify(answer.body));
    }
    assert.deepEqual(await costsOf(productId), [[5_000, 5_000]]);
    const { body } = await stockist.get(`/inventory/movements?productId=${productId}`);
    assert.equal(body.items.length, 5);
  });
});
