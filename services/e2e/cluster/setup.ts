/** Installs a shop of its own for the tests, measures how long that takes, and removes it afterwards. */
import assert from 'node:assert/strict';
import { chartDir, installedValues } from './chart.ts';
import { isOwn, namespace, release } from './installation.ts';
import { command, everyServiceReady, kubectl } from './kubectl.ts';
import { makeNamespace } from './namespaces.ts';

let installedAfterSeconds = Number.NaN;

/** How long the installation took that the tests began with. */
export const secondsToInstall = () => installedAfterSeconds;

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
    await makeNamespace(namespace);
    installedAfterSeconds = await install();
  },
  async afterAll(this: Mocha.Context) {
    if (!isOwn) return;
    this.timeout(180_000);
    await command('helm', ['uninstall', release, '-n', namespace, '--wait']);
    await command('kubectl', ['delete', 'namespace', namespace, '--wait=true']);
  },
};

/** Installs the shop, waits for every pod that its autoscalers want, prints the seconds and answers them. */
export async function install(): Promise<number> {
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
    `    helm install: every service ready after ${servingAfter} s, every pod after ${seconds} s (asked: 90 s)`,
  );
  await kubectl('wait', 'job', '--all', '--for=condition=Complete', '--timeout=60s');
  return seconds;
}
