/** Starts the real servers that the tests share, once per run; their addresses reach the workers by environment. */
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeAtEnd } from '../services/local/src/guard.ts';
import { startPostgres } from '../services/local/src/postgres.ts';
import { findChromium } from './servers/chromium.ts';
import { findRabbitmq, startRabbitmq } from './servers/rabbitmq.ts';
import { findRedis, startRedis } from './servers/redis.ts';

type Stop = () => Promise<void>;

interface Optional {
  name: string;
  variable: 'TEST_AMQP_URL' | 'TEST_REDIS_URL';
  suites: string;
  install: string;
  find: () => string | undefined;
  start: () => Promise<{ url: string; stop: Stop }>;
}

const optional: readonly Optional[] = [
  {
    name: 'RabbitMQ',
    variable: 'TEST_AMQP_URL',
    suites: 'the suites on a real broker',
    install: 'apt-get install rabbitmq-server, or brew install rabbitmq',
    find: findRabbitmq,
    start: startRabbitmq,
  },
  {
    name: 'Valkey or Redis',
    variable: 'TEST_REDIS_URL',
    suites: 'the suites on a real cache',
    install: 'apt-get install redis-server, or brew install valkey',
    find: findRedis,
    start: startRedis,
  },
];

const stops: Stop[] = [];

/** Called by mocha in its main process before the workers start; an address that is set already is used as it is. */
export async function mochaGlobalSetup(): Promise<void> {
  const isRequired = process.env.BALCAO_TEST_REQUIRE_SERVERS === '1';
  const outcomes = await Promise.allSettled([
    setPostgres(),
    ...optional.map((server) => setOptional(server, isRequired)),
    lookForBrowser(isRequired),
  ]);
  const failed = outcomes.filter((outcome) => outcome.status === 'rejected');
  if (failed.length === 0) return;
  await mochaGlobalTeardown();
  throw new Error(failed.map(({ reason }) => messageOf(reason)).join('\n'));
}

export async function mochaGlobalTeardown(): Promise<void> {
  await Promise.all(stops.splice(0).map((stop) => stop()));
}

async function setPostgres(): Promise<void> {
  if (process.env.TEST_DATABASE_URL) return;
  const home = await mkdtemp(join(tmpdir(), 'balcao-test-'));
  // Where this is root, PostgreSQL runs under another account, which must pass.
  await chmod(home, 0o711);
  removeAtEnd(home);
  const server = await startPostgres({
    dataDir: join(home, 'postgres'),
    log: () => {},
    settings: {
      max_connections: '400',
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
    },
  });
  stops.push(server.stop);
  process.env.TEST_DATABASE_URL = server.adminUrl;
}

async function setOptional(wanted: Optional, isRequired: boolean): Promise<void> {
  if (process.env[wanted.variable]) return;
  if (wanted.find() === undefined) {
    return tellOfAbsence(wanted, isRequired);
  }
  const server = await wanted.start();
  stops.push(server.stop);
  process.env[wanted.variable] = server.url;
}

/** The suites themselves start it. */
async function lookForBrowser(isRequired: boolean): Promise<void> {
  const suites = 'the suites in a browser';
  const install = 'apt-get install chromium, or CHROMIUM=… for one elsewhere';
  if (findChromium() === undefined)
    tellOfAbsence({ name: 'Chromium', suites, install }, isRequired);
}

function tellOfAbsence(
  { name, suites, install }: Pick<Optional, 'name' | 'suites' | 'install'>,
  isRequired: boolean,
): void {
  const message = `${name} is not installed: ${suites} will not run (${install}).`;
  if (isRequired) throw new Error(message);
  process.stderr.write(`${message}\n`);
}

function messageOf(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}
