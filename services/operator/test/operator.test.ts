/** The operator as a whole: it leads, reconciles, tells how it is, and ends in order. */
import assert from 'node:assert/strict';
import { readConfig } from '@balcao/kit/config.ts';
import { createLogger } from '@balcao/kit/log.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { settings } from '../src/config.ts';
import type { Kind } from '../src/kind.ts';
import { createController } from '../src/kube/controller.ts';
import { createStatusWriter } from '../src/kube/status-writer.ts';
import { type RunningOperator, start } from '../src/service.ts';
import { type FakeApiServer, startFakeApiServer } from '../testing/fake-api-server.ts';
import { thing, things, thingsIn } from '../testing/kube-harness.ts';

/** Things get a status that says which term has seen them. */
const thingKind: Kind = {
  type: things,
  createController: ({ cluster, fence, storeOf, ...runtime }) =>
    createController({
      ...runtime,
      kind: 'Thing',
      store: storeOf(things),
      statusWriter: createStatusWriter({ cluster, type: things, fieldManager: 'test', everyMs: 1 }),
      reconcile: async ({ object }) =>
        object === undefined ? undefined : { status: { spec: object.spec, term: fence.term } },
    }),
};

describe('the operator', () => {
  const log = createLogger({ level: 'silent' });
  const lease = { collection: '/apis/coordination.k8s.io/v1/leases', namespace: 'default' };
  let server: FakeApiServer;
  const running: RunningOperator[] = [];

  beforeEach(async () => {
    server = await startFakeApiServer();
  });

  afterEach(async () => {
    await Promise.all(running.splice(0).map((one) => one.stop()));
    await server.kill();
  });

  async function run(env: Record<string, string> = {}): Promise<RunningOperator> {
    const config = readConfig(settings, { PORT: '0', LEASE_MS: '3000', ...env });
    const operator = await start(config, {
      credentials: server.kubeConfig(),
      kinds: [thingKind],
      log,
    });
    running.push(operator);
    return operator;
  }

  const ask = async ({ url }: RunningOperator, path: string) => {
    const response = await fetch(`${url}${path}`);
    return { status: response.status, text: await response.text() };
  };
  const statusOf = (name: string) => server.objects.get(thingsIn('shop', name)).status;
  const isSeen = (name: string, term: number, spec: object = {}) =>
    eventually(() => assert.deepEqual(statusOf(name), { spec, term }));

  it('brings objects up to date: those that are there, and those that come', async () => {
    server.objects.create(thingsIn('shop'), thing('a'));
    await run();
    await isSeen('a', 0);
    server.objects.create(thingsIn('shop'), thing('b', { size: 2 }));
    await isSeen('b', 0, { size: 2 });
  });

  it('looks after the namespaces that it is told, and asks for no other', async () => {
    server.objects.create(thingsIn('shop'), thing('a'));
    server.objects.create(thingsIn('other'), thing('b', {}, 'other'));
    await run({ WATCH_NAMESPACES: 'shop, third' });
    await isSeen('a', 0);
    const asked = server.asked.filter(
      ({ path, method }) => /things$/.test(path) && method === 'GET',
    );
    assert.deepEqual(
      [...new Set(asked.map(({ path }) => path))].sort(),
      ['shop', 'third'].map((name) => `/apis/example.dev/v1/namespaces/${name}/things`),
    );
  });

  it('hands over at its stop: the next one leads within the time of a look, with a greater term', async () => {
    server.objects.create(thingsIn('shop'), thing('a'));
    const first = await run();
    await isSeen('a', 0);
    const second = await run();
    await eventually(async () => assert.equal((await ask(second, '/readyz')).status, 200));
    assert.equal(second.isLeading(), false);
    await first.stop();
    await isSeen('a', 1);
    assert.equal(second.isLeading(), true);
  });

  it('is ready when it has seen everything, and alive before; a server that is away kills nobody', async () => {
    await server.kill();
    const operator = await run({ WATCH_STALE_MS: '5000' });
    assert.equal((await ask(operator, '/healthz')).status, 200);
    const { status, text } = await ask(operator, '/readyz');
    assert.deepEqual(
      [status, JSON.parse(text)],
      [503, { status: 'starting', starting: ['Thing'] }],
    );
    await server.restart();
    server.objects.create(thingsIn('shop'), thing('a'));
    await eventually(async () => assert.equal((await ask(operator, '/readyz')).status, 200));
    await isSeen('a', 0);
    assert.equal((await ask(operator, '/healthz')).status, 200);
  });

  it('is not alive when a watch gets nowhere', async () => {
    const operator = await run({ WATCH_STALE_MS: '1000', KUBE_TIMEOUT_MS: '60000' });
    await eventually(() => assert.equal(server.watches.count(), 1));
    server.watches.hold();
    server.watches.end();
    await eventually(async () => {
      const { status, text } = await ask(operator, '/healthz');
      assert.deepEqual([status, JSON.parse(text)], [503, { status: 'stuck', stuck: ['Thing'] }]);
    });
    server.watches.release();
  });

  it('gives its lease back, closes its watches and its port when it is stopped', async () => {
    const operator = await run();
    await eventually(() => assert.equal(operator.isLeading(), true));
    await eventually(() => assert.equal(server.watches.count(), 1));
    await operator.stop();
    const [record] = server.objects.all(lease);
    assert.match(JSON.stringify(record?.spec), /"holderIdentity":""/);
    await eventually(() => assert.equal(server.connections(), 0));
    await assert.rejects(ask(operator, '/healthz'));
  });

  it('tells its metrics: reconciles, queue, watches, calls, and whether it leads', async () => {
    server.objects.create(thingsIn('shop'), thing('a'));
    const operator = await run();
    await isSeen('a', 0);
    const { text } = await ask(operator, '/metrics');
    for (const line of [
      /^operator_reconciles_total\{kind="Thing",result="done",service="operator"\} [1-9]/m,
      /^operator_reconcile_duration_seconds_count\{.*kind="Thing",result="done"\} [1-9]/m,
      /^operator_queue_depth\{controller="Thing",service="operator"\} 0$/m,
      /^operator_queue_oldest_age_seconds\{controller="Thing",service="operator"\} 0$/m,
      /^kube_watch_last_event_age_seconds\{kind="Thing",namespace="",service="operator"\} \d/m,
      /^kube_api_calls_total\{verb="watch",resource="things",code="200",service="operator"\} 1$/m,
      /^operator_status_writes_total\{kind="Thing",outcome="written",service="operator"\} 1$/m,
      /^operator_is_leader\{service="operator"\} 1$/m,
      /^process_resident_memory_bytes/m,
    ])
      assert.match(text, line);
  });
});
