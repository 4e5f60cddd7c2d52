/** The reports: what was lost by reason and product, and what carcasses yielded by supplier and template, over time. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { addDays } from '@balcao/contracts/dates.ts';
import { businessCalendar } from '@balcao/contracts/shop-clock.ts';
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import { after, before, describe, it } from 'mocha';
import { openShop, type Shop } from './shop.ts';

const today = businessCalendar('America/Sao_Paulo')(new Date());

describe('stock reports', () => {
  let shop: Shop;
  let stockist: ApiClient;
  before(async () => {
    shop = await openShop();
    stockist = shop.service.as('stockist');
  });
  after(() => shop.close());

  async function post(path: string, body: object = {}) {
    const answer = await stockist.post(`/inventory/${path}`, body);
    assert.ok(answer.status < 300, JSON.stringify(answer.body));
    return answer.body;
  }

  const shrinkage = async (from = today, to = today) =>
    (await stockist.get(`/inventory/reports/shrinkage?from=${from}&to=${to}`)).body;

  it('shrinkage adds up losses, corrections, counts and what breakdowns left over, by reason and product', async () => {
    const [meat, cut] = [await shop.addProduct({ name: 'Acém' }), await shop.addProduct()];
    await shop.purchase(meat, 100_000, 1_000);
    const move = (body: object) => post('movements', { productId: meat, ...body });
    await move({ type: 'waste', quantityMilli: 1_000, reason: 'trim' });
    await move({ type: 'waste', quantityMilli: 500, reason: 'trim' });
    await move({ type: 'waste', quantityMilli: 2_000, reason: 'theft' });
    await move({ type: 'adjustment', quantityMilli: -300, reason: 'errado' });
    await move({ type: 'adjustment', quantityMilli: 100, reason: 'certo' });
    const { id: countId } = await post('counts', { productIds: [meat] });
    const line = { productId: meat, countedMilli: 97_000 };
    await stockist.put(`/inventory/counts/${countId}/lines`, { lines: [line] });
    await post(`counts/${countId}/submit`);
    const outputs = [{ productId: cut, quantityMilli: 7_000 }];
    const input = { inputProductId: meat, quantityMilli: 10_000, outputs };
    await post('breakdowns', input);
    const mistake = await post('breakdowns', input);
    await post(`breakdowns/${mistake.id}/reverse`);

    const report = await shrinkage();
    const items = report.items.map((item: Record<string, unknown>) => [
      item.reason,
      item.name,
      item.quantityMilli,
      item.costMinor,
    ]);
    assert.deepEqual(items, [
      ['theft', 'Acém', 2_000, 2_000],
      ['trim', 'Acém', 1_500, 1_500],
      ['adjustment', 'Acém', 200, 200],
      ['breakdown_loss', 'Acém', 3_000, 0],
      ['count', 'Acém', -700, -700],
    ]);
    assert.equal(report.costMinor, 3_000);
    assert.deepEqual(report.byReason, [
      { reason: 'trim', costMinor: 1_500 },
      { reason: 'theft', costMinor: 2_000 },
      { reason: 'adjustment', costMinor: 200 },
      { reason: 'count', costMinor: -700 },
      { reason: 'breakdown_loss', costMinor: 0 },
    ]);
    assert.deepEqual((await shrinkage('2020-01-01', '2020-12-30')).items, []);
  });

  it('yields are shares of what a supplier’s lots weighed, beside what the templates expected', async () => {
    const [carcass, rump, flank] = [
      await shop.addProduct({ name: 'Traseiro' }),
      await shop.addProduct({ name: 'Picanha' }),
      await shop.addProduct({ name: 'Fraldinha' }),
    ];
    const [good, bad] = [
      await post('suppliers', { name: 'Boi Bom' }),
      await post('suppliers', { name: 'Boi Magro' }),
    ];
    const template = await post('breakdown-templates', {
      name: 'Traseiro padrão',
      inputProductId: carcass,
      outputs: [{ productId: rump, expectedBasisPoints: 2_000 }],
    });
    async function cutUp(supplierId: string, quantityMilli: number, cuts: [string, number][]) {
      const purchase = {
        type: 'purchase',
        productId: carcass,
        quantityMilli,
        unitCostMinor: 1_000,
      };
      const { id: inputLotId } = await post('movements', { ...purchase, supplierId });
      const outputs = cuts.map(([productId, weight]) => ({ productId, quantityMilli: weight }));
      const request = { inputLotId, quantityMilli, outputs, templateId: template.id };
      return post('breakdowns', request);
    }
    await cutUp(good.id, 10_000, [
      [rump, 2_000],
      [flank, 6_000],
    ]);
    await cutUp(good.id, 30_000, [
      [rump, 9_000],
      [flank, 14_000],
    ]);
    await cutUp(bad.id, 10_000, [[flank, 5_000]]);
    const mistake = await cutUp(bad.id, 10_000, [[flank, 1]]);
    await post(`breakdowns/${mistake.id}/reverse`);

    const range = `from=${addDays(today, -40)}&to=${today}&inputProductId=${carcass}`;
    const read = async (query: string) =>
      (await stockist.get(`/inventory/reports/yields?${range}&${query}`)).body.groups;
    const [first, second, ...others] = await read('groupBy=supplier');
    assert.deepEqual([first.name, second.name, others.length], ['Boi Bom', 'Boi Magro', 0]);
    const [period] = first.periods;
    assert.equal(period.startsOn, `${today.slice(0, 8)}01`);
    assert.deepEqual(
      [
        period.breakdownCount,
        period.inputMilli,
        period.outputMilli,
        period.lossMilli,
        period.yieldBasisPoints,
      ],
      [2, 40_000, 31_000, 9_000, 7_750],
    );
    const seen = period.outputs.map((one: Record<string, unknown>) => [
      one.name,
      one.weightMilli,
      one.yieldBasisPoints,
      one.expectedBasisPoints,
      one.deviationBasisPoints,
    ]);
    assert.deepEqual(seen, [
      ['Fraldinha', 20_000, 5_000, null, null],
      ['Picanha', 11_000, 2_750, 2_000, 750],
    ]);
    const [missed] = second.periods[0].outputs.filter(
      ({ name }: { name: string }) => name === 'Picanha',
    );
    assert.deepEqual([missed.weightMilli, missed.deviationBasisPoints], [0, -2_000]);
    const byTemplate = await read('groupBy=template&interval=day');
    assert.deepEqual(
      byTemplate.map((group: { name: string; periods: object[] }) => [
        group.name,
        group.periods.length,
      ]),
      [['Traseiro padrão', 1]],
    );
    assert.equal(byTemplate[0].periods[0].breakdownCount, 3);
  });

  it('refuses ranges that are no range, and readers who are none', async () => {
    for (const report of ['shrinkage', 'yields']) {
      const path = `/inventory/reports/${report}`;
      for (const query of [
        '',
        '?from=2026-01-02&to=2026-01-01',
        '?from=2020-01-01&to=2026-01-01',
      ]) {
        assert.equal((await stockist.get(path + query)).status, 422);
      }
      const seller = shop.service.as('seller', randomUUID());
      assert.equal((await seller.get(`${path}?from=${today}&to=${today}`)).status, 403);
    }
  });
});
