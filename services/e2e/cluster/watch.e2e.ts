/** What the clock brings is told once, however many replicas look at the clock. */
import assert from 'node:assert/strict';
import { addDays } from '@balcao/contracts/dates.ts';
import { businessCalendar } from '@balcao/contracts/shop-clock.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { describe, it } from 'mocha';
import { release } from './installation.ts';
import { pods } from './kubectl.ts';
import { withForwardedPort } from './port-forward.ts';
import { openShop, stockUp } from './shop.ts';
import { readValue, stackPort } from './stack.ts';

const told = 'sum(rabbitmq_messages_published_total{event="stock.expiring"})';
const lotCount = 5;

describe('lots that are about to expire', function () {
  this.timeout(660_000);

  it('are told of once each, though every replica of inventory looks', async () => {
    const selector = `app.kubernetes.io/name=inventory,app.kubernetes.io/instance=${release}`;
    const staying = (await pods(selector)).filter(({ metadata }) => !metadata.deletionTimestamp);
    const replicas = staying.map(({ metadata }) => metadata.name);
    assert.ok(replicas.length > 1, 'there are several replicas');
    const { admin } = await openShop();
    const productId = await stockUp(admin);
    const today = businessCalendar('America/Sao_Paulo')(new Date());
    const receive = async () => {
      const lot = { quantityMilli: 1000, unitCostMinor: 500, expiresOn: addDays(today, 1) };
      const purchase = { type: 'purchase', productId, ...lot };
      const { status } = await admin.post('/inventory/movements', purchase);
      assert.equal(status, 201);
    };
    await withForwardedPort(stackPort('prometheus', 9090), async (url) => {
      const toldBefore = await readValue(url, told);
      const reach = (count: number) =>
        eventually(
          async () => assert.equal((await readValue(url, told)) - toldBefore, count),
          150_000,
        );
      const looks = () =>
        Promise.all(replicas.map((pod) => readValue(url, `stock_watches_total{pod="${pod}"}`)));
      for (let n = 0; n < lotCount; n += 1) await receive();
      await reach(lotCount);
      const before = await looks();
      await eventually(async () => {
        const since = (await looks()).map((count, replica) => count - (before[replica] ?? 0));
        assert.ok(
          since.every((count) => count >= 2),
          `each replica has looked again: ${since}`,
        );
      }, 240_000);
      // When one more is told of, what was said before it is counted.
      await receive();
      await reach(lotCount + 1);
    });
  });
});
