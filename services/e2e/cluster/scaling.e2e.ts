/** Under load the busiest service grows by itself and shrinks again, and nobody notices. */
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { describe, it } from 'mocha';
import { release } from './installation.ts';
import { kubectl, rolledOut } from './kubectl.ts';
import { assertNothingFailed, underTraffic } from './under-traffic.ts';

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
    const consumers = ['inventory', 'sales', 'payment', 'finance', 'product'];
    for (const name of consumers) await setFewest(name, 3);
    try {
      for (const name of consumers) {
        await hasReplicas(name, (count) => count >= 3);
        await rolledOut(`deployment/${release}-${name}`);
      }
      const report = await underTraffic(() => delay(20_000));
      assertNothingFailed(report);
    } finally {
      for (const name of consumers) await setFewest(name, 2);
    }
  });
});

async function setFewest(name: string, minReplicas: number): Promise<void> {
  const patch = JSON.stringify({ spec: { minReplicas } });
  await kubectl('patch', 'hpa', `${release}-${name}`, '--type=merge', '-p', patch);
}
