/** A mistaken breakdown is undone as long as its cuts are whole, and leaves everything as it was. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { addDays } from '@balcao/contracts/dates.ts';
import { after, before, describe, it } from 'mocha';
import { type Butcher, openButcher, today } from './butcher.ts';
import { placed } from './shop.ts';

describe('reversal of breakdowns', () => {
  let butcher: Butcher;
  before(async () => {
    butcher = await openButcher();
  });
  after(() => butcher.shop.close());

  it('a breakdown is undone while its cuts are untouched, once, and costs nothing', async () => {
    const { stockist, rump, flank, done, carcass, lotOf, level, isConsistent } = butcher;
    const { productId, lotId } = await carcass(10_000);
    const [rumpBefore, flankBefore] = [await level(rump), await level(flank)];
    const request = {
      inputLotId: lotId,
      quantityMilli: 7_000,
      outputs: [
        { productId: rump, quantityMilli: 2_000 },
        { productId: flank, quantityMilli: 3_001 },
      ],
    };
    const { id } = await done(request);
    const reverse = () => stockist.post(`/inventory/breakdowns/${id}/reverse`, { note: 'engano' });
    const answers = await Promise.all([reverse(), reverse(), reverse()]);
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409, 409]);
    const { body } = await stockist.get(`/inventory/breakdowns/${id}`);
    assert.deepEqual([body.status, body.reversedAt !== null], ['reversed', true]);
    assert.deepEqual(await level(productId), [10_000, 20_000]);
    assert.deepEqual([await level(rump), await level(flank)], [rumpBefore, flankBefore]);
    assert.equal((await lotOf(lotId))?.onHandMilli, 10_000);
    assert.equal(await isConsistent(), true);
    await done(request);
  });

  it('a breakdown whose cuts are promised stays, though there is more that has expired', async () => {
    const { shop, stockist, supplierId, done, carcass } = butcher;
    const cut = await shop.addProduct();
    await shop.buyLot(cut, {
      supplierId,
      quantityMilli: 10_000,
      receivedOn: addDays(today, -9),
      expiresOn: addDays(today, -1),
    });
    const { lotId } = await carcass(10_000);
    const outputs = [{ productId: cut, quantityMilli: 2_000 }];
    const { id } = await done({ inputLotId: lotId, quantityMilli: 3_000, outputs });
    const order = placed(randomUUID(), [{ productId: cut, quantityMilli: 2_000 }]);
    await shop.publish('order.placed', order);
    const promised = await stockist.post(`/inventory/breakdowns/${id}/reverse`);
    assert.deepEqual([promised.status, promised.body.code], [409, 'conflict']);
  });

  it('a breakdown of which something was lost or promised stays', async () => {
    const { shop, stockist, done, carcass } = butcher;
    const cut = await shop.addProduct();
    const { lotId } = await carcass(10_000);
    const outputs = [{ productId: cut, quantityMilli: 2_000 }];
    const { id } = await done({ inputLotId: lotId, quantityMilli: 3_000, outputs });
    const orderId = randomUUID();
    await shop.publish('order.placed', placed(orderId, [{ productId: cut, quantityMilli: 1 }]));
    const promised = await stockist.post(`/inventory/breakdowns/${id}/reverse`);
    assert.deepEqual([promised.status, promised.body.code], [409, 'conflict']);
    await shop.publish('order.cancelled', { orderId, reason: 'requested' });
    const waste = { type: 'waste', productId: cut, quantityMilli: 1, reason: 'trim' };
    await stockist.post('/inventory/movements', waste);
    const touched = await stockist.post(`/inventory/breakdowns/${id}/reverse`);
    assert.deepEqual([touched.status, touched.body.code], [409, 'conflict']);
    assert.equal(
      (await stockist.post(`/inventory/breakdowns/${randomUUID()}/reverse`)).status,
      404,
    );
  });
});
