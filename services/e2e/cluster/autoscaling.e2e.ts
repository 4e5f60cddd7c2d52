/** Under load the busiest service grows by itself and shrinks again, and nobody notices. */
import assert from 'node:assert/strict';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { describe, it } from 'mocha';
import { audit, readBefore } from './audit.ts';
import { kubectl, release, rolledOut } from './kubectl.ts';
import { openShop, stockUp } from './shop.ts';
import { startTraffic } from './traffic.ts';

interface Autoscaler {
  spec: { minReplicas: number; maxReplicas: number; behavior: object };
  status: { currentReplicas: number; desiredReplicas: number };
}

async function autoscaler(name: string): Promise<Autoscaler> {
  return JSON.parse(await kubectl('get', 'hpa', `${release}-${name}`, '-o', 'json'));
}

/** Two minutes of patience are for production; a test shrinks at once. */
async function shrinkAfter(name: string, seconds: number): Promise<void> {
  const patch = { spec: { behavior: { scaleDown: { stabilizationWindowSeconds: seconds } } } };
  await kubectl('patch', 'hpa', `${release}-${name}`, '--type=merge', '-p', JSON.stringify(patch));
}

describe('autoscaling', function () {
  this.timeout(600_000);

  it('grows the busiest service on CPU and shrinks it again, without a failed request', async () => {
    const { admin, token } = await openShop();
    const before = await readBefore(admin, await stockUp(admin));
    const { spec } = await autoscaler('sales');
    await shrinkAfter('sales', 15);
    const traffic = startTraffic({ token, productId: before.productId, perSecond: 80 });
    try {
      await eventually(async () => {
        const { status } = await autoscaler('sales');
        assert.ok(status.currentReplicas > spec.minReplicas, 'sales has grown');
      }, 240_000);
      await rolledOut(`deployment/${release}-sales`);
    } finally {
      const { failures, postponed, orderIds, requests } = await traffic.stop();
      console.log(`      ${requests} requests, ${orderIds.length} sales`);
      assert.deepEqual({ failures, postponed }, { failures: {}, postponed: 0 });
      await audit(admin, before, orderIds);
    }
    await eventually(async () => {
      const { status } = await autoscaler('sales');
      assert.equal(status.currentReplicas, spec.minReplicas, 'sales has shrunk');
    }, 240_000);
    await shrinkAfter('sales', 300);
  });

  it('three replicas of each consumer have each effect once', async () => {
    const { admin, token } = await openShop();
    const consumers = ['inventory', 'sales', 'payment', 'finance', 'product'];
    for (const name of consumers) await setFewest(name, 3);
    for (const name of consumers) {
      await eventually(async () => {
        const { status } = await autoscaler(name);
        assert.ok(status.currentReplicas >= 3, name);
      }, 120_000);
      await rolledOut(`deployment/${release}-${name}`);
    }
    const before = await readBefore(admin, await stockUp(admin));
    const traffic = startTraffic({ token, productId: before.productId });
    await new Promise((resolve) => setTimeout(resolve, 20_000));
    const { failures, orderIds } = await traffic.stop();
    assert.deepEqual(failures, {});
    await audit(admin, before, orderIds);
    for (const name of consumers) await setFewest(name, 2);
  });
});

async function setFewest(name: string, minReplicas: number): Promise<void> {
  const patch = JSON.stringify({ spec: { minReplicas } });
  await kubectl('patch', 'hpa', `${release}-${name}`, '--type=merge', '-p', patch);
}
