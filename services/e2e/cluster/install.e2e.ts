/** An installation comes up by itself, passes its own test, and is left alone by an upgrade that changes nothing. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { chartArguments } from './chart.ts';
import { command, deployments, kubectl, namespace, type Pod, pods, release } from './kubectl.ts';

const everyPod = 'app.kubernetes.io/part-of=balcao,app.kubernetes.io/name!=flow';
const readyWithinSeconds = 90;

describe('an installation', () => {
  it('is ready within 90 seconds, whatever starts first, and no container restarts', async () => {
    const found = await pods(everyPod);
    const running = found.filter(({ status }) => status.phase === 'Running');
    assert.ok(running.length >= (await deployments()).length, 'the pods are there');
    const createdAt = running.map(({ metadata }) => Date.parse(metadata.creationTimestamp));
    const seconds = (Math.max(...running.map(readyAt)) - Math.min(...createdAt)) / 1000;
    console.log(`      all ${running.length} pods ready after ${seconds} s`);
    assert.ok(seconds < readyWithinSeconds, `${seconds} s`);
    for (const { metadata, status } of found) {
      const restarts = status.containerStatuses?.map(({ restartCount }) => restartCount);
      assert.deepEqual(restarts, [0], `${metadata.name} did not restart`);
    }
  });

  it('runs under the restricted profile of Pod Security, enforced on its namespace', async () => {
    const { metadata } = JSON.parse(await kubectl('get', 'namespace', namespace, '-o', 'json'));
    assert.equal(metadata.labels['pod-security.kubernetes.io/enforce'], 'restricted');
  });

  it('passes helm test: the whole flow, from inside the cluster', async function () {
    this.timeout(180_000);
    const output = await command('helm', ['test', release, '-n', namespace, '--logs']);
    assert.match(output, /Phase:\s+Succeeded/);
  });

  it('is not touched by an upgrade with the same values: same pods, same passwords', async function () {
    this.timeout(180_000);
    const before = await fingerprint();
    await command('helm', ['upgrade', release, ...(await chartArguments()), '--wait']);
    assert.deepEqual(await fingerprint(), before);
  });
});

function readyAt({ metadata, status }: Pod): number {
  const ready = status.conditions?.find(({ type }) => type === 'Ready');
  assert.equal(ready?.status, 'True', `${metadata.name} is ready`);
  return Date.parse(ready.lastTransitionTime);
}

/** What an upgrade must leave alone. */
async function fingerprint(): Promise<unknown> {
  const { items } = JSON.parse(await kubectl('get', 'secrets', '-o', 'json', '-l', everyPod));
  return {
    pods: (await pods(everyPod)).map(({ metadata }) => metadata.uid).sort(),
    secrets: items.map(({ metadata, data }: Secret) => [metadata.name, data]),
  };
}

interface Secret {
  metadata: { name: string };
  data: Record<string, string>;
}
