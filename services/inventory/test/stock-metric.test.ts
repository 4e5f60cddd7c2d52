/** Protects: a stock level that was edited by SQL is seen by whoever watches the metrics, and so is its repair. */
import assert from 'node:assert/strict';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { openShop, type Shop } from './shop.ts';

describe('the metric stock_is_consistent', function () {
  this.timeout(180_000);
  let shop: Shop;
  before(async () => {
    shop = await openShop({ STOCK_PROOF_MS: '100' });
    await shop.purchase(await shop.addProduct(), 2_000);
  });
  after(() => shop?.close());

  const shows = (value: number) =>
    eventually(async () => {
      const page = await (await fetch(`${shop.service.url}/metrics`)).text();
      assert.match(
        page,
        new RegExp(`^stock_is_consistent\\{service="inventory"\\} ${value}$`, 'm'),
      );
    });

  it('is 1, 0 after an edit by SQL, and 1 again after its repair', async () => {
    await shows(1);
    await shop.db.query('UPDATE stock_level SET on_hand_milli = on_hand_milli + 1');
    await shows(0);
    await shop.db.query('UPDATE stock_level SET on_hand_milli = on_hand_milli - 1');
    await shows(1);
  });
});
