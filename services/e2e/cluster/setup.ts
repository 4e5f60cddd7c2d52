/** Installs a shop of its own for the tests, measures how long that takes, and removes it afterwards. */
import assert from 'node:assert/strict';
import { chartDir, installedValues } from './chart.ts';
import { isOwn, namespace, release } from './installation.ts';
import { command, everyServiceReady, kubectl } from './kubectl.ts';

/** What is asked of an installation. It is printed beside what was measured: on a machine that has just built images, it varies. */
const askedSeconds = 90;

export const mochaHooks = {
  async beforeAll(this: Mocha.Context) {
    if (!isOwn) return;
    this.timeout(600_000);
    const found = await command('kubectl', [
      'get',
      'namespace',
      namespace,
      '--ignore-not-found',
      '-o',
      'name',
    ]);
    assert.equal(
      found,
      '',
      `the namespace ${namespace} exists: delete it, or set BALCAO_RELEASE to test what is in it`,
    );
    await command('kubectl', ['create', 'namespace', namespace]);
    await command('kubectl', [
      'label',
      'namespace',
      namespace,
      'pod-security.kubernetes.io/enforce=restricted',
    ]);
    await install();
  },
  async afterAll(this: Mocha.Context) {
    if (!isOwn) return;
    this.timeout(180_000);
    await command('helm', ['uninstall', release, '-n', namespace, '--wait']);
    await command('kubectl', ['delete', 'namespace', namespace, '--wait=true']);
  },
};

/** Installs the shop, waits for every pod that its autoscalers want, and prints the seconds. */
export async function install(): Promise<void> {
  const startedAt = Date.now();
  const args = [
    release,
    chartDir,
    '-n',
    namespace,
    ...installedValues(),
    '--wait',
    '--timeout',
    '5m',
  ];
  await command('helm', ['install', ...args], 320_000);
  const servingAfter = Math.round((Date.now() - startedAt) / 1000);
  await everyServiceReady();
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  console.log(
    `    helm install: every service ready after ${servingAfter} s, every pod after ${seconds} s (asked: ${askedSeconds} s)`,
  );
  await kubectl('wait', 'job', '--all', '--for=condition=Complete', '--timeout=60s');
}
