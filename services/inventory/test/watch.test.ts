/** What the clock brings is told once, by whichever replica: lots that expire, and what is low because of it. */
import assert from 'node:assert/strict';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { after, before, describe, it } from 'mocha';
import { openShop, type Shop } from './shop.ts';

describe('the watch over stock', () => {
  let shop: Shop;
  let replicas: string[];
  let now = new Date('2026-11-21T15:00:00.000Z');
  before(async () => {
    shop = await openShop({ STOCK_WATCH_MS: '100', STOCK_GAUGE_MS: '100' }, () => now);
    const others = [await shop.startSecond(), await shop.startSecond()];
    replicas = [shop.service.url, ...others.map(({ running }) => running.url ?? '')];
  });
  after(() => shop.close());

  const on = (date: string) => {
    now = new Date(`${date}T15:00:00.000Z`);
  };
  /** Days left, as they were told of a lot, after the watch has had time to say it again. */
  const told = async (lotId: string, days: number[]) => {
    await eventually(async () => {
      assert.deepEqual(
        shop.told('stock.expiring', lotId).map(({ daysLeft }) => daysLeft),
        days,
      );
    });
  };
  /** Every replica has begun to look since, and ended: what one of them would say again, it has said. */
  const lookedAgain = async () => {
    const looks = () => Promise.all(replicas.map((url) => metric('stock_watches_total', url)));
    const before = await looks();
    // The first that ends may have begun before.
    await eventually(async () => {
      const since = (await looks()).map((count, replica) => count - (before[replica] ?? 0));
      assert.ok(
        since.every((count) => count >= 2),
        `${since}`,
      );
    });
    await eventually(async () => {
      assert.deepEqual(await shop.db.query('SELECT 1 FROM outbox'), [], 'all of it was sent');
    });
  };
  const metric = async (name: string, url = shop.service.url) => {
    const text = await (await fetch(`${url}/metrics`)).text();
    return Number(new RegExp(`^${name}\\S* (\\d+)`, 'm').exec(text)?.[1]);
  };

  it('tells each threshold of a lot once, over three replicas, and that it has expired', async () => {
    on('2026-11-21');
    const productId = await shop.addProduct();
    const lotId = await shop.buyLot(productId, { quantityMilli: 700, expiresOn: '2026-11-25' });
    await lookedAgain();
    await told(lotId, []);
    on('2026-11-22');
    await told(lotId, [3]);
    assert.deepEqual(shop.told('stock.expiring', lotId), [
      { lotId, productId, quantityMilli: 700, expiresOn: '2026-11-25', daysLeft: 3 },
    ]);
    on('2026-11-23');
    await lookedAgain();
    await told(lotId, [3]);
    on('2026-11-24');
    await told(lotId, [3, 1]);
    on('2026-11-26');
    await told(lotId, [3, 1, -1]);
    assert.deepEqual(shop.told('stock.available', productId), [
      { productId, availableMilli: 0, levelVersion: 3 },
    ]);
    on('2026-11-30');
    await lookedAgain();
    await told(lotId, [3, 1, -1]);
  });

  it('tells of a lot that comes in late the nearest threshold only, and of an empty one nothing', async () => {
    on('2026-11-21');
    const productId = await shop.addProduct();
    const late = await shop.buyLot(productId, { expiresOn: '2026-11-21' });
    await told(late, [0]);
    const empty = await shop.buyLot(productId, { expiresOn: '2026-11-25' });
    const waste = { type: 'waste', productId, quantityMilli: 1_000, reason: 'trim', lotId: empty };
    await shop.service.as('stockist').post('/inventory/movements', waste);
    on('2026-11-26');
    await told(late, [0, -5]);
    await lookedAgain();
    await told(empty, []);
  });

  it('tells once that a product is low because its goods expired, and again after it had enough', async () => {
    on('2026-11-21');
    const stockist = shop.service.as('stockist');
    const productId = await shop.addProduct();
    await shop.buyLot(productId, { quantityMilli: 3_000, expiresOn: '2026-11-22' });
    await shop.buyLot(productId, { quantityMilli: 1_000, expiresOn: '2026-12-31' });
    const policy = { minimumMilli: 2_000, negativeStock: 'block' };
    await stockist.put(`/inventory/stock/${productId}/policy`, policy);
    const lows = async (quantities: number[]) =>
      eventually(() =>
        assert.deepEqual(
          shop.told('stock.low', productId).map(({ onHandMilli }) => onHandMilli),
          quantities,
        ),
      );
    await lookedAgain();
    await lows([]);
    on('2026-11-23');
    await lows([1_000]);
    assert.equal((await stockist.get(`/inventory/stock/${productId}`)).body.isLow, true);
    await lookedAgain();
    await lows([1_000]);
    await shop.purchase(productId, 5_000);
    const waste = { type: 'waste', productId, quantityMilli: 5_000, reason: 'theft' };
    assert.equal((await stockist.post('/inventory/movements', waste)).status, 201);
    await lows([1_000, 1_000]);
  });

  it('shows how many lots have expired or are about to, and what the expired ones cost', async () => {
    on('2026-11-21');
    const productId = await shop.addProduct();
    const receivedOn = '2026-11-01';
    await shop.buyLot(productId, { receivedOn, expiresOn: '2026-11-20', unitCostMinor: 1_234 });
    await shop.buyLot(productId, { expiresOn: '2026-11-24' });
    await eventually(async () => {
      assert.deepEqual(
        [await metric('stock_expired_lots'), await metric('stock_expired_value_minor')],
        [1, 1_234],
      );
      assert.ok((await metric('stock_expiring_lots')) >= 1);
    });
  });
});
