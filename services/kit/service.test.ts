/** A service starts and stops in order, tells the truth about itself, and refuses who has logged out. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { problemSchema } from '@balcao/contracts/problem-schema.ts';
import { createMemoryBus } from './bus-memory.ts';
import { readConfig } from './config.ts';
import { listen } from './http/server.ts';
import type { Deps } from './service.ts';
import { createTestDatabase, type TestDatabase } from './testing/database.ts';
import { eventually } from './testing/eventually.ts';
import { createKitDatabase, silentLog } from './testing/kit-database.ts';
import { createRecorder } from './testing/recorder.ts';
import { startTestService, type TestService } from './testing/service.ts';
import { startTcpProxy, type TcpProxy } from './testing/tcp-proxy.ts';
import { settings } from './testing/thing-config.ts';
import { startThings } from './testing/thing-service.ts';
import { createTestTokens } from './testing/tokens.ts';

const statusOf = async (url: string) => {
  const response = await fetch(url);
  return { status: response.status, body: await response.text() };
};

describe('a running service', () => {
  let things: TestService;

  before(async () => {
    things = await startTestService({ settings, start: startThings() });
    await eventually(async () =>
      assert.equal((await statusOf(`${things.url}/readyz`)).status, 200),
    );
  });
  after(() => things.stop());

  it('shows its probes, its metrics and its contract', async () => {
    for (const path of ['/livez', '/readyz', '/health', '/metrics']) {
      assert.equal((await statusOf(`${things.url}${path}`)).status, 200, path);
    }
    const metrics = await statusOf(`${things.url}/metrics`);
    for (const name of [
      'outbox_pending_messages',
      'http_requests_total',
      'process_cpu_seconds_total',
    ]) {
      assert.match(metrics.body, new RegExp(name));
    }
    const document = JSON.parse((await statusOf(`${things.url}/api/v1/things/openapi.json`)).body);
    assert.match(document.openapi, /^3\.1/);
    assert.ok(document.paths['/api/v1/things']?.post ?? document.paths['/things']?.post);
  });

  it('refuses a token within a second of its logout', async () => {
    const sid = randomUUID();
    const token = things.tokens.sign({ sub: randomUUID(), sid, role: 'admin' });
    const headers = { authorization: `Bearer ${token}` };
    const call = () => fetch(`${things.url}/api/v1/things/parked-messages`, { headers });
    assert.equal((await call()).status, 200);
    things.tokens.revoke(sid);
    await eventually(async () => {
      const answer = await call();
      const problem = problemSchema.parse(await answer.json());
      assert.deepEqual([answer.status, problem.code], [401, 'token_revoked']);
    }, 1_000);
  });
});

describe('a service', () => {
  let database: TestDatabase;
  let proxy: TcpProxy;
  const depsFor = (bus = createMemoryBus({})): Deps => ({
    bus,
    redis: null,
    log: silentLog,
    isListening: true,
    tokenSource: createTestTokens().source,
  });
  const configFor = (url: string, env: Record<string, string> = {}) =>
    readConfig(settings, { PORT: '0', DATABASE_URL: url, ...env });

  beforeEach(async () => {
    database = await createTestDatabase();
    proxy = await startTcpProxy(database.url);
  });
  afterEach(async () => {
    await proxy.close();
    await database.drop();
  });

  it('waits for a database that is not there yet', async () => {
    await proxy.cut();
    const starting = startThings()(configFor(proxy.url), depsFor());
    await proxy.mend();
    const service = await starting;
    assert.equal((await service.health()).dependencies.postgres?.status, 'up');
    await service.stop();
  });

  it('starts as several replicas at once on an empty database', async () => {
    const starting = Array.from({ length: 3 }, () =>
      startThings()(configFor(database.url), depsFor()),
    );
    const replicas = await Promise.all(starting);
    await Promise.all(replicas.map((replica) => replica.stop()));
  });

  it('is alive but not ready while its database is away, and says where the trouble is', async () => {
    const service = await startThings()(configFor(proxy.url), depsFor());
    await proxy.cut();
    assert.equal((await statusOf(`${service.url}/livez`)).status, 200);
    const ready = await statusOf(`${service.url}/readyz`);
    assert.equal(ready.status, 503);
    const { dependencies } = JSON.parse(ready.body);
    assert.deepEqual(dependencies.postgres, { status: 'down', detail: 'cannot be reached' });
    assert.equal(dependencies.bus.status, 'up');
    await proxy.mend();
    await eventually(async () =>
      assert.equal((await statusOf(`${service.url}/readyz`)).status, 200),
    );
    await service.stop();
  });

  it('is ready while only the bus is away, since the outbox keeps what it says', async () => {
    const bus = { ...createMemoryBus({}), trouble: () => 'not connected' };
    const service = await startThings()(configFor(database.url), depsFor(bus));
    await eventually(async () =>
      assert.equal((await statusOf(`${service.url}/readyz`)).status, 200),
    );
    const { status, body } = await statusOf(`${service.url}/health`);
    assert.deepEqual([status, JSON.parse(body).status], [200, 'degraded']);
    await service.stop();
  });

  it('answers what it has begun before it stops, and sends what it has promised', async () => {
    const gate = Promise.withResolvers<void>();
    const bus = createMemoryBus({ listener: ['thing.happened'] });
    const recorder = createRecorder({ queue: 'listener' });
    await recorder.subscribeTo(bus);
    const things = await startTestService({ settings, start: startThings(gate.promise), bus });
    const held = fetch(`${things.url}/api/v1/things/held`);
    const created = await things.as('admin').post('/things', { name: 'a' });
    assert.equal(created.status, 201);
    const stopped = things.stop();
    await eventually(() => assert.rejects(fetch(`${things.url}/livez`)));
    gate.resolve();
    assert.equal((await held).status, 200);
    await stopped;
    await eventually(() => assert.equal(recorder.batches.flat()[0]?.subject, created.body.id));
  });

  it('stops being ready, then lets go who waits, and ends its own work after the last answer', async () => {
    const gate = Promise.withResolvers<void>();
    const seen: string[] = [];
    const things = await startTestService({
      settings,
      start: startThings(gate.promise, {
        onStopping: () => void seen.push('stopping'),
        stop: async () => void seen.push('stopped'),
      }),
    });
    const held = fetch(`${things.url}/api/v1/things/held`);
    assert.equal((await things.as('admin').post('/things', { name: 'a' })).status, 201);
    // By a door of the test's own: the service's takes no new connections while it drains.
    const side = await listen(things.service.handler, { port: 0 });
    const stopped = things.stop();
    const ready = await statusOf(`${side.url}/readyz`);
    assert.deepEqual([ready.status, JSON.parse(ready.body).status], [503, 'stopping']);
    assert.deepEqual(seen, ['stopping']);
    gate.resolve();
    assert.equal((await held).status, 200);
    await Promise.all([stopped, side.stop()]);
    assert.deepEqual(seen, ['stopping', 'stopped']);
  });

  it('leaves nothing behind when it cannot start', async () => {
    const kit = await createKitDatabase();
    const first = await startThings()(configFor(database.url), depsFor());
    const port = new URL(first.url ?? '').port;
    await assert.rejects(
      startThings()(configFor(kit.url, { PORT: port }), depsFor()),
      /EADDRINUSE/,
    );
    await eventually(async () => {
      const open = await kit.db.query(
        `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'balcao-things'`,
      );
      assert.deepEqual(open, []);
    });
    await first.stop();
    await kit.close();
  });
});
