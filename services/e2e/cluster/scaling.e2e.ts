/** Under load the busiest service grows by itself and shrinks again, and nobody notices. */
import assert from 'node:assert/strict';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { describe, it } from 'mocha';
import { release } from './installation.ts';
import { kubectl, rolledOut, withFewest } from './kubectl.ts';
import { sellThrough } from './shop.ts';
import type { Traffic } from './traffic.ts';
import { assertNothingFailed, underTraffic } from './under-traffic.ts';

const consumers = [
  'inventory',
  'sales',
  'payment',
  'finance',
  'product',
  'market-analyzer',
  'notifier',
];

interface Autoscaler {
  spec: { minReplicas: number };
  status: { currentReplicas: number };
}

async function autoscaler(name: string): Promise<Autoscaler> {
  return JSON.parse(await kubectl('get', 'hpa', `${release}-${name}`, '-o', 'json'));
}

function hasReplicas(
  name: string,
  check: (count: number, fewest: number) => boolean,
): Promise<void> {
  return eventually(async () => {
    const { spec, status } = await autoscaler(name);
    assert.ok(
      check(status.currentReplicas, spec.minReplicas),
      `${name} has ${status.currentReplicas} pods`,
    );
  }, 240_000);
}

/** So many that each replica has some of them. */
function sellMany(traffic: Traffic): Promise<void> {
  return eventually(async () => assert.ok(traffic.sales() >= 200, `${traffic.sales()}`), 120_000);
}

describe('autoscaling', function () {
  this.timeout(600_000);

  it('grows the busiest service on CPU and shrinks it again, without a failed request', async () => {
    await hasReplicas('sales', (count, fewest) => count === fewest);
    const report = await underTraffic(
      async () => {
        await hasReplicas('sales', (count, fewest) => count > fewest);
        await rolledOut(`deployment/${release}-sales`);
      },
      { perSecond: 80 },
    );
    assertNothingFailed(report);
    const fewer = await underTraffic(
      () => hasReplicas('sales', (count, fewest) => count === fewest),
      { perSecond: 5, minSales: 20 },
    );
    assertNothingFailed(fewer);
  });

  it('three replicas of each consumer have each effect once', async () => {
    await withFewest(consumers, 3, async () => {
      assertNothingFailed(await underTraffic(sellMany));
      // Alerts and notices too, which the flow counts while nobody else sells.
      await sellThrough();
    });
  });
});
