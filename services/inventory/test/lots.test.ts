/** Lots that are sold, through HTTP and events: what expires first goes first, and what had expired does not. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { after, before, describe, it } from 'mocha';
import { type LotDesk, openLotDesk } from './lot-desk.ts';
import { completed, placed, refunded } from './shop.ts';

describe('lots', () => {
  let desk: LotDesk;
  before(async () => {
    desk = await openLotDesk();
  });
  after(() => desk?.close());

  it('a sale takes what expires first, at its cost, and names the lots', async () => {
    const productId = await desk.shop.addProduct();
    const late = await desk.shop.buyLot(productId, {
      unitCostMinor: 3_000,
      expiresOn: '2026-12-31',
    });
    const soon = await desk.shop.buyLot(productId, {
      unitCostMinor: 1_999,
      expiresOn: '2026-11-21',
    });
    const orderId = await desk.sell(productId, 1_500);
    assert.deepEqual(
      [await desk.onHand(soon), await desk.onHand(late)],
      [
        [0, 0],
        [500, 1_500],
      ],
    );
    const [sale] = await desk.movementsOf(`sourceId=${orderId}`);
    assert.deepEqual(
      [sale.orderId, sale.costMinor, sale.oversoldMilli, sale.lots],
      [
        orderId,
        -3_499,
        0,
        [
          { lotId: soon, quantityMilli: -1_000, costMinor: -1_999 },
          { lotId: late, quantityMilli: -500, costMinor: -1_500 },
        ],
      ],
    );
  });

  it('what has expired is neither available nor promised, and is no oversell of what is left', async () => {
    const productId = await desk.shop.addProduct();
    const dates = { receivedOn: '2026-11-01', expiresOn: '2026-11-20' };
    await desk.shop.buyLot(productId, { quantityMilli: 5_000, ...dates });
    await desk.shop.buyLot(productId, { quantityMilli: 1_000 });
    const { onHandMilli, expiredMilli, availableMilli } = await desk.stockOf(productId);
    assert.deepEqual([onHandMilli, expiredMilli, availableMilli], [6_000, 5_000, 1_000]);
    const orderId = randomUUID();
    await desk.shop.publish('order.placed', placed(orderId, [{ productId, quantityMilli: 1_001 }]));
    await eventually(() =>
      assert.deepEqual(desk.shop.told('stock.rejected', orderId)[0]?.shortages, [
        { productId, requestedMilli: 1_001, availableMilli: 1_000 },
      ]),
    );
  });

  it('a sale that has happened is held and taken whatever there is; expired goods stay where they are', async () => {
    const productId = await desk.shop.addProduct();
    const old = await desk.shop.buyLot(productId, {
      receivedOn: '2026-11-01',
      expiresOn: '2026-11-20',
    });
    const orderId = randomUUID();
    const lines = [{ productId, quantityMilli: 400 }];
    await desk.shop.publish('order.placed', { ...placed(orderId, lines, -1), hasHappened: true });
    await eventually(() =>
      assert.deepEqual(desk.shop.told('stock.reserved', orderId)[0]?.shortages, [
        { productId, requestedMilli: 400, availableMilli: 0 },
      ]),
    );
    await desk.shop.publish('sale.completed', completed(orderId, lines));
    const [sale] = await desk.movementsOf(`sourceId=${orderId}`);
    assert.deepEqual([sale.oversoldMilli, sale.lots], [400, []]);
    assert.deepEqual(await desk.onHand(old), [1_000, 1_000]);
    const { onHandMilli, availableMilli, reservedMilli } = await desk.stockOf(productId);
    assert.deepEqual([onHandMilli, availableMilli, reservedMilli], [600, -400, 0]);
  });

  it('a sale that is told late is traced to what was there on its day, though newer goods expire first', async () => {
    const productId = await desk.shop.addProduct();
    const newer = await desk.shop.buyLot(productId, {
      receivedOn: '2026-11-21',
      expiresOn: '2026-11-22',
    });
    const older = await desk.shop.buyLot(productId, {
      receivedOn: '2026-11-19',
      expiresOn: '2026-11-30',
    });
    const orderId = randomUUID();
    const late = { ...completed(orderId, [{ productId, quantityMilli: 1_400 }]) };
    await desk.shop.publish('sale.completed', { ...late, businessDate: '2026-11-20' });
    const [sale] = await desk.movementsOf(`sourceId=${orderId}`);
    const taken = sale.lots.map((lot: { lotId: string; quantityMilli: number }) => [
      lot.lotId,
      lot.quantityMilli,
    ]);
    assert.deepEqual(
      new Map(taken),
      new Map([
        [older, -1_000],
        [newer, -400],
      ]),
    );
  });

  it('an oversold sale gets the lot that makes up for it, and gives it back', async () => {
    const productId = await desk.shop.addProduct({ costMinor: 2_000 });
    const orderId = await desk.sell(productId, 600);
    const lot = await desk.shop.buyLot(productId, { unitCostMinor: 1_000 });
    assert.deepEqual(await desk.onHand(lot), [400, 400]);
    const [sale] = await desk.movementsOf(`sourceId=${orderId}`);
    assert.deepEqual(sale.lots, [{ lotId: lot, quantityMilli: -600, costMinor: -600 }]);
    await desk.shop.publish(
      'sale.refunded',
      refunded(orderId, [{ productId, quantityMilli: 600 }]),
    );
    assert.deepEqual(await desk.onHand(lot), [1_000, 1_000]);
  });
});
