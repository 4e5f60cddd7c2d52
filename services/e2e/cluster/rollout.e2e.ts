/** Restarts and deleted pods cost no request and no sale, under fifty requests a second. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { release } from './installation.ts';
import { deployments, kubectl, pods, rolledOut, withFewest } from './kubectl.ts';
import { assertNothingFailed, underTraffic } from './under-traffic.ts';

/** Services with one pod in the values for Kind: what is deleted is missing for a moment. */
const lonely = ['market-analyzer', 'notifier', 'web'];

/** Deletes one pod that a selector finds, as a node that is drained would, and waits for its successor. */
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
      for (const workload of await deployments()) {
        await kubectl('rollout', 'restart', workload);
        await rolledOut(workload);
      }
    });
    assertNothingFailed(report);
  });

  it('a deleted pod of each service fails no request and loses no event', async () => {
    // As the chart has it where memory is not as short as on Kind: two pods of each.
    await withFewest(lonely, 2, async () => {
      const report = await underTraffic(async () => {
        for (const workload of await deployments()) {
          const name = workload.slice(`deployment.apps/${release}-`.length);
          await deleteOne(name, workload);
        }
      });
      assertNothingFailed(report);
    });
  });

  for (const server of ['rabbitmq', 'postgres']) {
    it(`a deleted ${server} loses no accepted order; some requests are asked to come again`, async () => {
      const report = await underTraffic(() =>
        deleteOne(server, `statefulset/${release}-${server}`),
      );
      assert.deepEqual(report.failures, {}, 'all that may happen is 503 with Retry-After');
    });
  }
});
