/** Protects: values that the chart does not take are refused, and the message names the value. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { chart, refusal, render, requireHelm } from './helm.ts';

const bad = {
  colour: 'blue',
  global: { imageRegistry: 'registry example' },
  shop: { logLevel: 'loud', timeZone: 'Mars', scaleLayout: '2CCC', admin: { email: 'owner' } },
  image: { repository: '' },
  defaults: { replicas: 'many', spread: 'Always', probes: {} },
  services: {
    Sales: {},
    auth: { prot: 8001, port: 0, image: { digest: 'sha256:abc' }, env: { 'a-b': '1' } },
    sales: {
      autoscaling: { maxReplicas: 0, min: 1 },
      podDisruptionBudget: { minAvailable: 1 },
      resources: { requests: { memory: 'lots' } },
    },
  },
  postgres: { mode: 'external', poolSize: 2, bundled: { storage: { size: 'big' } } },
  rabbitmq: { mode: 'external', external: { port: 70_000 } },
  redis: { mode: 'memcached', bundled: { maxMemory: '48 MB' } },
  trust: { caSecret: 7 },
  ingress: { hosts: 'shop.example' },
  httpRoute: { enabled: true },
  networkPolicy: { enabled: 'yes', ingressFrom: {}, externalTo: [] },
  observability: {
    otlpEndpoint: 'collector:4317',
    collector: {
      hostMetrics: { interval: 30 },
      exporters: { jaeger: { enabled: true }, otlp: { signals: ['profiles'] } },
    },
    stack: { grafana: { image: 'grafana' }, tempo: {} },
  },
  dashboards: { label: '' },
  serviceMonitor: { intervall: '15s' },
  prometheusRule: { runbookBaseUrl: 'docs/runbooks' },
  test: { enabled: true },
  extraObjects: {},
};

/** Where the message must point to, and what it must say there. */
const named: readonly [at: string, says: RegExp][] = [
  ['', /colour/],
  ['/global/imageRegistry', /pattern/],
  ['/shop/logLevel', /one of/],
  ['/shop/timeZone', /pattern/],
  ['/shop/scaleLayout', /pattern/],
  ['/shop/admin/email', /pattern/],
  ['/image/repository', /minLength/],
  ['/defaults/replicas', /want integer/],
  ['/defaults/spread', /one of/],
  ['/defaults', /probes/],
  ['', /'Sales' does not match/],
  ['/services/auth', /prot/],
  ['/services/auth/port', /minimum/],
  ['/services/auth/image/digest', /pattern/],
  ['', /'a-b' does not match/],
  ['/services/sales/autoscaling/maxReplicas', /minimum/],
  ['/services/sales/autoscaling', /'min'/],
  ['/services/sales/podDisruptionBudget', /minAvailable/],
  ['/services/sales/resources/requests/memory', /pattern/],
  ['/postgres/external/host', /minLength/],
  ['/postgres/external/existingSecret', /minLength/],
  ['/postgres/poolSize', /minimum/],
  ['/postgres/bundled/storage/size', /pattern/],
  ['/rabbitmq/external/existingSecret', /minLength/],
  ['/rabbitmq/external/port', /maximum/],
  ['/redis/mode', /one of/],
  ['/redis/bundled/maxMemory', /pattern/],
  ['/trust/caSecret', /want string/],
  ['/ingress/hosts', /want array/],
  ['/httpRoute/parentRefs', /minItems/],
  ['/networkPolicy/enabled', /want boolean/],
  ['/networkPolicy/ingressFrom', /want array/],
  ['/networkPolicy/externalTo', /minItems/],
  ['/observability/otlpEndpoint', /pattern/],
  ['/observability/collector/hostMetrics/interval', /want string/],
  ['/observability/collector/exporters', /jaeger/],
  ['/observability/collector/exporters/otlp/signals/0', /one of/],
  ['/observability/stack', /tempo/],
  ['/observability/stack/grafana/image', /want object/],
  ['/dashboards/label', /minLength/],
  ['/serviceMonitor', /intervall/],
  ['/prometheusRule/runbookBaseUrl', /pattern/],
  ['/test', /enabled/],
  ['/extraObjects', /want array/],
];

