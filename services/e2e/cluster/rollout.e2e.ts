/** Restarts and deleted pods cost no request and no sale, under fifty requests a second. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { audit, readBefore } from './audit.ts';
import { deployments, kubectl, pods, release, rolledOut } from './kubectl.ts';
import { openShop, stockUp } from './shop.ts';
import { startTraffic, type TrafficReport } from './traffic.ts';

/** Sells while `disturb` does its work, then checks every sale that was accepted. */
async function underTraffic(disturb: () => Promise<void>): Promise<TrafficReport> {
  const { admin, token } = await openShop();
  const before = await readBefore(admin, await stockUp(admin));
  const traffic = startTraffic({ token, productId: before.productId });
  const startedAt = Date.now();
  const report = await disturb().then(traffic.stop, async (error) => {
    await traffic.stop();
    throw error;
  });
  const { requests, orderIds, postponed, p99Ms } = report;
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  console.log(
    `      ${requests} requests in ${seconds} s, p99 ${p99Ms} ms; ${orderIds.length} sales, ${postponed} postponed`,
  );
  assert.ok(orderIds.length > 50, `enough was sold to tell: ${JSON.stringify(report.failures)}`);
  await audit(admin, before, orderIds);
  return report;
}

function assertNothingFailed({ failures, postponed }: TrafficReport): void {
  assert.deepEqual({ failures, postponed }, { failures: {}, postponed: 0 });
}

/** Deletes one pod that a selector finds, as a node that dies would, and waits for its successor. */
async function deleteOne(name: string, workload: string): Promise<void> {
  const [victim] = await pods(
    `app.kubernetes.io/name=${name},app.kubernetes.io/instance=${release}`,
  );
  assert.ok(victim, `${name} has a pod`);
  await kubectl('delete', 'pod', victim.metadata.name, '--wait=true');
  await rolledOut(workload);
}

describe('under fifty requests a second', function () {
  this.timeout(600_000);

  it('a rolling restart of every Deployment fails no request and loses no event', async () => {
    const report = await underTraffic(async () => {
      const workloads = await deployments();
      await kubectl('rollout', 'restart', ...workloads);
      for (const workload of workloads) await rolledOut(workload);
    });
    assertNothingFailed(report);
  });

  it('a deleted pod of each service fails no request and loses no event', async () => {
    const report = await underTraffic(async () => {
      for (const workload of await deployments()) {
        const name = workload.slice(`deployment.apps/${release}-`.length);
        await deleteOne(name, workload);
      }
    });
    assertNothingFailed(report);
  });

  it('a deleted RabbitMQ loses no accepted order', async () => {
    const report = await underTraffic(() =>
      deleteOne('rabbitmq', `statefulset/${release}-rabbitmq`),
    );
    assert.deepEqual(report.failures, {}, 'all that may happen is 503 with Retry-After');
  });

  it('a deleted PostgreSQL loses no accepted order', async () => {
    const report = await underTraffic(() =>
      deleteOne('postgres', `statefulset/${release}-postgres`),
    );
    assert.deepEqual(report.failures, {}, 'all that may happen is 503 with Retry-After');
  });
});
