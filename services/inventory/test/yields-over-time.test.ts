/** Yields by supplier over time: each breakdown counts in the day, week and month of the shop in which it was made. */
import assert from 'node:assert/strict';
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import { after, before, describe, it } from 'mocha';
import { openShop, type Shop } from './shop.ts';

/** By the shop's clock (UTC-3), a carcass of 10 kg of which so many grams became cuts. */
const carcasses: [at: string, supplier: 'Boi Bom' | 'Boi Magro', outputMilli: number][] = [
  ['2026-01-30T15:00:00Z', 'Boi Bom', 8_000],
  // Still the 31st in São Paulo: the instant is February in UTC.
  ['2026-02-01T02:30:00Z', 'Boi Bom', 7_000],
  ['2026-02-01T03:30:00Z', 'Boi Bom', 6_000],
  ['2026-02-02T15:00:00Z', 'Boi Magro', 5_000],
  ['2026-03-15T15:00:00Z', 'Boi Bom', 9_000],
];

describe('yields over time', () => {
  let shop: Shop;
  let stockist: ApiClient;
  let now = new Date();
  before(async () => {
    shop = await openShop({}, () => now);
    stockist = shop.service.as('stockist');
    const [carcass, cut] = [await shop.addProduct(), await shop.addProduct()];
    const suppliers = new Map<string, string>();
    for (const name of ['Boi Bom', 'Boi Magro']) {
      suppliers.set(name, (await post('suppliers', { name })).id);
    }
    for (const [at, supplier, outputMilli] of carcasses) {
      now = new Date(at);
      const { id: inputLotId } = await post('movements', {
        type: 'purchase',
        productId: carcass,
        quantityMilli: 10_000,
        unitCostMinor: 1_000,
        supplierId: suppliers.get(supplier),
      });
      const outputs = [{ productId: cut, quantityMilli: outputMilli }];
      await post('breakdowns', { inputLotId, quantityMilli: 10_000, outputs });
    }
  });
  after(() => shop.close());

  async function post(path: string, body: object) {
    const answer = await stockist.post(`/inventory/${path}`, body);
    assert.ok(answer.status < 300, JSON.stringify(answer.body));
    return answer.body;
  }

  interface Period {
    startsOn: string;
    breakdownCount: number;
    yieldBasisPoints: number;
  }

  async function periodsBy(interval: string, from = '2026-01-01', to = '2026-03-31') {
    const query = `groupBy=supplier&interval=${interval}&from=${from}&to=${to}`;
    const { body } = await stockist.get(`/inventory/reports/yields?${query}`);
    return body.groups.map(({ name, periods }: { name: string; periods: Period[] }) => [
      name,
      ...periods.map((one) => [one.startsOn, one.breakdownCount, one.yieldBasisPoints]),
    ]);
  }

  it('by month: a carcass of the last evening belongs to the month that ends', async () => {
    assert.deepEqual(await periodsBy('month'), [
      ['Boi Bom', ['2026-01-01', 2, 7_500], ['2026-02-01', 1, 6_000], ['2026-03-01', 1, 9_000]],
      ['Boi Magro', ['2026-02-01', 1, 5_000]],
    ]);
  });

  it('by week, which begins on Monday, across the months', async () => {
    assert.deepEqual(await periodsBy('week'), [
      ['Boi Bom', ['2026-01-26', 3, 7_000], ['2026-03-09', 1, 9_000]],
      ['Boi Magro', ['2026-02-02', 1, 5_000]],
    ]);
  });

  it('by day, and of the asked days only', async () => {
    assert.deepEqual(await periodsBy('day', '2026-01-31', '2026-02-02'), [
      ['Boi Bom', ['2026-01-31', 1, 7_000], ['2026-02-01', 1, 6_000]],
      ['Boi Magro', ['2026-02-02', 1, 5_000]],
    ]);
  });
});
