/** Lots, through HTTP and events: what expires first is sold first, what expired is not, and goods go back where they came from. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { after, before, describe, it } from 'mocha';
import { completed, openShop, placed, refunded, type Shop } from './shop.ts';

describe('lots', () => {
  let shop: Shop;
  let stockist: ApiClient;
  // The sales of `completed` are of 21 November 2026.
  const now = new Date('2026-11-21T15:00:00.000Z');
  before(async () => {
    shop = await openShop({}, () => now);
    stockist = shop.service.as('stockist');
  });
  after(async () => {
    const { body } = await stockist.get('/inventory/stock/verify');
    await shop.close();
    assert.equal(body.isConsistent, true, JSON.stringify(body));
  });

  const onHand = async (lotId: string) => {
    const [lot] = await shop.db.query<{ on_hand_milli: number; value_minor: number }>(
      'SELECT on_hand_milli, value_minor FROM lot WHERE id = $1',
      [lotId],
    );
    return [lot?.on_hand_milli, lot?.value_minor];
  };
  const stockOf = async (productId: string) =>
    (await stockist.get(`/inventory/stock/${productId}`)).body;
  const movementsOf = async (filter: string) =>
    (await stockist.get(`/inventory/movements?${filter}`)).body.items;
  const sell = async (productId: string, quantityMilli: number) => {
    const orderId = randomUUID();
    await shop.publish('sale.completed', completed(orderId, [{ productId, quantityMilli }]));
    return orderId;
  };

  it('a sale takes what expires first, at its cost, and names the lots', async () => {
    const productId = await shop.addProduct();
    const late = await shop.buyLot(productId, { unitCostMinor: 3_000, expiresOn: '2026-12-31' });
    const soon = await shop.buyLot(productId, { unitCostMinor: 1_999, expiresOn: '2026-11-21' });
    const orderId = await sell(productId, 1_500);
    assert.deepEqual(
      [await onHand(soon), await onHand(late)],
      [
        [0, 0],
        [500, 1_500],
      ],
    );
    const [sale] = await movementsOf(`sourceId=${orderId}`);
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
    const productId = await shop.addProduct();
    const dates = { receivedOn: '2026-11-01', expiresOn: '2026-11-20' };
    await shop.buyLot(productId, { quantityMilli: 5_000, ...dates });
    await shop.buyLot(productId, { quantityMilli: 1_000 });
    const { onHandMilli, expiredMilli, availableMilli } = await stockOf(productId);
    assert.deepEqual([onHandMilli, expiredMilli, availableMilli], [6_000, 5_000, 1_000]);
    const orderId = randomUUID();
    await shop.publish('order.placed', placed(orderId, [{ productId, quantityMilli: 1_001 }]));
    await eventually(() =>
      assert.deepEqual(shop.told('stock.rejected', orderId)[0]?.shortages, [
        { productId, requestedMilli: 1_001, availableMilli: 1_000 },
      ]),
    );
  });

  it('a sale that has happened is held and taken whatever there is; expired goods stay where they are', async () => {
    const productId = await shop.addProduct();
    const old = await shop.buyLot(productId, { receivedOn: '2026-11-01', expiresOn: '2026-11-20' });
    const orderId = randomUUID();
    const lines = [{ productId, quantityMilli: 400 }];
    await shop.publish('order.placed', { ...placed(orderId, lines, -1), hasHappened: true });
    await eventually(() =>
      assert.deepEqual(shop.told('stock.reserved', orderId)[0]?.shortages, [
        { productId, requestedMilli: 400, availableMilli: 0 },
      ]),
    );
    await shop.publish('sale.completed', completed(orderId, lines));
    const [sale] = await movementsOf(`sourceId=${orderId}`);
    assert.deepEqual([sale.oversoldMilli, sale.lots], [400, []]);
    assert.deepEqual(await onHand(old), [1_000, 1_000]);
    const { onHandMilli, availableMilli, reservedMilli } = await stockOf(productId);
    assert.deepEqual([onHandMilli, availableMilli, reservedMilli], [600, -400, 0]);
  });

  it('a sale that is told late is traced to what was there on its day, though newer goods expire first', async () => {
    const productId = await shop.addProduct();
    const newer = await shop.buyLot(productId, {
      receivedOn: '2026-11-21',
      expiresOn: '2026-11-22',
    });
    const older = await shop.buyLot(productId, {
      receivedOn: '2026-11-19',
      expiresOn: '2026-11-30',
    });
    const orderId = randomUUID();
    const late = { ...completed(orderId, [{ productId, quantityMilli: 1_400 }]) };
    await shop.publish('sale.completed', { ...late, businessDate: '2026-11-20' });
    const [sale] = await movementsOf(`sourceId=${orderId}`);
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
    const productId = await shop.addProduct({ costMinor: 2_000 });
    const orderId = await sell(productId, 600);
    const lot = await shop.buyLot(productId, { unitCostMinor: 1_000 });
    assert.deepEqual(await onHand(lot), [400, 400]);
    const [sale] = await movementsOf(`sourceId=${orderId}`);
    assert.deepEqual(sale.lots, [{ lotId: lot, quantityMilli: -600, costMinor: -600 }]);
    await shop.publish('sale.refunded', refunded(orderId, [{ productId, quantityMilli: 600 }]));
    assert.deepEqual(await onHand(lot), [1_000, 1_000]);
  });

  it('several refunds of a sale go back into its lots, what left last first, and no more than was sold', async () => {
    const productId = await shop.addProduct();
    const first = await shop.buyLot(productId, { expiresOn: '2026-11-30', unitCostMinor: 333 });
    const second = await shop.buyLot(productId, { expiresOn: '2026-12-30', unitCostMinor: 777 });
    const orderId = await sell(productId, 1_500);
    for (const quantityMilli of [400, 400, 700, 1]) {
      await shop.publish('sale.refunded', refunded(orderId, [{ productId, quantityMilli }]));
    }
    assert.deepEqual(
      [await onHand(first), await onHand(second)],
      [
        [1_000, 333],
        [1_000, 777],
      ],
    );
    const returns = await movementsOf(`productId=${productId}&type=return`);
    assert.deepEqual(
      returns.map((one: { quantityMilli: number; orderId: string }) => [
        one.quantityMilli,
        one.orderId,
      ]),
      [700, 400, 400].map((quantityMilli) => [quantityMilli, orderId]),
    );
  });

  it('what comes back to be thrown away is returned and lost at one cost', async () => {
    const productId = await shop.addProduct();
    const lot = await shop.buyLot(productId, { unitCostMinor: 1_000 });
    const orderId = await sell(productId, 900);
    const refund = refunded(orderId, [
      { productId, quantityMilli: 300 },
      { productId, quantityMilli: 200 },
    ]);
    const [kept, lost] = refund.lines;
    assert.ok(kept !== undefined && lost !== undefined);
    const lines = [kept, { ...lost, disposition: 'waste' as const }];
    await shop.publish('sale.refunded', { ...refund, lines });
    const made = await movementsOf(`sourceId=${refund.refundId}`);
    assert.deepEqual(
      made.map(
        (one: { type: string; quantityMilli: number; costMinor: number; reason: string }) => [
          one.type,
          one.quantityMilli,
          one.costMinor,
          one.reason,
        ],
      ),
      [
        ['waste', -200, -200, 'refund'],
        ['return', 500, 500, null],
      ],
    );
    assert.deepEqual(await onHand(lot), [400, 400]);
  });

  it('a lot expires after the shelf life of the product where nothing else is said', async () => {
    const productId = await shop.addProduct({ shelfLifeDays: 5 });
    const expiry = async (parts: object) => {
      const lotId = await shop.buyLot(productId, parts);
      const [lot] = await shop.db.query('SELECT received_on, expires_on FROM lot WHERE id = $1', [
        lotId,
      ]);
      return [lot?.received_on, lot?.expires_on];
    };
    assert.deepEqual(await expiry({}), ['2026-11-21', '2026-11-26']);
    assert.deepEqual(await expiry({ receivedOn: '2026-11-18' }), ['2026-11-18', '2026-11-23']);
    assert.deepEqual(await expiry({ expiresOn: '2026-11-22' }), ['2026-11-21', '2026-11-22']);
  });

  it('losses name their lot, or are of the lot whose turn it is; expiry is of what expired', async () => {
    const productId = await shop.addProduct();
    const dates = { receivedOn: '2026-11-01', expiresOn: '2026-11-20' };
    const old = await shop.buyLot(productId, dates);
    const good = await shop.buyLot(productId, {});
    const lose = async (body: object) =>
      (await stockist.post('/inventory/movements', { productId, ...body })).status;
    const waste = { type: 'waste', quantityMilli: 100 };
    assert.equal(await lose({ ...waste, reason: 'trim' }), 201);
    assert.equal(await lose({ ...waste, reason: 'expiry' }), 201);
    assert.equal(await lose({ ...waste, reason: 'theft', lotId: old }), 201);
    assert.equal(await lose({ ...waste, reason: 'theft', quantityMilli: 801, lotId: old }), 409);
    const adjustment = { type: 'adjustment', reason: 'counted' };
    assert.equal(await lose({ ...adjustment, quantityMilli: -100, lotId: good }), 201);
    assert.equal(await lose({ ...adjustment, quantityMilli: 50, lotId: old }), 201);
    assert.deepEqual(
      [await onHand(old), await onHand(good)],
      [
        [850, 850],
        [800, 800],
      ],
    );
  });

  const refused: [string, object, string][] = [
    ['a lot that there is not', { type: 'return', lotId: randomUUID() }, 'unknown_lot'],
    [
      'a supplier that there is not',
      { type: 'purchase', unitCostMinor: 1, supplierId: randomUUID() },
      'unknown_supplier',
    ],
    [
      'an expiry before the receipt',
      { type: 'purchase', unitCostMinor: 1, receivedOn: '2026-11-02', expiresOn: '2026-11-01' },
      'validation_failed',
    ],
    [
      'a lot of a purchase',
      { type: 'purchase', unitCostMinor: 1, lotId: randomUUID() },
      'validation_failed',
    ],
  ];
  for (const [name, body, code] of refused) {
    it(`refuses ${name}`, async () => {
      const productId = await shop.addProduct();
      const answer = await stockist.post('/inventory/movements', {
        productId,
        quantityMilli: 1_000,
        ...body,
      });
      assert.deepEqual([answer.status, answer.body.code], [422, code]);
    });
  }

  it('a lot of another product is refused', async () => {
    const lotId = await shop.buyLot(await shop.addProduct(), {});
    const productId = await shop.addProduct();
    const waste = { type: 'waste', productId, quantityMilli: 1, reason: 'trim', lotId };
    const answer = await stockist.post('/inventory/movements', waste);
    assert.deepEqual([answer.status, answer.body.code], [422, 'unknown_lot']);
  });
});
