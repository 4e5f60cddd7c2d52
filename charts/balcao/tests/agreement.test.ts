/** Protects: the chart and the code say the same of services: paths, ports, queues and settings. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { prefixes } from '../../../services/contracts/prefixes.ts';
import { topology } from '../../../services/contracts/topology.ts';
import { readConfig, type Settings } from '../../../services/kit/config.ts';
import { migrateSettings, processSettings } from '../../../services/kit/settings.ts';
import { chart, render, requireHelm } from './helm.ts';
import { find, type Manifest, type Variable, workloads } from './manifest.ts';

interface Service {
  port: number;
  paths: string[];
  queues?: string[];
  database?: boolean;
  messaging?: boolean;
}

/** What belongs to an address, which the kit puts together; and what Node itself reads. */
const ofAddresses = ['DATABASE_PASSWORD', 'AMQP_USER', 'AMQP_PASSWORD', 'REDIS_PASSWORD'];
const ofNode = /^(NODE|OTEL)_/;

const { services }: { services: Record<string, Service> } = parse(
  readFileSync(`${chart}values.yaml`, 'utf8'),
);

describe('values.yaml and the code', () => {
  it('have the same services, each with the same paths', () => {
    const fromCode = Object.entries(prefixes).map(([name, own]) => [
      name,
      own.map((prefix) => `/api/v1/${prefix}`),
    ]);
    const fromChart = Object.entries(services).map(([name, { paths }]) => [name, paths]);
    // The user interface has no API: it is what no other service's path leads to.
    assert.deepEqual(fromChart, [...fromCode, ['web', ['/']]]);
  });

  for (const [name, { port, queues = [] }] of Object.entries(services)) {
    it(`give ${name} the same queues and port`, async () => {
      const own = Object.keys(topology).filter((queue) => readerOf(queue) === name);
      assert.deepEqual(queues, own);
      const { port: setting } = await settingsOf(name);
      assert.equal(setting?.schema.parse(undefined), port);
    });
  }
});

describe('containers of services', function () {
  this.timeout(60_000);
  let manifests: Manifest[] = [];
  before(async function () {
    requireHelm(this);
    manifests = await render({ values: { shop: { corsOrigins: ['https://shop.example'] } } });
  });

  for (const [name, { database, messaging }] of Object.entries(services)) {
    it(`give ${name} settings that it knows, each of which it takes`, async () => {
      const [container] =
        find(manifests, 'Deployment', `shop-${name}`).spec?.template?.spec.containers ?? [];
      const { logLevel } = processSettings;
      const ofProcess = messaging === false ? { logLevel } : processSettings;
      const settings = { ...(await settingsOf(name)), ...ofProcess };
      assert.deepEqual(unknown(container?.env, settings), []);
      readConfig(settings, environment(container?.env));
    });

    if (database === false) continue;
    it(`give ${name}'s migration settings that it knows, each of which it takes`, () => {
      const job = workloads(manifests).find((workload) =>
        workload.name.startsWith(`shop-${name}-migrate-`),
      );
      const env = job?.pod.containers[0]?.env;
      assert.deepEqual(unknown(env, migrateSettings), []);
      readConfig(migrateSettings, environment(env));
    });
  }
});

/** Queues are named after their readers, but for the one that is a name of its own. */
const readerOf = (queue: string) =>
  queue === 'assets-tasks' ? 'market-analyzer' : queue.split('.')[0];

async function settingsOf(name: string): Promise<Settings> {
  const { settings }: { settings: Settings } = await import(
    `../../../services/${name}/src/config.ts`
  );
  return settings;
}

function unknown(env: Variable[] = [], settings: Settings): string[] {
  const known = new Set(Object.values(settings).flatMap((one) => [one.env, `${one.env}_FILE`]));
  return env
    .map(({ name }) => name)
    .filter((name) => !known.has(name) && !ofAddresses.includes(name) && !ofNode.test(name));
}

/** What the process would see: every value from a Secret is one that the chart could have made. */
function environment(env: Variable[] = []): Record<string, string> {
  const secret = 'a1B2'.repeat(8);
  return Object.fromEntries(
    env.map(({ name, value = secret }) => [name, value.replaceAll(/\$\(\w+\)/g, secret)]),
  );
}
