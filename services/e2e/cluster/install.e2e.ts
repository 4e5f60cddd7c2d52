/** An installation comes up by itself, passes its own test, and is left alone by an upgrade that changes nothing. */
import assert from 'node:assert/strict';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { parseAllDocuments, stringify } from 'yaml';
import { chartDir, installedValues } from './chart.ts';
import { isOwn, namespace, release } from './installation.ts';
import { command, kubectl, type Pod, pods } from './kubectl.ts';
import { secondsToInstall } from './setup.ts';
import { sellThrough } from './shop.ts';

/** Kinds that are known only where an operator is installed. */
const ofOperators = /^(postgresql\.cnpg\.io|rabbitmq\.com|monitoring\.coreos\.com)\//;
const ours = 'app.kubernetes.io/part-of=balcao';

/** Of a machine that has just built the images. What is asked of a quiet one, 90 s, is printed beside what it took. */
const readyWithinSeconds = 180;

describe('an installation', function () {
  this.timeout(180_000);

  if (isOwn) {
    it(`has every pod ready within ${readyWithinSeconds} s, where the images are there`, () => {
      assert.ok(secondsToInstall() < readyWithinSeconds, `after ${secondsToInstall()} s`);
    });
  }

  it('starts in any order without a restart of any container', async () => {
    const found = await pods(ours);
    const restarts = found.flatMap(({ metadata, status }) =>
      (status.containerStatuses ?? []).map(({ restartCount }) => [metadata.name, restartCount]),
    );
    assert.deepEqual(
      restarts.filter(([, count]) => count !== 0),
      [],
    );
  });

  it('runs under the restricted profile of Pod Security, enforced on its namespace', async () => {
    const privileged = ['run', 'privileged', '--image=balcao/auth', '--privileged'];
    await assert.rejects(
      kubectl(...privileged, '--dry-run=server'),
      /violates PodSecurity "restricted/,
    );
  });

  it('passes helm test: the whole flow, from inside the cluster', async () => {
    const output = await command('helm', ['test', release, '-n', namespace]).catch(
      async (error) => {
        const said = await kubectl('logs', `${release}-flow`);
        throw new Error(`${error.message}\n${said}`);
      },
    );
    assert.match(output, /Phase:\s+Succeeded/);
  });

  it('sells through its ingress, with every figure right', sellThrough);

  it('is not touched by an upgrade with the same values: same pods, same passwords', async () => {
    const before = await fingerprint();
    const args = [release, chartDir, '-n', namespace, ...installedValues(), '--wait'];
    await command('helm', ['upgrade', ...args]);
    assert.deepEqual(await fingerprint(), before);
  });

  it('is what the API server takes, with each of the example values', async () => {
    for (const example of ['values-kind.yaml', 'values-external.yaml', 'values-production.yaml']) {
      const args = [
        'template',
        'example',
        chartDir,
        '-n',
        namespace,
        '-f',
        `${chartDir}/${example}`,
      ];
      const documents = parseAllDocuments(await command('helm', args)).map((each) => each.toJS());
      const known = documents.filter((each) => each !== null && !ofOperators.test(each.apiVersion));
      const file = join(await mkdtemp(join(tmpdir(), 'balcao-example-')), 'manifests.yaml');
      await writeFile(file, known.map((each) => stringify(each)).join('---\n'));
      await command('kubectl', ['apply', '--dry-run=server', '--validate=strict', '-f', file]);
    }
  });

  it('requests less than 1.5 GiB of memory', async () => {
    const fewest = await fewestPods();
    const running = (await pods(ours)).filter(({ status }) => status.phase === 'Running');
    // Without those that an autoscaler has added meanwhile.
    const byName = Map.groupBy(
      running,
      ({ metadata }) => metadata.labels['app.kubernetes.io/name'],
    );
    const staying = [...byName].flatMap(([name, found]) => found.slice(0, fewest.get(name)));
    const requests = staying.flatMap(({ spec }) =>
      spec.containers.map(({ resources }) => resources.requests.memory),
    );
    const mebibytes = requests.map((text) => Number(/^(\d+)Mi$/.exec(text)?.[1]));
    const total = mebibytes.reduce((sum, each) => sum + each, 0);
    console.log(`      ${total} MiB are requested in the shop's namespace`);
    assert.ok(total < 1536, `${total} MiB`);
  });
});

/** How many pods each service has at rest, by its name. */
async function fewestPods(): Promise<Map<string | undefined, number>> {
  const autoscalers: Autoscaler[] = JSON.parse(
    await kubectl('get', 'hpa', '-o', 'json', '-l', ours),
  ).items;
  return new Map(
    autoscalers.map(({ metadata, spec }) => [
      metadata.labels['app.kubernetes.io/name'],
      spec.minReplicas,
    ]),
  );
}

interface Autoscaler {
  metadata: { labels: Record<string, string> };
  spec: { minReplicas: number };
}

/**
 * What an upgrade must leave alone, here and beside: every workload as it was last changed, every lasting pod and how
 * often it was started, every password. Autoscalers may add and remove pods of a Deployment meanwhile.
 */
async function fingerprint(): Promise<unknown> {
  const namespaces = [namespace, `${namespace}-observability`];
  return Promise.all(
    namespaces.map(async (where) => ({
      templates: (await list<Workload>('deployments,statefulsets,daemonsets', where)).map(
        ({ kind, metadata, spec }) => [kind, metadata.name, spec.template],
      ),
      lasting: (await list<Pod>('pods', where)).filter(isLasting).map(startsOf),
      secrets: (await list<Secret>('secrets', where)).map(({ metadata, data }) => [
        metadata.name,
        data,
      ]),
    })),
  );
}

async function list<Item>(kinds: string, where: string): Promise<Item[]> {
  const args = ['get', kinds, '-n', where, '-o', 'json', '-l', ours];
  return JSON.parse(await command('kubectl', args)).items;
}

/** Of a StatefulSet or a DaemonSet: no autoscaler replaces it. */
function isLasting({ metadata: { ownerReferences: [owner] = [] } }: Pod): boolean {
  return owner?.kind === 'StatefulSet' || owner?.kind === 'DaemonSet';
}

const startsOf = ({ metadata, status }: Pod) => [
  metadata.uid,
  (status.containerStatuses ?? []).map(({ restartCount }) => restartCount),
];

interface Workload {
  kind: string;
  metadata: { name: string };
  spec: { template: unknown };
}

interface Secret {
  metadata: { name: string };
  data: Record<string, string>;
}
