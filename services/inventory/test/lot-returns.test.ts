/** Goods of lots that come back with a refund: into the lots that they came from, or lost at the cost that they had. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { type LotDesk, openLotDesk } from './lot-desk.ts';
import { refunded } from './shop.ts';

describe('lots', () => {
  let desk: LotDesk;
  before(async () => {
    desk = await openLotDesk();
  });
  after(() => desk?.close());

  it('several refunds of a sale go back into its lots, what left last first, and no more than was sold', async () => {
    const productId = await desk.shop.addProduct();
    const first = await desk.shop.buyLot(productId, {
      expiresOn: '2026-11-30',
      unitCostMinor: 333,
    });
    const second = await desk.shop.buyLot(productId, {
      expiresOn: '2026-12-30',
      unitCostMinor: 777,
    });
    const orderId = await desk.sell(productId, 1_500);
    for (const quantityMilli of [400, 400, 700, 1]) {
      await desk.shop.publish('sale.refunded', refunded(orderId, [{ productId, quantityMilli }]));
    }
    assert.deepEqual(
      [await desk.onHand(first), await desk.onHand(second)],
      [
        [1_000, 333],
        [1_000, 777],
      ],
    );
    const returns = await desk.movementsOf(`productId=${productId}&type=return`);
    assert.deepEqual(
      returns.map((one: { quantityMilli: number; orderId: string }) => [
        one.quantityMilli,
        one.orderId,
      ]),
      [700, 400, 400].map((quantityMilli) => [quantityMilli, orderId]),
    );
  });

  it('what comes back to be thrown away is returned and lost at one cost', async () => {
    const productId = await desk.shop.addProduct();
    const lot = await desk.shop.buyLot(productId, { unitCostMinor: 1_000 });
    const orderId = await desk.sell(productId, 900);
    const refund = refunded(orderId, [
      { productId, quantityMilli: 300 },
      { productId, quantityMilli: 200 },
    ]);
    const [kept, lost] = refund.lines;
    assert.ok(kept !== undefined && lost !== undefined);
    const lines = [kept, { ...lost, disposition: 'waste' as const }];
    await desk.shop.publish('sale.refunded', { ...refund, lines });
    const made = await desk.movementsOf(`sourceId=${refund.refundId}`);
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
    assert.deepEqual(await desk.onHand(lot), [400, 400]);
  });
});
