/** Protects: what the chart sets for servers under TLS connects, encrypted, and to nobody else. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chown, stat, writeFile } from 'node:fs/promises';
import { connect as connectPlain } from 'node:net';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { type RunningProgram, runProgram } from '@balcao/kit/testing/program.ts';
import { serverUrl } from '@balcao/kit/testing/servers.ts';
import { type Postgres, startPostgres } from '@balcao/local/postgres.ts';
import pg from 'pg';
import { makeDataDir, removeDataDir } from '../../../scripts/harness/shop-process.ts';
import { type Authority, makeAuthority } from './authority.ts';

const hostName = 'localhost';
const program = new URL('../../product/src/main.ts', import.meta.url);
const nobody = 'http://127.0.0.1:1';

describe('a service whose servers speak TLS', function () {
  this.timeout(60_000);
  let folder: string;
  let authority: Authority;
  let postgres: Postgres;
  let bus: Encrypted;
  let redis: Encrypted;
  let children: RunningProgram[] = [];

  before(async function () {
    const [amqpUrl, redisUrl] = [
      serverUrl(this, 'TEST_AMQP_URL'),
      serverUrl(this, 'TEST_REDIS_URL'),
    ];
    folder = await makeDataDir();
    authority = await makeAuthority(hostName);
    postgres = await startEncryptedPostgres(join(folder, 'postgres'), authority);
    [bus, redis] = [await encrypt(amqpUrl, authority), await encrypt(redisUrl, authority)];
  });
  afterEach(async () => {
    for (const child of children) child.kill('SIGKILL');
    await Promise.all(children.map(({ exit }) => exit));
    children = [];
  });
  after(async () => {
    await Promise.all([bus?.close(), redis?.close(), postgres?.stop(), authority?.remove()]);
    if (folder !== undefined) await removeDataDir(folder);
  });

  /** With all that the chart sets where `trust.caSecret` is named, unless `env` says otherwise. */
  function serve(env: Record<string, string> = {}): RunningProgram {
    const child = runProgram(program, {
      env: {
        DATABASE_URL: databaseUrl('?sslmode=verify-full'),
        AMQP_URL: bus.url,
        REDIS_URL: redis.url,
        AUTH_URL: nobody,
        NODE_EXTRA_CA_CERTS: authority.caFile,
        ...env,
      },
    });
    children.push(child);
    return child;
  }

  function databaseUrl(parameters: string, host = hostName): string {
    const url = new URL(postgres.adminUrl);
    url.hostname = host;
    return `${url.href}${parameters}`;
  }

  async function isUp(child: RunningProgram, names: string[]): Promise<void> {
    const url = await child.url();
    await eventually(async () => {
      const { dependencies } = JSON.parse(await (await fetch(`${url}/health`)).text());
      for (const name of names) assert.equal(dependencies[name]?.status, 'up', child.printed());
    }, 20_000);
  }

  /** Connections of the service to PostgreSQL, by whether they are encrypted. */
  async function sessions(): Promise<Record<string, number>> {
    const client = new pg.Client({ connectionString: postgres.socketUrl });
    await client.connect();
    const { rows } = await client.query(
      "SELECT ssl, count(*)::int FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE application_name ~ 'product' GROUP BY ssl",
    );
    await client.end();
    return Object.fromEntries(rows.map(({ ssl, count }) => [String(ssl), count]));
  }

  it('speaks so to all three, and holds their certificates against its authority', async () => {
    await isUp(serve(), ['postgres', 'bus', 'redis']);
    const { true: encrypted = 0, false: plain = 0 } = await sessions();
    assert.ok(encrypted > 0);
    assert.equal(plain, 0);
  });

  it('trusts no authority that it was not told of', async () => {
    const child = serve({ NODE_EXTRA_CA_CERTS: '', MIGRATIONS: 'await' });
    await eventually(() => assert.match(child.printed(), /unable to verify the first certificate/));
    assert.deepEqual(await sessions(), {});
    const patient = serve({ NODE_EXTRA_CA_CERTS: '', DATABASE_URL: databaseUrl('') });
    await isUp(patient, ['postgres']);
    const { dependencies } = JSON.parse(
      await (await fetch(`${await patient.url()}/health`)).text(),
    );
    assert.deepEqual([dependencies.bus.status, dependencies.redis.status], ['down', 'down']);
  });

  it('speaks to no host that the certificate is not for', async () => {
    const child = serve({
      DATABASE_URL: databaseUrl('?sslmode=verify-full', '127.0.0.1'),
      MIGRATIONS: 'await',
    });
    await eventually(() => assert.match(child.printed(), /does not match certificate's altnames/));
    assert.deepEqual(await sessions(), {});
  });

  it('encrypts without looking at the certificate where only that is required', async () => {
    const parameters = '?sslmode=require&uselibpqcompat=true';
    await isUp(
      serve({ NODE_EXTRA_CA_CERTS: '', DATABASE_URL: databaseUrl(parameters, '127.0.0.1') }),
      ['postgres'],
    );
    assert.deepEqual(Object.keys(await sessions()), ['true']);
  });
});

/** The key has to belong to whoever runs the server. */
async function startEncryptedPostgres(
  dataDir: string,
  { key, certificate }: Authority,
): Promise<Postgres> {
  const postgres = await startPostgres({ dataDir, log: () => {} });
  const { uid, gid } = await stat(dataDir);
  for (const [name, text] of Object.entries({ 'server.key': key, 'server.crt': certificate })) {
    await writeFile(join(dataDir, name), text, { mode: 0o600 });
    await chown(join(dataDir, name), uid, gid);
  }
  const client = new pg.Client({ connectionString: postgres.adminUrl });
  await client.connect();
  await client.query('ALTER SYSTEM SET ssl = on');
  await client.query('SELECT pg_reload_conf()');
  await client.end();
  return postgres;
}

interface Encrypted {
  url: string;
  close(): Promise<void>;
}

/** TLS from the first byte in front of a server that has none, as a cloud's balancer ends it. */
async function encrypt(plainUrl: string, { key, certificate }: Authority): Promise<Encrypted> {
  const target = new URL(plainUrl);
  const server = createServer({ key, cert: certificate }, (near) => {
    const far = connectPlain(Number(target.port), target.hostname);
    near.on('error', () => far.destroy()).once('close', () => far.destroy());
    far.on('error', () => near.destroy()).once('close', () => near.destroy());
    near.pipe(far).pipe(near);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  const scheme = target.protocol.replace(':', 's:');
  const login = target.username === '' ? '' : `${target.username}:${target.password}@`;
  return {
    url: `${scheme}//${login}${hostName}:${address.port}${target.pathname}`,
    async close() {
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
