/** Protects: nothing in the shop can be reached, or reach anything, but by the flows that this table names. */
import assert from 'node:assert/strict';
import { allowedFlows, type Endpoint } from './flows.ts';
import { type Rendering, render, requireHelm } from './helm.ts';
import { type Labels, type Manifest, ofKind, workloads } from './manifest.ts';

const app = (name: string): Labels => ({ 'app.kubernetes.io/name': name });
const dnsPorts = [{ port: 53 }];

/** What a cluster has around the shop. */
const around: Endpoint[] = [
  { name: 'ingress', namespace: 'nginx-ingress', labels: app('nginx-ingress') },
  { name: 'prometheus', namespace: 'monitoring', labels: app('prometheus') },
  { name: 'stranger', namespace: 'default', labels: app('sales') },
  { name: 'unlabelled', namespace: 'shop' },
  { name: 'dns', namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' }, ports: dnsPorts },
  { name: 'keda', namespace: 'keda' },
  { name: 'cnpg', namespace: 'cnpg-system' },
  {
    name: 'internet',
    address: '203.0.113.7',
    ports: [80, 443, 465, 587].map((port) => ({ port })),
  },
];

const services = [
  'auth:8001',
  'finance:8006',
  'inventory:8003',
  'market-analyzer:8007',
  'notifier:8008',
  'payment:8005',
  'product:8002',
  'sales:8004',
  'web:8080',
];
const servers = ['postgres:5432', 'rabbitmq:5672', 'valkey:6379'];
const auth = [...servers, 'collector:4318', 'dns:53'];
const service = ['auth:8001', ...auth];
const job = ['postgres:5432', 'dns:53'];

/** Who has no way into the shop. */
const silent = { stranger: [], unlabelled: [], keda: [], cnpg: [], dns: [], internet: [] };

describe('network policies', function () {
  this.timeout(60_000);
  before(function () {
    requireHelm(this);
  });

  it('allow the flows of the shop with servers of its own, and no other', async () => {
    assert.deepEqual(await flows({}), {
      ...silent,
      ...sorted({
        auth,
        product: service,
        inventory: service,
        sales: service,
        payment: service,
        finance: service,
        'market-analyzer': [...service, 'internet:443'],
        notifier: [...service, 'internet:443', 'internet:465', 'internet:587'],
        web: ['collector:4318', 'dns:53'],
        databases: job,
        migrate: job,
        flow: [...services, 'dns:53'],
        postgres: [],
        rabbitmq: [],
        valkey: [],
        ingress: services,
        prometheus: [...services, 'rabbitmq:15692', 'collector:8888'],
        collector: ['dns:53', 'internet:443'],
      }),
    });
  });

  it('let the operator ask for tokens, and keep feeds, rules and channels, where it is enabled', async () => {
    const keeper = {
      name: 'keeper',
      namespace: 'balcao-operator',
      labels: app('balcao-operator'),
    };
    const values = { operator: { enabled: true } };
    assert.deepEqual((await flows({}, [keeper])).keeper, []);
    assert.deepEqual((await flows({ values }, [keeper])).keeper, [
      'auth:8001',
      'market-analyzer:8007',
      'notifier:8008',
    ]);
    assert.deepEqual((await flows({ values }, [{ ...keeper, namespace: 'default' }])).keeper, []);
  });

  it('let the Alertmanager of the stack tell the inbox, and nothing else of the shop', async () => {
    const found = await flows({ values: { observability: { stack: { enabled: true } } } });
    const shop = new Set([...services, ...servers]);
    assert.deepEqual(
      found.alertmanager?.filter((flow) => shop.has(flow)),
      ['notifier:8008'],
    );
    assert.deepEqual(
      found.grafana?.filter((flow) => shop.has(flow)),
      [],
    );
  });

  it('let nobody but the services and Jobs out to servers elsewhere, and nowhere but there', async () => {
    const elsewhere = { name: 'server', address: '10.20.0.9' };
    const wrong = { name: 'other', address: '10.30.0.9' };
    const ports = [5432, 5671, 6380, 443].map((port) => ({ port }));
    const found = await flows({ example: 'external' }, [
      { ...elsewhere, ports },
      { ...wrong, ports },
    ]);
    const own = ['collector:4318', 'dns:53', 'server:5432', 'server:5671', 'server:6380'];
    assert.deepEqual(found.sales, ['auth:8001', ...own]);
    assert.deepEqual(found.auth, own);
    assert.deepEqual(found.migrate, ['dns:53', 'server:5432']);
    assert.deepEqual(found.databases, ['dns:53', 'server:5432']);
    assert.deepEqual(found.flow, ['dns:53', ...services].sort());
    assert.deepEqual(found.unlabelled, []);
  });

  it('let operated servers speak among themselves and to the API, and their operators to them', async () => {
    const namespace = 'shop';
    const postgres = ['postgres-1', 'postgres-2'].map((name) => ({
      name,
      namespace,
      labels: { 'cnpg.io/cluster': 'shop-postgres' },
      ports: [{ port: 5432 }, { port: 8000 }],
    }));
    const rabbitmq = {
      name: 'rabbitmq',
      namespace,
      labels: app('shop-rabbitmq'),
      ports: [{ port: 5672 }, { port: 15692 }, { port: 25672 }],
    };
    const values = { defaults: { keda: { enabled: true } } };
    const found = await flows({ example: 'production', values }, [...postgres, rabbitmq]);
    assert.deepEqual(found['postgres-1'], [
      'dns:53',
      'internet:443',
      'postgres-2:5432',
      'postgres-2:8000',
    ]);
    assert.deepEqual(found.rabbitmq, ['dns:53', 'internet:443']);
    assert.deepEqual(found.cnpg, ['postgres-1:8000', 'postgres-2:8000']);
    assert.deepEqual(found.keda, ['rabbitmq:5672']);
    const used = found.sales?.filter((flow) => /^(postgres|rabbitmq)/.test(flow));
    assert.deepEqual(used, ['postgres-1:5432', 'postgres-2:5432', 'rabbitmq:5672']);
    assert.deepEqual(found.unlabelled, []);
  });

  it('follow the traces to a collector elsewhere', async () => {
    const to = async (otlpEndpoint: string) =>
      (await flows({ values: { observability: { otlpEndpoint } } })).sales ?? [];
    for (const endpoint of ['http://203.0.113.7:443', 'https://203.0.113.7/otlp']) {
      const sales = await to(endpoint);
      assert.ok(sales.includes('internet:443') && !sales.includes('collector:4318'), endpoint);
    }
    assert.ok(!(await to('http://203.0.113.7:4318')).includes('internet:443'), 'its port alone');
  });

  it('let the collector send where it exports to, by that port alone', async () => {
    const to = async (exporters: object) => {
      const apiTo = [{ ipBlock: { cidr: '198.51.100.0/24' } }];
      const collector = { enabled: true, exporters, apiTo };
      const found = await flows({ values: { observability: { collector } } });
      return (found.collector ?? []).includes('internet:443');
    };
    const otlp = (endpoint: string) => ({ otlp: { enabled: true, config: { endpoint } } });
    assert.equal(await to(otlp('https://otlp.example.org')), true);
    assert.equal(await to(otlp('203.0.113.7:443')), true);
    assert.equal(await to(otlp('203.0.113.7:4317')), false);
    assert.equal(await to({ datadog: { enabled: true } }), true);
  });
});

async function flows(rendering: Rendering, more: Endpoint[] = []) {
  const manifests = await render(rendering);
  return allowedFlows(ofKind(manifests, 'NetworkPolicy'), [
    ...podsOf(manifests),
    ...around,
    ...more,
  ]);
}

/** One endpoint for each kind of pod: Jobs of one kind are alike. */
function podsOf(manifests: readonly Manifest[]): Endpoint[] {
  const pods = workloads(manifests).map(({ namespace, labels, pod }): [string, Endpoint] => {
    const name = labels['app.kubernetes.io/name'] ?? '';
    const declared = pod.containers.flatMap(({ ports = [] }) => ports);
    const ports = declared.map((port) => ({ name: port.name, port: port.containerPort }));
    return [name, { name, namespace, labels, ports }];
  });
  return [...new Map(pods).values()];
}

function sorted(table: Record<string, string[]>): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(table).map(([name, called]) => [name, called.toSorted()]),
  );
}
