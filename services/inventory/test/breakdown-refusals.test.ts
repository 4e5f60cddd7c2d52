/** Breakdowns that cannot be: weights, prices and products that do not fit, and goods that are not to be had. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { addDays } from '@balcao/contracts/dates.ts';
import { after, before, describe, it } from 'mocha';
import { type Butcher, openButcher, today } from './butcher.ts';
import { placed } from './shop.ts';

describe('breakdowns that are refused', () => {
  let butcher: Butcher;
  before(async () => {
    butcher = await openButcher();
  });
  after(() => butcher.shop.close());

  it('the cost is split by what the cuts sell for, by prices of the catalogue or of the request', async () => {
    const { rump, flank, breakDown, done, carcass } = butcher;
    const { lotId } = await carcass(10_000);
    const answer = await done({
      inputLotId: lotId,
      quantityMilli: 10_000,
      costKey: 'weight_price',
      outputs: [
        { productId: rump, quantityMilli: 2_000 },
        { productId: flank, quantityMilli: 4_000, salePriceMinor: 1_500 },
      ],
    });
    assert.deepEqual(
      answer.outputs.map((one: Record<string, unknown>) => [one.salePriceMinor, one.costMinor]),
      [
        [7_000, 14_000],
        [1_500, 6_000],
      ],
    );
    const other = await carcass(10_000);
    const free = await breakDown({
      inputLotId: other.lotId,
      quantityMilli: 10_000,
      costKey: 'weight_price',
      outputs: [{ productId: rump, quantityMilli: 2_000, salePriceMinor: 0 }],
    });
    assert.deepEqual([free.status, free.body.code], [422, 'price_required']);
  });

  it('weights that do not balance are refused with the difference, and nothing moves', async () => {
    const { rump, breakDown, carcass, level } = butcher;
    const { productId, lotId } = await carcass(10_000);
    const outputs = [{ productId: rump, quantityMilli: 9_000 }];
    const answer = await breakDown({
      inputLotId: lotId,
      quantityMilli: 10_000,
      outputs,
      lossMilli: 990,
    });
    assert.deepEqual(
      [answer.status, answer.body.code, answer.body.differenceMilli],
      [422, 'weights_do_not_balance', 10],
    );
    assert.match(answer.body.detail, /10 g less/);
    const heavy = await breakDown({ inputLotId: lotId, quantityMilli: 8_999, outputs });
    assert.equal(heavy.body.differenceMilli, -1);
    assert.deepEqual(await level(productId), [10_000, 20_000]);
  });

  it('of concurrent breakdowns of one carcass one wins, and the others get 409', async () => {
    const { rump, flank, breakDown, carcass, level, isConsistent } = butcher;
    const { productId, lotId } = await carcass(50_000);
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_none, index) =>
        breakDown({
          ...(index % 2 === 0 ? { inputLotId: lotId } : { inputProductId: productId }),
          quantityMilli: 50_000,
          outputs: [{ productId: index % 3 === 0 ? rump : flank, quantityMilli: 45_000 }],
        }),
      ),
    );
    const statuses = answers.map(({ status }) => status).sort();
    assert.deepEqual(statuses, [201, 409, 409, 409, 409, 409]);
    assert.deepEqual(await level(productId), [0, 0]);
    assert.equal(await isConsistent(), true);
  });

  it('expired meat is not cut, nor is what orders were promised', async () => {
    const { shop, rump, breakDown, done, carcass } = butcher;
    const outputs = [{ productId: rump, quantityMilli: 5_000 }];
    const old = await carcass(10_000, {
      receivedOn: addDays(today, -9),
      expiresOn: addDays(today, -1),
    });
    for (const input of [{ inputLotId: old.lotId }, { inputProductId: old.productId }]) {
      const answer = await breakDown({ ...input, quantityMilli: 6_000, outputs });
      assert.deepEqual([answer.status, answer.body.code], [409, 'conflict']);
    }
    const { productId, lotId } = await carcass(10_000);
    const lines = [{ productId, quantityMilli: 5_000 }];
    await shop.publish('order.placed', placed(randomUUID(), lines));
    const answer = await breakDown({ inputLotId: lotId, quantityMilli: 6_000, outputs });
    assert.deepEqual([answer.status, answer.body.code], [409, 'conflict']);
    await done({ inputLotId: lotId, quantityMilli: 5_000, outputs });
  });

  const bad: [string, () => object, string, string][] = [
    ['no input', () => ({ inputLotId: undefined }), 'validation_failed', 'inputLotId'],
    ['two inputs', () => ({ inputProductId: butcher.rump }), 'validation_failed', 'inputProductId'],
    ['an unknown lot', () => ({ inputLotId: randomUUID() }), 'unknown_lot', 'inputLotId'],
    [
      'an unknown template',
      () => ({ templateId: randomUUID() }),
      'validation_failed',
      'templateId',
    ],
    ['no cuts', () => ({ outputs: [] }), 'validation_failed', 'outputs'],
    [
      'a cut that is there twice',
      () => ({ outputs: [cut(butcher.rump), cut(butcher.rump)] }),
      'validation_failed',
      'outputs',
    ],
    [
      'an unknown cut',
      () => ({ outputs: [cut(randomUUID())] }),
      'unknown_product',
      'outputs[0].productId',
    ],
    [
      'pieces without their weight',
      () => ({ outputs: [cut(butcher.bones)] }),
      'quantity_not_allowed',
      'outputs[0].weightMilli',
    ],
    ['a negative loss', () => ({ lossMilli: -1 }), 'validation_failed', 'lossMilli'],
  ];
  const cut = (productId: string) => ({ productId, quantityMilli: 1_000 });
  for (const [name, change, code, path] of bad) {
    it(`refuses ${name}`, async () => {
      const { rump, breakDown, carcass, lotOf } = butcher;
      const { lotId } = await carcass(10_000);
      const request = { inputLotId: lotId, quantityMilli: 5_000, outputs: [cut(rump)] };
      const answer = await breakDown({ ...request, ...change() });
      assert.deepEqual(
        [answer.status, answer.body.code, answer.body.errors[0].path],
        [422, code, path],
      );
      assert.equal((await lotOf(lotId))?.onHandMilli, 10_000);
    });
  }

  it('what is cut is none of its cuts, and is kept by weight', async () => {
    const { shop, rump, bones, breakDown, carcass } = butcher;
    const { productId, lotId } = await carcass(10_000);
    const self = await breakDown({
      inputLotId: lotId,
      quantityMilli: 5_000,
      outputs: [cut(productId)],
    });
    assert.deepEqual([self.status, self.body.code], [422, 'validation_failed']);
    await shop.purchase(bones, 5_000);
    const pieces = await breakDown({
      inputProductId: bones,
      quantityMilli: 1_000,
      outputs: [cut(rump)],
    });
    assert.deepEqual([pieces.status, pieces.body.code], [422, 'quantity_not_allowed']);
    assert.equal((await shop.service.as('seller').post('/inventory/breakdowns', {})).status, 403);
  });
});
