/** Reservations, through the bus: never more than there is, and every event has one effect. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Bus } from '@balcao/kit/bus.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { after, before, describe, it } from 'mocha';
import { cancelled, completed, openShop, placed, type Shop, someProduct } from './shop.ts';

describe('reservations', () => {
  let shop: Shop;
  before(async () => {
    shop = await openShop({ RESERVATION_SWEEP_MS: '200' });
  });
  after(() => shop.close());

  const stockOf = async (productId: string) =>
    (await shop.service.as('stockist').get(`/inventory/stock/${productId}`)).body;
  const statusOf = async (orderId: string) => {
    const rows = await shop.db.query<{ status: string }>(
      'SELECT status FROM reservation WHERE order_id = $1',
      [orderId],
    );
    return rows[0]?.status;
  };
  const waitingBackends = async () => {
    const rows = await shop.db.query(
      `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    return rows.length;
  };
  async function stocked(quantityMilli: number): Promise<string> {
    const productId = await shop.addProduct();
    await shop.purchase(productId, quantityMilli);
    return productId;
  }

  it('thirty orders at once for a stock of ten: exactly ten are reserved, twenty rejected', async () => {
    const productId = await stocked(10_000);
    const orders = Array.from({ length: 30 }, () => randomUUID());
    const second = await shop.startSecond();
    await Promise.all(
      orders.map((orderId, index) =>
        shop.publish(
          'order.placed',
          placed(orderId, [{ productId, quantityMilli: 1_000 }]),
          index % 2 === 0 ? {} : { bus: second.bus },
        ),
      ),
    );
    await eventually(() => {
      const reserved = orders.flatMap((orderId) => shop.told('stock.reserved', orderId));
      const rejected = orders.flatMap((orderId) => shop.told('stock.rejected', orderId));
      assert.equal(reserved.length, 10);
      assert.equal(rejected.length, 20);
      assert.deepEqual(rejected[0]?.shortages, [
        { productId, requestedMilli: 1_000, availableMilli: 0 },
      ]);
    });
    assert.equal((await stockOf(productId)).availableMilli, 0);
    await second.running.stop();
  });

  it('opposite lines from two instances, mixed with sales and cancellations, are all handled', async () => {
    const [a, b] = [await stocked(500_000), await stocked(500_000)];
    const second = await shop.startSecond();
    const orders = Array.from({ length: 120 }, () => randomUUID());
    await Promise.all(
      orders.map(async (orderId, index) => {
        const way = index % 2 === 0 ? [a, b] : [b, a];
        const lines = way.map((productId) => ({ productId, quantityMilli: 1_000 }));
        const options = (step: number) => ((index + step) % 4 < 2 ? {} : { bus: second.bus });
        await shop.publish('order.placed', placed(orderId, lines), options(0));
        if (index % 3 === 0) await shop.publish('order.cancelled', cancelled(orderId), options(1));
        else await shop.publish('sale.completed', completed(orderId, lines), options(1));
      }),
    );
    await eventually(() =>
      assert.equal(orders.flatMap((orderId) => shop.told('stock.reserved', orderId)).length, 120),
    );
    for (const productId of [a, b]) {
      const stock = await stockOf(productId);
      assert.deepEqual([stock.onHandMilli, stock.reservedMilli], [420_000, 0]);
    }
    await second.running.stop();
  });

  it('two batches that name the same products the other way round never deadlock', async () => {
    const [a, b] = [await stocked(10_000), await stocked(10_000)];
    const instances = [await shop.startSecond(), await shop.startSecond()];
    const batch = async (way: string[], bus: Bus) => {
      const [first, last] = way.map((productId) => [{ productId, quantityMilli: 1_000 }]);
      await Promise.all([
        shop.publish('order.placed', placed(randomUUID(), first ?? []), { bus }),
        shop.publish('sale.completed', completed(randomUUID(), last ?? []), { bus }),
      ]);
    };
    // Both batches are made to wait for their first lock, and are let go together.
    const batches = await shop.db.transaction(async (tx) => {
      await tx.query('SELECT 1 FROM stock_level FOR UPDATE');
      const ways = [
        [a, b],
        [b, a],
      ];
      const all = Promise.all(instances.map(({ bus }, index) => batch(ways[index] ?? [], bus)));
      await eventually(async () => assert.equal(await waitingBackends(), 2));
      return { all };
    });
    await batches.all;
    // A backend counts its deadlocks at the latest when it ends.
    for (const { running } of instances) await running.stop();
    const [counted] = await shop.db.query(
      'SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()',
    );
    assert.deepEqual(counted, { deadlocks: 0 });
    assert.deepEqual((await stockOf(a)).onHandMilli, 9_000);
  });

  it('the same order placed again, as the same event or another, is held once and answered once', async () => {
    const productId = await stocked(10_000);
    const [orderId, id] = [randomUUID(), randomUUID()];
    const order = placed(orderId, [{ productId, quantityMilli: 4_000 }]);
    await shop.publish('order.placed', order, { id });
    await shop.publish('order.placed', order, { id });
    await shop.publish('order.placed', order);
    assert.equal((await stockOf(productId)).reservedMilli, 4_000);
    await eventually(() => assert.equal(shop.told('stock.reserved', orderId).length, 1));
  });

  it('an order is held whole or not at all', async () => {
    const [plenty, scarce] = [await stocked(10_000), await stocked(1_000)];
    const orderId = randomUUID();
    const lines = [
      { productId: plenty, quantityMilli: 1_000 },
      { productId: scarce, quantityMilli: 2_000 },
    ];
    await shop.publish('order.placed', placed(orderId, lines));
    const shortages = [{ productId: scarce, requestedMilli: 2_000, availableMilli: 1_000 }];
    await eventually(() =>
      assert.deepEqual(shop.told('stock.rejected', orderId), [{ orderId, shortages }]),
    );
    assert.equal((await stockOf(plenty)).reservedMilli, 0);
  });

  it('a cancelled order gives back what it held, once', async () => {
    const productId = await stocked(10_000);
    const orderId = randomUUID();
    await shop.publish('order.placed', placed(orderId, [{ productId, quantityMilli: 4_000 }]));
    await shop.publish('order.cancelled', cancelled(orderId));
    await shop.publish('order.cancelled', cancelled(orderId));
    assert.equal((await stockOf(productId)).reservedMilli, 0);
    assert.equal(await statusOf(orderId), 'released');
  });

  it('an order that is cancelled before it is placed never holds anything', async () => {
    const productId = await stocked(10_000);
    const orderId = randomUUID();
    await shop.publish('order.cancelled', cancelled(orderId));
    await shop.publish('order.placed', placed(orderId, [{ productId, quantityMilli: 4_000 }]));
    assert.equal((await stockOf(productId)).reservedMilli, 0);
    assert.equal(await statusOf(orderId), 'released');
    assert.equal(shop.told('stock.reserved', orderId).length, 0);
  });

  it('an order that comes after its time is rejected, whatever there is', async () => {
    const productId = await stocked(10_000);
    const orderId = randomUUID();
    await shop.publish('order.placed', placed(orderId, [{ productId, quantityMilli: 1_000 }], -1));
    const shortages = [{ productId, requestedMilli: 1_000, availableMilli: 10_000 }];
    await eventually(() =>
      assert.deepEqual(shop.told('stock.rejected', orderId), [{ orderId, shortages }]),
    );
    assert.equal((await stockOf(productId)).reservedMilli, 0);
  });

  it('a reservation that nobody comes back for is released when its time is over', async () => {
    const productId = await stocked(10_000);
    const orderId = randomUUID();
    await shop.publish('order.placed', placed(orderId, [{ productId, quantityMilli: 1_000 }], 300));
    await eventually(async () => assert.equal(await statusOf(orderId), 'released'));
    assert.equal((await stockOf(productId)).reservedMilli, 0);
  });

  it('an order of a product that has not arrived waits for it', async () => {
    const product = someProduct();
    const orderId = randomUUID();
    await shop.publish(
      'order.placed',
      placed(orderId, [{ productId: product.id, quantityMilli: 1_000 }]),
    );
    assert.equal(await statusOf(orderId), undefined);
    await shop.addProduct(product);
    await eventually(() => assert.equal(shop.told('stock.rejected', orderId).length, 1));
  });

  it('reservations are never deleted', async () => {
    await assert.rejects(shop.db.query('DELETE FROM reservation'), /never allowed/);
  });
});
