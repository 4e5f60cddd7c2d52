/** A service as a process: whatever it needs may come later, and its exit code tells the truth. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { problemSchema } from '@balcao/contracts/problem-schema.ts';
import { createDatabase } from './db.ts';
import { listen, type RunningServer } from './http/server.ts';
import { type PlannedDatabase, planTestDatabase } from './testing/database.ts';
import { eventually } from './testing/eventually.ts';
import { silentLog } from './testing/kit-database.ts';
import { type RunningProgram, runProgram } from './testing/program.ts';
import { createTestTokens } from './testing/tokens.ts';

const nobody = '127.0.0.1:1';
const program = new URL('./testing/thing-main.ts', import.meta.url);

describe('a service as a process', () => {
  let database: PlannedDatabase;
  let children: RunningProgram[];
  beforeEach(() => {
    database = planTestDatabase();
    children = [];
  });
  afterEach(async () => {
    for (const child of children) child.kill('SIGKILL');
    await Promise.all(children.map(({ exit }) => exit));
    await database.drop();
  });

  const run = (args: string[], env: Record<string, string> = {}) => {
    const child = runProgram(program, { args, env: { DATABASE_URL: database.url, ...env } });
    children.push(child);
    return child;
  };
  const serve = (env: Record<string, string> = {}) =>
    run([], {
      AMQP_URL: `amqp://${nobody}`,
      REDIS_URL: `redis://${nobody}`,
      AUTH_URL: `http://${nobody}`,
      DATABASE_POOL: '3',
      ...env,
    });
  const statusOf = async (url: string) => (await fetch(url)).status;

  it('migrates a database that is made only meanwhile, and needs no other setting', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'migrate-'));
    const file = join(dir, 'url');
    await writeFile(file, database.url);
    const child = run(['migrate'], { DATABASE_URL: '', DATABASE_URL_FILE: file });
    await eventually(() => assert.match(child.printed(), /not ready yet/));
    await database.create();
    assert.equal(await child.exit, 0, child.printed());
    await rm(dir, { recursive: true });
    const db = createDatabase({
      url: database.url,
      applicationName: 'test',
      maxConnections: 3,
      statementTimeoutMs: 10_000,
      log: silentLog,
    });
    assert.deepEqual(await db.query('SELECT count(*) AS effects FROM effect'), [{ effects: 0 }]);
    await db.close();
  });

  it('has not migrated when it was interrupted', async () => {
    const child = run(['migrate']);
    await eventually(() => assert.match(child.printed(), /not ready yet/));
    child.kill('SIGTERM');
    assert.equal(await child.exit, 1);
  });

  it('says how it is used when it is asked for something else', async () => {
    const child = run(['migrat']);
    assert.equal(await child.exit, 2);
    assert.match(child.printed(), /usage: main\.ts/);
  });

  it('ends at once when it is to migrate itself and its password is wrong', async () => {
    const child = serve();
    assert.equal(await child.exit, 1);
    assert.match(child.printed(), /password authentication failed|does not exist/);
  });

  it('is alive and refuses work while it waits for its database, and can be stopped', async () => {
    const child = serve({ MIGRATIONS: 'await' });
    const url = await child.url();
    assert.equal(await statusOf(`${url}/livez`), 200);
    const ready = await fetch(`${url}/readyz`);
    assert.deepEqual(
      [ready.status, await ready.json()],
      [503, { status: 'starting', dependencies: {} }],
    );
    const refused = await fetch(`${url}/api/v1/things`, { method: 'POST', body: '{}' });
    assert.deepEqual(
      [refused.status, refused.headers.get('retry-after'), refused.headers.get('content-type')],
      [503, '1', 'application/problem+json; charset=utf-8'],
    );
    const problem = problemSchema.parse(await refused.json());
    assert.deepEqual(
      [problem.code, problem.traceId],
      ['unavailable', refused.headers.get('x-trace-id')],
    );
    child.kill('SIGTERM');
    assert.equal(await child.exit, 0);
  });

  it('becomes ready on the same port when the database is migrated and auth answers, without broker and Redis', async () => {
    const auth = await startAuth();
    const child = serve({ MIGRATIONS: 'await', AUTH_URL: auth.url });
    const url = await child.url();
    await database.create();
    assert.equal(await run(['migrate']).exit, 0);
    const becomes = (path: string, status: number) =>
      eventually(async () => {
        assert.equal(await statusOf(`${url}/livez`), 200);
        assert.equal(await statusOf(`${url}${path}`), status);
      });
    await becomes('/api/v1/things/held', 200);
    assert.equal(await statusOf(`${url}/readyz`), 503);
    auth.open();
    await becomes('/readyz', 200);
    const health = await fetch(`${url}/health`);
    const { status, dependencies } = JSON.parse(await health.text());
    assert.deepEqual(
      [status, dependencies.bus.status, dependencies.redis.status],
      ['degraded', 'down', 'down'],
    );
    child.kill('SIGTERM');
    assert.equal(await child.exit, 0, child.printed());
    await auth.stop();
  });
});

/** What services read of auth: 503 until it is opened. */
async function startAuth(): Promise<RunningServer & { open(): void }> {
  const { source } = createTestTokens();
  let isOpen = false;
  const server = await listen(
    async ({ url }, response) => {
      if (!isOpen) return void response.writeHead(503).end();
      const isKeys = url?.endsWith('jwks.json');
      response.end(JSON.stringify(await (isKeys ? source.readKeys() : source.readRevocations())));
    },
    { port: 0, host: '127.0.0.1' },
  );
  return {
    ...server,
    open() {
      isOpen = true;
    },
  };
}