describe('values.schema.json', function () {
  this.timeout(120_000);
  let said: string[] = [];
  before(async function () {
    requireHelm(this);
    said = (await refusal(bad)).split('\n');
  });

  for (const [at, says] of named) {
    it(`refuses ${at || '/'} (${says.source})`, () => {
      const lines = said.filter((line) => line.includes(`at '${at}':`));
      assert.ok(
        lines.some((line) => says.test(line)),
        said.join('\n'),
      );
    });
  }

  it('refuses servers of others without their Secrets, and encryption that a bundled one has not', async () => {
    const lines = await refusal({ postgres: { sslMode: 'require' }, redis: { mode: 'external' } });
    assert.match(lines, /at '\/postgres\/sslMode'/);
    assert.match(lines, /at '\/redis\/external\/existingSecret'/);
  });

  it('is joined by a check that somebody knows the password of a database that the chart does not make', async () => {
    const external = { host: 'postgres.example', createDatabases: false };
    assert.match(
      await refusal({ postgres: { mode: 'external', external } }),
      /services\.auth\.existingSecret is missing/,
    );
  });

  it('is joined by a check that the most pods are not fewer than the fewest', async () => {
    const limits = { minReplicas: 3, maxReplicas: 2 };
    for (const keda of [{ enabled: false }, { enabled: true }]) {
      assert.match(
        await refusal({ services: { sales: { autoscaling: limits, keda } } }),
        /services\.sales\.autoscaling\.maxReplicas \(2\) is less than minReplicas \(3\)/,
      );
    }
  });

  it('is joined by a check that the server takes the connections of all pods at their most', async () => {
    for (const mode of ['bundled', 'cloudnative-pg']) {
      assert.match(
        await refusal({ postgres: { mode, bundled: { maxConnections: 200 } } }),
        /postgres\.bundled\.maxConnections \(200\) is less than the 298 that/,
      );
    }
    const external = { host: 'postgres.example', existingSecret: 'admin' };
    const elsewhere = { mode: 'external', external, bundled: { maxConnections: 200 } };
    assert.ok((await render({ values: { postgres: elsewhere } })).length > 0);
  });

  it('is joined by checks that a pod has time to end in, and that a name is of a service', async () => {
    assert.match(
      await refusal({ services: { web: { preStopSeconds: 45 } } }),
      /services\.web\.preStopSeconds \(45\) leaves nothing of terminationGracePeriodSeconds \(45\)/,
    );
    assert.match(
      await refusal({ services: { notifer: { replicas: 2 } } }),
      /services\.notifer is no service of this chart/,
    );
  });
});

interface Schema {
  $ref?: string;
  properties?: Record<string, Schema>;
}

describe('values.yaml', () => {
  const values: unknown = parse(readFileSync(`${chart}values.yaml`, 'utf8'));
  const schema: Schema & { $defs: Record<string, Schema> } = JSON.parse(
    readFileSync(`${chart}values.schema.json`, 'utf8'),
  );

  it('has every key of the schema, and the schema every key of it', () => {
    assert.deepEqual(missing(values, schema), []);
  });

  /** Paths that only one of the two has; where a schema names no properties, keys are the user's. */
  function missing(value: unknown, declared: Schema, path = ''): string[] {
    const { properties } = resolved(declared);
    if (properties === undefined) return [];
    const entries = new Map(Object.entries(value ?? {}));
    const undeclared = [...entries.keys()].filter((key) => !(key in properties));
    return [
      ...undeclared.map((key) => `the schema lacks ${path}/${key}`),
      ...Object.entries(properties).flatMap(([key, inner]) =>
        entries.has(key)
          ? missing(entries.get(key), inner, `${path}/${key}`)
          : [`values.yaml lacks ${path}/${key}`],
      ),
    ];
  }

  function resolved(declared: Schema): Schema {
    const name = declared.$ref?.replace('#/$defs/', '');
    return name === undefined ? declared : (schema.$defs[name] ?? {});
  }
});
