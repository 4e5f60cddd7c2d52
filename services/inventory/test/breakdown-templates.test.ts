/** Templates of breakdowns: shares make a whole, versions guard changes, and what was used stays. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import { after, before, describe, it } from 'mocha';
import { openShop, type Shop } from './shop.ts';

describe('breakdown templates', () => {
  let shop: Shop;
  let stockist: ApiClient;
  let carcass: string;
  let rump: string;
  let flank: string;
  let pieces: string;
  before(async () => {
    shop = await openShop();
    stockist = shop.service.as('stockist');
    carcass = await shop.addProduct({ name: 'Traseiro' });
    rump = await shop.addProduct({ name: 'Picanha' });
    flank = await shop.addProduct({ name: 'Fraldinha' });
    pieces = await shop.addProduct({ name: 'Galinha', unit: 'un' });
  });
  after(() => shop.close());

  const path = '/inventory/breakdown-templates';
  const someTemplate = () => ({
    name: 'Traseiro',
    inputProductId: carcass,
    costKey: 'weight_price',
    outputs: [
      { productId: rump, expectedBasisPoints: 1_500 },
      { productId: flank, expectedBasisPoints: 6_000 },
    ],
  });

  it('is added, read, listed by name, replaced by version and deleted', async () => {
    const added = await stockist.post(path, { ...someTemplate(), name: 'Boi casado' });
    assert.deepEqual(
      [added.status, added.body.expectedLossBasisPoints, added.body.version, added.body.active],
      [201, 2_500, 1, true],
    );
    const own = `${path}/${added.body.id}`;
    assert.deepEqual((await stockist.get(own)).body, added.body);
    const change = {
      ...someTemplate(),
      name: 'Boi',
      active: false,
      outputs: [{ productId: flank, expectedBasisPoints: 9_000 }],
    };
    const replaced = await stockist.put(own, change, { 'if-match': '"1"' });
    assert.deepEqual(
      [
        replaced.status,
        replaced.body.name,
        replaced.body.outputs,
        replaced.body.expectedLossBasisPoints,
        replaced.headers.get('etag'),
      ],
      [200, 'Boi', change.outputs, 1_000, '"2"'],
    );
    const stale = await stockist.put(own, change, { 'if-match': '"1"' });
    assert.deepEqual([stale.status, stale.body.code], [412, 'version_mismatch']);
    assert.equal((await stockist.delete(own, { 'if-match': '"2"' })).status, 204);
    assert.equal((await stockist.get(own)).status, 404);
    assert.equal((await stockist.put(own, change)).status, 404);
  });

  it('lists page by page, by input and by whether it is in use', async () => {
    const other = await shop.addProduct();
    for (const name of ['C', 'A', 'B']) {
      await stockist.post(path, {
        ...someTemplate(),
        name,
        inputProductId: other,
        active: name !== 'B',
      });
    }
    const list = `${path}?inputProductId=${other}`;
    const first = (await stockist.get(`${list}&limit=2`)).body;
    const second = (await stockist.get(`${list}&limit=2&cursor=${first.nextCursor}`)).body;
    const names = [...first.items, ...second.items].map(({ name }) => name);
    assert.deepEqual(names, ['A', 'B', 'C']);
    const active = (await stockist.get(`${list}&active=true`)).body.items;
    assert.deepEqual(
      active.map(({ name }: { name: string }) => name),
      ['A', 'C'],
    );
    for (const key of [['x'], ['a', 'b'], [1]]) {
      const cursor = Buffer.from(JSON.stringify(key)).toString('base64url');
      assert.equal((await stockist.get(`${path}?cursor=${cursor}`)).status, 422);
    }
  });

  it('one by which something was broken down is not deleted, and changing it changes nothing of that', async () => {
    await shop.purchase(carcass, 10_000);
    const { id } = (await stockist.post(path, someTemplate())).body;
    const request = {
      inputProductId: carcass,
      quantityMilli: 10_000,
      outputs: [{ productId: rump, quantityMilli: 2_000 }],
      templateId: id,
    };
    const breakdown = await stockist.post('/inventory/breakdowns', request);
    assert.deepEqual([breakdown.status, breakdown.body.costKey], [201, 'weight_price']);
    const answer = await stockist.delete(`${path}/${id}`);
    assert.deepEqual([answer.status, answer.body.code], [409, 'conflict']);
    const change = {
      ...someTemplate(),
      outputs: [{ productId: rump, expectedBasisPoints: 1 }],
      active: false,
    };
    assert.equal((await stockist.put(`${path}/${id}`, change)).status, 200);
    const kept = await stockist.get(`/inventory/breakdowns/${breakdown.body.id}`);
    assert.deepEqual(kept.body, breakdown.body);
  });

  const bad: [string, () => object, string, string][] = [
    [
      'shares above the whole',
      () => ({
        outputs: [
          { productId: rump, expectedBasisPoints: 9_000 },
          { productId: flank, expectedBasisPoints: 1_001 },
        ],
      }),
      'validation_failed',
      'expectedLossBasisPoints',
    ],
    [
      'a loss that does not fit',
      () => ({ expectedLossBasisPoints: 2_499 }),
      'validation_failed',
      'expectedLossBasisPoints',
    ],
    [
      'an output twice',
      () => ({
        outputs: [
          { productId: rump, expectedBasisPoints: 1 },
          { productId: rump, expectedBasisPoints: 2 },
        ],
      }),
      'validation_failed',
      'outputs',
    ],
    [
      'its input as an output',
      () => ({ inputProductId: rump }),
      'validation_failed',
      'inputProductId',
    ],
    [
      'an unknown input',
      () => ({ inputProductId: randomUUID() }),
      'unknown_product',
      'inputProductId',
    ],
    [
      'an unknown output',
      () => ({ outputs: [{ productId: randomUUID(), expectedBasisPoints: 1 }] }),
      'unknown_product',
      'outputs[0].productId',
    ],
    [
      'an input by the piece',
      () => ({ inputProductId: pieces }),
      'quantity_not_allowed',
      'inputProductId',
    ],
  ];
  for (const [name, change, code, at] of bad) {
    it(`refuses ${name}`, async () => {
      const { status, body } = await stockist.post(path, { ...someTemplate(), ...change() });
      assert.deepEqual([status, body.code, body.errors[0].path], [422, code, at]);
    });
  }
});
