/** Protects: what is on offer is what is charged, and an open order keeps the prices of its last change. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { makeScaleLabel } from '@balcao/contracts/scale-label.ts';
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import { type Counter, openCounter } from './counter.ts';

describe('promotions at the counter', () => {
  let counter: Counter;
  let seller: ApiClient;
  before(async () => {
    counter = await openCounter({ isHelpful: true });
    seller = counter.as('seller');
  });
  after(() => counter.stop());

  const offer = async (fields: Record<string, unknown>) => {
    const promotion = {
      id: randomUUID(),
      name: 'Oferta',
      productId: null,
      categoryId: null,
      kind: 'price',
      percentBasisPoints: null,
      priceMinor: null,
      weekdays: [1, 2, 3, 4, 5, 6, 7],
      startsOn: null,
      endsOn: null,
      fromTime: null,
      toTime: null,
      active: true,
      version: 1,
      ...fields,
    };
    await counter.say('promotion.created', promotion.id, { promotion });
    return promotion;
  };
  const sell = async (line: Record<string, unknown>) =>
    (await seller.post('/orders', { lines: [line], place: false })).body;

  it('are charged, and the line names them beside the list price', async () => {
    const { id: productId } = await counter.addProduct({ priceMinor: 3990 });
    const { id } = await offer({ productId, priceMinor: 2990 });
    const { body } = await seller.post('/orders', {
      lines: [{ productId, quantityMilli: 1500 }],
      payments: [{ method: 'cash', amountMinor: 4485 }],
    });
    assert.equal(body.status, 'completed');
    const [line] = (await seller.get(`/orders/${body.id}`)).body.lines;
    assert.equal(line.unitPriceMinor, 2990);
    assert.equal(line.listPriceMinor, 3990);
    assert.equal(line.promotionId, id);
    assert.equal(line.totalMinor, 4485);
  });

  it('of a category hold for the products in it, and the highest version of each counts', async () => {
    const categoryId = randomUUID();
    const { id: productId } = await counter.addProduct({ priceMinor: 1000, categoryId });
    const promotion = await offer({ categoryId, kind: 'percent', percentBasisPoints: 1000 });
    assert.equal((await sell({ productId, quantityMilli: 1000 })).totalMinor, 900);
    const ended = { ...promotion, active: false, version: 3 };
    await counter.say('promotion.updated', promotion.id, { promotion: ended });
    const late = { ...promotion, version: 2 };
    await counter.say('promotion.updated', promotion.id, { promotion: late });
    const { lines } = await sell({ productId, quantityMilli: 1000 });
    assert.equal(lines[0].unitPriceMinor, 1000);
    assert.equal(lines[0].promotionId, null);
  });

  it('never beat what a label says; a label of before is stale and keeps its own price', async () => {
    const piece = { plu: '801', priceMinor: 500, unit: 'un' };
    const { id: productId } = await counter.addProduct(piece);
    await offer({ productId, priceMinor: 300 });
    const label = (totalMinor: number) => makeScaleLabel('2CCCC0TTTTTT', '801', totalMinor);
    const old = await sell({ code: label(500) });
    assert.equal(old.totalMinor, 500);
    assert.equal(old.lines[0].isPriceStale, true);
    assert.equal(old.lines[0].unitPriceMinor, 500);
    assert.equal(old.lines[0].promotionId, null);
    const fresh = await sell({ code: label(600) });
    assert.equal(fresh.lines[0].isPriceStale, false);
    assert.equal(fresh.lines[0].quantityMilli, 2000);
  });

  it('that begin or end, and prices that change, leave an open order as it is until its lines are set', async () => {
    const product = await counter.addProduct({ priceMinor: 1000 });
    const lines = [{ productId: product.id, quantityMilli: 1000 }];
    const open = await sell({ productId: product.id, quantityMilli: 1000 });
    const raised = { ...product, priceMinor: 1200, version: 2 };
    await counter.say('product.updated', product.id, { product: raised });
    const promotion = await offer({ productId: product.id, priceMinor: 700 });
    assert.equal((await seller.post(`/orders/${open.id}/hold`, {})).body.totalMinor, 1000);
    await seller.post(`/orders/${open.id}/resume`, {});
    const changed = await seller.put(`/orders/${open.id}/lines`, { lines });
    assert.equal(changed.body.totalMinor, 700);
    const ended = { ...promotion, active: false, version: 2 };
    await counter.say('promotion.updated', promotion.id, { promotion: ended });
    const payments = [{ method: 'cash', amountMinor: 700 }];
    const placed = await seller.post(
      `/orders/${open.id}/place`,
      { payments },
      { prefer: 'wait=10' },
    );
    assert.equal(placed.body.status, 'completed');
    assert.equal(placed.body.totalMinor, 700);
    assert.equal((await sell({ productId: product.id, quantityMilli: 1000 })).totalMinor, 1200);
  });
});
