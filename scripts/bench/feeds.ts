/** `bench feeds`: 10,000 feeds that are due in the same minute, collected by three replicas from a slow provider. */
import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startPostgres } from '@balcao/local/postgres.ts';
import pg from 'pg';
import { percentile, perSecond, printRow } from '../harness/load.ts';
import { makeDataDir, removeDataDir } from '../harness/shop-process.ts';
import { freePorts } from '../servers/ports.ts';

const feeds = 10_000;
const replicas = 3;
/** How long the provider takes for an answer. */
const answerMs = 100;
/** What the replicas together may have under way. */
const atOnce = replicas * 256;
const giveUpMs = 300_000;
const program = fileURLToPath(
  new URL('../../services/market-analyzer/src/main.ts', import.meta.url),
);

/** The figure is one piece of work, so `--seconds` says nothing here. */
export async function benchFeeds(): Promise<void> {
  const { AMQP_URL, REDIS_URL = '' } = process.env;
  process.stdout.write(
    `${feeds} feeds due at once, ${replicas} replicas, a provider that takes ${answerMs} ms\n\n`,
  );
  if (!AMQP_URL) {
    process.stdout.write('  (needs AMQP_URL: npm run with-servers -- npm run bench feeds)\n');
    return;
  }
  const dataDir = await makeDataDir();
  const postgres = await startPostgres({ dataDir: `${dataDir}/postgres`, log: () => undefined });
  const provider = await startProvider();
  const running = await startReplicas({
    DATABASE_URL: postgres.socketUrl,
    AMQP_URL,
    REDIS_URL,
    AWESOMEAPI_URL: provider.url,
    AWESOMEAPI_PER_MINUTE: '1000000',
  });
  try {
    await collectAll(postgres.socketUrl, provider);
    await benchBare(provider.url);
  } finally {
    for (const replica of running) replica.kill('SIGTERM');
    await Promise.all(running.map((replica) => once(replica, 'exit')));
    provider.server.close();
    await postgres.stop();
    await removeDataDir(dataDir);
  }
}

interface Provider {
  url: string;
  server: Server;
  /** How often each code was asked for. */
  asked: Map<string, number>;
}

async function startProvider(): Promise<Provider> {
  const asked = new Map<string, number>();
  const server = createServer((request, response) => {
    const code = request.url?.split('/').at(-1) ?? '';
    asked.set(code, (asked.get(code) ?? 0) + 1);
    const timestamp = String(Math.floor(Date.now() / 1000));
    const body = JSON.stringify({ [code.replace('-', '')]: { bid: '5.4258', timestamp } });
    setTimeout(() => response.end(body), answerMs);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server, asked };
}

/** One after the other, so that one migrates. Nobody calls them, so there is no auth for them to ask. */
async function startReplicas(env: Record<string, string>): Promise<ChildProcess[]> {
  const running: ChildProcess[] = [];
  for (const port of await freePorts(replicas)) {
    const child = spawn(process.execPath, [program], {
      env: { ...process.env, ...env, PORT: String(port), LOG_LEVEL: 'info' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    running.push(child);
    await started(child);
  }
  return running;
}

/** Reads its log to the end, of which only this is wanted: that it works. */
function started(child: ChildProcessByStdio<null, Readable, null>): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('exit', () => reject(new Error('a replica did not start')));
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.includes('"msg":"started"')) resolve();
    });
  });
}

/** Feeds are written into the table: the API is not what is measured. */
async function collectAll(databaseUrl: string, { asked }: Provider): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const startedAt = performance.now();
  await client.query(
    `INSERT INTO feed (id, name, provider, symbol, code, every_seconds)
     SELECT gen_random_uuid(), 'Feed ' || n, 'awesomeapi', 'FEED:' || n, 'F' || n || '-BRL', 3600
     FROM generate_series(1, $1::int) n`,
    [feeds],
  );
  while ((await count(client, 'feed WHERE collected_at IS NOT NULL')) < feeds) {
    if (performance.now() - startedAt > giveUpMs) throw new Error('they were not collected');
    await delay(200);
  }
  const seconds = (performance.now() - startedAt) / 1000;
  const { rows } = await client.query<{ late: number }>(
    'SELECT extract(epoch FROM collected_at - $1::timestamptz)::float8 AS late FROM feed ORDER BY 1',
    [new Date(Date.now() - (performance.now() - startedAt))],
  );
  const late = rows.map((row) => row.late);
  printRow('market-analyzer', {
    took: `${seconds.toFixed(1)} s`,
    rate: perSecond(feeds, seconds),
    'half after': `${percentile(late, 0.5).toFixed(1)} s`,
    'the last after': `${percentile(late, 1).toFixed(1)} s`,
  });
  const twice = [...asked.values()].filter((times) => times > 1).length;
  printRow('each once', {
    'feeds asked': String(asked.size),
    'asked more than once': String(twice),
    'quotes stored': String(await count(client, 'quote')),
    'tasks left': String(await count(client, 'feed_task')),
  });
  await client.end();
}

async function count(client: pg.Client, what: string): Promise<number> {
  const { rows } = await client.query<{ count: number }>(`SELECT count(*)::int FROM ${what}`);
  return rows[0]?.count ?? 0;
}

/** The same requests by nothing but `fetch`, as many at a time, and nothing stored. */
async function benchBare(url: string): Promise<void> {
  let next = 0;
  const startedAt = performance.now();
  const ask = async () => {
    for (next += 1; next <= feeds; next += 1) {
      await (await fetch(`${url}/json/last/B${next}-BRL`)).text();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, ask));
  const seconds = (performance.now() - startedAt) / 1000;
  printRow(`baseline: bare fetch, ${atOnce} at a time`, {
    took: `${seconds.toFixed(1)} s`,
    rate: perSecond(feeds, seconds),
  });
}
