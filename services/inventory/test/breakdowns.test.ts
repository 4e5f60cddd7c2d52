/** Breakdowns: the weight balances to the gram and the cost to the centavo, and every cut leads to its supplier. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { addDays } from '@balcao/contracts/dates.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { after, before, describe, it } from 'mocha';
import { type Butcher, openButcher, today } from './butcher.ts';
import { completed } from './shop.ts';

describe('breakdowns', () => {
  let butcher: Butcher;
  before(async () => {
    butcher = await openButcher();
  });
  after(() => butcher.shop.close());

  it('one carcass goes out; its cuts come in with all of its cost, and the loss with none', async () => {
    const { supplierId, rump, flank, done, carcass, level, isConsistent } = butcher;
    const { productId, lotId } = await carcass();
    const [before] = [await level(rump)];
    const answer = await done({
      inputLotId: lotId,
      quantityMilli: 100_000,
      outputs: [
        { productId: rump, quantityMilli: 30_000 },
        { productId: flank, quantityMilli: 50_000 },
      ],
    });
    assert.deepEqual(
      [
        answer.status,
        answer.costMinor,
        answer.lossMilli,
        answer.lossBasisPoints,
        answer.supplierId,
      ],
      ['done', 200_000, 20_000, 2_000, supplierId],
    );
    const outputs = answer.outputs.map((one: Record<string, unknown>) => [
      one.costMinor,
      one.yieldBasisPoints,
      one.deviationBasisPoints,
      one.expiresOn,
    ]);
    assert.deepEqual(outputs, [
      [75_000, 3_000, null, addDays(today, 10)],
      [125_000, 5_000, null, addDays(today, 10)],
    ]);
    assert.deepEqual(await level(productId), [0, 0]);
    assert.deepEqual(await level(rump), [(before[0] ?? 0) + 30_000, (before[1] ?? 0) + 75_000]);
    assert.equal(await isConsistent(), true);
  });

  it('a cut is a lot whose parent is the input’s, with its supplier and expiry unless another is told', async () => {
    const { supplierId, rump, flank, bones, done, carcass, lotOf } = butcher;
    const { lotId } = await carcass();
    const [sooner, later] = [addDays(today, 3), addDays(today, 90)];
    const { outputs } = await done({
      inputLotId: lotId,
      quantityMilli: 40_000,
      outputs: [
        { productId: rump, quantityMilli: 10_000 },
        { productId: flank, quantityMilli: 20_000, expiresOn: sooner },
        { productId: bones, quantityMilli: 5_000, weightMilli: 8_000, expiresOn: later },
      ],
    });
    const lots = await Promise.all(outputs.map((one: { lotId: string }) => lotOf(one.lotId)));
    for (const lot of lots) assert.deepEqual([lot?.parentId, lot?.supplierId], [lotId, supplierId]);
    assert.deepEqual(
      lots.map((lot) => lot?.expiresOn),
      [addDays(today, 10), sooner, later],
    );
    assert.equal((await lotOf(lotId))?.onHandMilli, 60_000);
  });

  it('what is sold of a cut of a cut leads to the supplier, and the carcass to whom it was sold', async () => {
    const { shop, stockist, supplierId, done, carcass } = butcher;
    const { lotId } = await carcass();
    const [primal, cut] = [await shop.addProduct({ name: 'Alcatra' }), await shop.addProduct()];
    const first = await done({
      inputLotId: lotId,
      quantityMilli: 100_000,
      outputs: [{ productId: primal, quantityMilli: 80_000 }],
    });
    const second = await done({
      inputProductId: primal,
      quantityMilli: 80_000,
      outputs: [{ productId: cut, quantityMilli: 70_000 }],
    });
    const [primalLot, cutLot] = [first.outputs[0].lotId, second.outputs[0].lotId];
    assert.equal(second.inputLotId, primalLot);
    const orderId = randomUUID();
    const lines = [{ productId: cut, quantityMilli: 1_000 }];
    await shop.publish('sale.completed', completed(orderId, lines));

    const ids = (lots: { id: string }[]) => lots.map(({ id }) => id);
    const down = (await stockist.get(`/inventory/lots/${lotId}/trace`)).body;
    assert.deepEqual(new Set(ids(down.descendants)), new Set([primalLot, cutLot]));
    assert.deepEqual(
      down.orders.map((one: Record<string, unknown>) => [one.orderId, one.lotId, one.soldMilli]),
      [[orderId, cutLot, 1_000]],
    );
    const up = (await stockist.get(`/inventory/lots/${cutLot}/trace`)).body;
    assert.deepEqual([ids(up.ancestors), up.supplier.id], [[primalLot, lotId], supplierId]);
  });

  it('a product’s first lot to expire is taken that holds all of the quantity', async () => {
    const { stockist, rump, breakDown, done, carcass } = butcher;
    const { productId } = await carcass(30_000, { expiresOn: addDays(today, 5) });
    const buy = (quantityMilli: number, days: number) =>
      stockist.post('/inventory/movements', {
        type: 'purchase',
        productId,
        quantityMilli,
        unitCostMinor: 1_000,
        expiresOn: addDays(today, days),
      });
    await buy(10_000, 1);
    const { id: wanted } = (await buy(40_000, 3)).body;
    const outputs = [{ productId: rump, quantityMilli: 20_000 }];
    const answer = await done({ inputProductId: productId, quantityMilli: 25_000, outputs });
    assert.equal(answer.inputLotId, wanted);
    const many = await breakDown({ inputProductId: productId, quantityMilli: 50_000, outputs });
    assert.deepEqual([many.status, many.body.code], [409, 'conflict']);
  });

  it('by a template, each output and the loss say how far they are from what was expected', async () => {
    const { stockist, rump, flank, bones, breakDown, done, carcass } = butcher;
    const { productId, lotId } = await carcass();
    const template = await stockist.post('/inventory/breakdown-templates', {
      name: 'Traseiro',
      inputProductId: productId,
      outputs: [
        { productId: rump, expectedBasisPoints: 3_500 },
        { productId: bones, expectedBasisPoints: 1_000 },
      ],
    });
    assert.equal(template.body.expectedLossBasisPoints, 5_500);
    const request = {
      inputLotId: lotId,
      quantityMilli: 50_000,
      outputs: [
        { productId: rump, quantityMilli: 16_000 },
        { productId: flank, quantityMilli: 30_000 },
      ],
      templateId: template.body.id,
    };
    const answer = await done(request);
    const seen = answer.outputs.map((one: Record<string, unknown>) => [
      one.productId,
      one.yieldBasisPoints,
      one.expectedBasisPoints,
      one.deviationBasisPoints,
    ]);
    assert.deepEqual(seen, [
      [rump, 3_200, 3_500, -300],
      [flank, 6_000, null, null],
      [bones, 0, 1_000, -1_000],
    ]);
    assert.deepEqual([answer.lossBasisPoints, answer.lossDeviationBasisPoints], [800, -4_700]);
    assert.deepEqual((await stockist.get(`/inventory/breakdowns/${answer.id}`)).body, answer);
    const listed = await stockist.get(`/inventory/breakdowns?templateId=${template.body.id}`);
    assert.deepEqual(listed.body.items, [answer]);
    const other = await carcass();
    const wrong = await breakDown({ ...request, inputLotId: other.lotId });
    assert.deepEqual([wrong.status, wrong.body.errors[0].path], [422, 'templateId']);
  });

  it('others hear of one change of stock that is worth nothing in all', async () => {
    const { shop, rump, flank, done, carcass } = butcher;
    const { lotId } = await carcass(10_000);
    const { id } = await done({
      inputLotId: lotId,
      quantityMilli: 10_000,
      outputs: [
        { productId: rump, quantityMilli: 3_333 },
        { productId: flank, quantityMilli: 3_334 },
      ],
    });
    const change = await eventually(() => {
      const [first, ...others] = shop.told('stock.changed', id);
      assert.deepEqual(
        [first?.sourceType, others.length, first?.items.length],
        ['breakdown', 0, 3],
      );
      return first;
    });
    const costs = change?.items.map(({ costMinor }) => costMinor) ?? [];
    assert.equal(
      costs.reduce((sum, cost) => sum + cost, 0),
      0,
    );
  });

  it('a repeat has one effect, by its key and by its id', async () => {
    const { rump, breakDown, carcass, level } = butcher;
    const { productId, lotId } = await carcass(10_000);
    const request = {
      id: randomUUID(),
      inputLotId: lotId,
      quantityMilli: 4_000,
      outputs: [{ productId: rump, quantityMilli: 3_000 }],
    };
    const key = { 'idempotency-key': randomUUID() };
    const answers = await Promise.all([1, 2, 3, 4].map(() => breakDown(request, key)));
    assert.deepEqual(
      answers.map(({ status, body }) => [status, body.id]),
      Array(4).fill([201, request.id]),
    );
    const again = await breakDown(request);
    assert.deepEqual([again.status, again.body.code], [409, 'already_exists']);
    assert.equal((await level(productId))[0], 6_000);
  });
});
