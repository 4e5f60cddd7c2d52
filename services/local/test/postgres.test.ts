/** The embedded PostgreSQL keeps what was committed, whatever is killed. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Client } from 'pg';
import { type Postgres, startPostgres } from '../src/postgres.ts';

describe('the embedded PostgreSQL', () => {
  let home: string;
  const started: Postgres[] = [];

  before(async () => {
    home = await mkdtemp(join(tmpdir(), 'balcao-postgres-test-'));
    await chmod(home, 0o711);
  });

  afterEach(async () => {
    await Promise.all(started.splice(0).map((server) => server.stop()));
  });

  after(() => rm(home, { recursive: true, force: true }));

  const dataDir = () => join(home, 'cluster');

  async function start(): Promise<Postgres> {
    const server = await startPostgres({ dataDir: dataDir(), lockWaitMs: 0, log: () => {} });
    started.push(server);
    return server;
  }

  it('starts from nothing, in UTF-8, with checksums and a password that only its owner reads', async () => {
    const { adminUrl } = await start();
    assert.deepEqual(await query(adminUrl, "SELECT current_setting('server_encoding') AS it"), [
      'UTF8',
    ]);
    assert.deepEqual(await query(adminUrl, "SELECT current_setting('data_checksums') AS it"), [
      'on',
    ]);
    assert.deepEqual(await query(adminUrl, "SELECT upper('ação') AS it"), ['AÇÃO']);
    assert.equal((await stat(`${dataDir()}.password`)).mode & 0o777, 0o600);
    await assert.rejects(
      query(adminUrl.replace(/:[^:@]+@/, ':wrong@'), 'SELECT 1 AS it'),
      /password/,
    );
  });

  it('keeps committed rows when the server is killed', async () => {
    const first = await start();
    await query(first.adminUrl, 'CREATE TABLE kept AS SELECT 42 AS it');
    process.kill(first.pid, 'SIGKILL');
    await first.ended;
    await first.stop();
    const second = await start();
    assert.deepEqual(await query(second.adminUrl, 'SELECT it FROM kept'), [42]);
  });

  it('starts again, rows and all, when the process that ran it was killed', async () => {
    const { parent, adminUrl } = await startElsewhere(dataDir());
    await query(adminUrl, 'CREATE TABLE survivor AS SELECT 7 AS it');
    const gone = once(parent, 'exit');
    parent.kill('SIGKILL');
    await gone;
    const second = await start();
    assert.deepEqual(await query(second.adminUrl, 'SELECT it FROM survivor'), [7]);
  });

  it('names the process that uses the folder, and leaves it alone', async () => {
    const { parent, adminUrl } = await startElsewhere(dataDir());
    await assert.rejects(start(), new RegExp(`in use by process ${parent.pid}$`));
    assert.deepEqual(await query(adminUrl, 'SELECT 1 AS it'), [1]);
    const gone = once(parent, 'exit');
    parent.kill('SIGKILL');
    await gone;
  });

  it('refuses the folder to a second start in the same process', async () => {
    await start();
    await assert.rejects(start(), /in use by process/);
  });
});

async function query(connectionString: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString });
  client.on('error', () => {});
  await client.connect();
  try {
    const { rows } = await client.query(sql);
    return rows.map((row) => row.it);
  } finally {
    await client.end();
  }
}

/** A server in a process of its own, which waits to be killed. */
async function startElsewhere(dataDir: string) {
  const module = JSON.stringify(new URL('../src/postgres.ts', import.meta.url).href);
  const code = `import { startPostgres } from ${module};
    const server = await startPostgres({ dataDir: ${JSON.stringify(dataDir)}, log() {} });
    console.log(server.adminUrl);`;
  const parent = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [adminUrl]: string[] = await once(createInterface({ input: parent.stdout }), 'line');
  assert.ok(adminUrl);
  return { parent, adminUrl };
}
