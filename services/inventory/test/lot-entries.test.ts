/** Lots in movements that a person enters: when a purchase expires, which lot a loss is of, and what is refused. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'mocha';
import { type LotDesk, openLotDesk } from './lot-desk.ts';

describe('lots', () => {
  let desk: LotDesk;
  before(async () => {
    desk = await openLotDesk();
  });
  after(() => desk?.close());

  it('a lot expires after the shelf life of the product where nothing else is said', async () => {
    const productId = await desk.shop.addProduct({ shelfLifeDays: 5 });
    const expiry = async (parts: object) => {
      const lotId = await desk.shop.buyLot(productId, parts);
      const [lot] = await desk.shop.db.query(
        'SELECT received_on, expires_on FROM lot WHERE id = $1',
        [lotId],
      );
      return [lot?.received_on, lot?.expires_on];
    };
    assert.deepEqual(await expiry({}), ['2026-11-21', '2026-11-26']);
    assert.deepEqual(await expiry({ receivedOn: '2026-11-18' }), ['2026-11-18', '2026-11-23']);
    assert.deepEqual(await expiry({ expiresOn: '2026-11-22' }), ['2026-11-21', '2026-11-22']);
  });

  it('losses name their lot, or are of the lot whose turn it is; expiry is of what expired', async () => {
    const productId = await desk.shop.addProduct();
    const dates = { receivedOn: '2026-11-01', expiresOn: '2026-11-20' };
    const old = await desk.shop.buyLot(productId, dates);
    const good = await desk.shop.buyLot(productId, {});
    const lose = async (body: object) =>
      (await desk.stockist.post('/inventory/movements', { productId, ...body })).status;
    const waste = { type: 'waste', quantityMilli: 100 };
    assert.equal(await lose({ ...waste, reason: 'trim' }), 201);
    assert.equal(await lose({ ...waste, reason: 'expiry' }), 201);
    assert.equal(await lose({ ...waste, reason: 'theft', lotId: old }), 201);
    assert.equal(await lose({ ...waste, reason: 'theft', quantityMilli: 801, lotId: old }), 409);
    const adjustment = { type: 'adjustment', reason: 'counted' };
    assert.equal(await lose({ ...adjustment, quantityMilli: -100, lotId: good }), 201);
    assert.equal(await lose({ ...adjustment, quantityMilli: 50, lotId: old }), 201);
    assert.deepEqual(
      [await desk.onHand(old), await desk.onHand(good)],
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
      const productId = await desk.shop.addProduct();
      const answer = await desk.stockist.post('/inventory/movements', {
        productId,
        quantityMilli: 1_000,
        ...body,
      });
      assert.deepEqual([answer.status, answer.body.code], [422, code]);
    });
  }

  it('a lot of another product is refused', async () => {
    const lotId = await desk.shop.buyLot(await desk.shop.addProduct(), {});
    const productId = await desk.shop.addProduct();
    const waste = { type: 'waste', productId, quantityMilli: 1, reason: 'trim', lotId };
    const answer = await desk.stockist.post('/inventory/movements', waste);
    assert.deepEqual([answer.status, answer.body.code], [422, 'unknown_lot']);
  });
});
