/** Sales and refunds, through the bus: goods leave and come back at their cost, whatever the order of events. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { after, before, describe, it } from 'mocha';
import { cancelled, completed, openShop, placed, refunded, type Shop } from './shop.ts';

describe('sales and refunds', () => {
  let shop: Shop;
  before(async () => {
    shop = await openShop();
  });
  after(() => shop.close());

  const stockOf = async (productId: string) =>
    (await shop.service.as('stockist').get(`/inventory/stock/${productId}`)).body;
  const movementsOf = async (productId: string) =>
    (await shop.service.as('stockist').get(`/inventory/movements?productId=${productId}`)).body
      .items;
  const oversells = async () => {
    const text = await (await fetch(`${shop.service.url}/metrics`)).text();
    return Number(/^stock_oversells_total\S* (\d+)/m.exec(text)?.[1] ?? 0);
  };
  async function stocked(quantityMilli: number, unitCostMinor = 1_000): Promise<string> {
    const productId = await shop.addProduct();
    await shop.purchase(productId, quantityMilli, unitCostMinor);
    return productId;
  }

  it('a sale uses up its reservation and tells what it cost, one item per product', async () => {
    const productId = await stocked(10_000, 1_500);
    const orderId = randomUUID();
    const lines = [
      { productId, quantityMilli: 1_000 },
      { productId, quantityMilli: 2_000 },
    ];
    await shop.publish('order.placed', placed(orderId, [{ productId, quantityMilli: 3_000 }]));
    await shop.publish('sale.completed', completed(orderId, lines));
    const stock = await stockOf(productId);
    assert.deepEqual(
      [stock.onHandMilli, stock.reservedMilli, stock.valueMinor],
      [7_000, 0, 10_500],
    );
    const [movement] = await movementsOf(productId);
    const [change] = await eventually(() => {
      const told = shop.told('stock.changed', orderId);
      assert.equal(told.length, 1);
      return told;
    });
    assert.deepEqual(change, {
      sourceType: 'sale',
      sourceId: orderId,
      occurredAt: '2026-11-22T01:30:00.000Z',
      businessDate: '2026-11-21',
      items: [
        {
          productId,
          movementId: movement.id,
          quantityMilli: -3_000,
          costMinor: -4_500,
          onHandMilli: 7_000,
          availableMilli: 7_000,
          levelVersion: stock.version,
        },
      ],
    });
  });

  it('a sale and its refund told twice, as the same events or others, move goods once', async () => {
    const productId = await stocked(10_000, 1_234);
    const orderId = randomUUID();
    const lines = [{ productId, quantityMilli: 3_333 }];
    const [saleId, refundId] = [randomUUID(), randomUUID()];
    await shop.publish('order.placed', placed(orderId, lines));
    for (const options of [{ id: saleId }, { id: saleId }, {}]) {
      await shop.publish('sale.completed', completed(orderId, lines), options);
    }
    const refund = refunded(orderId, lines);
    for (const options of [{ id: refundId }, { id: refundId }, {}]) {
      await shop.publish('sale.refunded', refund, options);
    }
    const movements = await movementsOf(productId);
    assert.deepEqual(
      movements.map((movement: { type: string; quantityMilli: number; costMinor: number }) => [
        movement.type,
        movement.quantityMilli,
        movement.costMinor,
      ]),
      [
        ['return', 3_333, 4_113],
        ['sale', -3_333, -4_113],
        ['purchase', 10_000, 12_340],
      ],
    );
    assert.equal((await stockOf(productId)).valueMinor, 12_340);
  });

  it('a refund that overtakes its sale waits for it', async () => {
    const productId = await stocked(10_000);
    const orderId = randomUUID();
    const lines = [{ productId, quantityMilli: 1_000 }];
    await shop.publish('sale.refunded', refunded(orderId, lines));
    assert.equal((await stockOf(productId)).onHandMilli, 10_000);
    await shop.publish('sale.completed', completed(orderId, lines));
    await eventually(async () => assert.equal((await movementsOf(productId)).length, 3));
    const stock = await stockOf(productId);
    assert.deepEqual([stock.onHandMilli, stock.valueMinor], [10_000, 10_000]);
  });

  it('a refund of more than was sold moves nothing', async () => {
    const productId = await stocked(10_000);
    const orderId = randomUUID();
    await shop.publish('sale.completed', completed(orderId, [{ productId, quantityMilli: 1_000 }]));
    await shop.publish('sale.refunded', refunded(orderId, [{ productId, quantityMilli: 1_001 }]));
    assert.equal((await stockOf(productId)).onHandMilli, 9_000);
  });

  it('a sale whose reservation was released happened all the same, and is an oversell where goods lack', async () => {
    const productId = await stocked(1_000, 1_000);
    const orderId = randomUUID();
    const lines = [{ productId, quantityMilli: 1_000 }];
    const counted = await oversells();
    await shop.publish('order.placed', placed(orderId, lines));
    await shop.publish('order.cancelled', cancelled(orderId));
    await shop.publish('sale.completed', completed(randomUUID(), lines));
    await shop.publish('sale.completed', completed(orderId, lines));
    const [late] = await movementsOf(productId);
    assert.deepEqual(
      [late.sourceId, late.oversoldMilli, late.onHandMilli, late.costMinor],
      [orderId, 1_000, -1_000, -4_000],
    );
    assert.equal((await stockOf(productId)).reservedMilli, 0);
    assert.equal(await oversells(), counted + 1);
  });

  it('with the policy allow a sale goes below zero, and the next purchase revalues it', async () => {
    const productId = await shop.addProduct({ costMinor: 2_000 });
    const stockist = shop.service.as('stockist');
    const policy = { minimumMilli: null, negativeStock: 'allow' };
    assert.equal((await stockist.put(`/inventory/stock/${productId}/policy`, policy)).status, 200);
    const orderId = randomUUID();
    const lines = [{ productId, quantityMilli: 2_000 }];
    await shop.publish('order.placed', placed(orderId, lines));
    await eventually(() => assert.equal(shop.told('stock.reserved', orderId).length, 1));
    await shop.publish('sale.completed', completed(orderId, lines));
    const below = await stockOf(productId);
    assert.deepEqual([below.onHandMilli, below.valueMinor], [-2_000, -4_000]);
    const [sale] = await movementsOf(productId);
    assert.equal(sale.oversoldMilli, 2_000);

    await shop.purchase(productId, 5_000, 3_000);
    const stock = await stockOf(productId);
    assert.deepEqual([stock.onHandMilli, stock.valueMinor], [3_000, 9_000]);
    const [revaluation, purchase] = await movementsOf(productId);
    assert.deepEqual([purchase.type, purchase.costMinor], ['purchase', 15_000]);
    assert.deepEqual(
      [revaluation.type, revaluation.quantityMilli, revaluation.costMinor, revaluation.sourceId],
      ['revaluation', 0, -2_000, purchase.id],
    );
    await eventually(() =>
      assert.deepEqual(
        shop.told('stock.changed', purchase.id).map(({ sourceType }) => sourceType),
        ['purchase', 'revaluation'],
      ),
    );
  });

  it('low stock is told once, when it falls below the minimum', async () => {
    const productId = await stocked(3_000);
    const stockist = shop.service.as('stockist');
    const policy = { minimumMilli: 2_000, negativeStock: 'block' };
    await stockist.put(`/inventory/stock/${productId}/policy`, policy);
    for (const quantityMilli of [1_000, 500, 500]) {
      await shop.publish('sale.completed', completed(randomUUID(), [{ productId, quantityMilli }]));
    }
    assert.equal((await stockOf(productId)).isLow, true);
    await eventually(() =>
      assert.deepEqual(shop.told('stock.low', productId), [
        { productId, onHandMilli: 1_500, minimumMilli: 2_000 },
      ]),
    );
  });
});
