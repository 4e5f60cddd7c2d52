/** `bench daily`: balances of days from Redis, beside a bare handler that makes the same read; then without Redis. */

import { setTimeout as delay } from 'node:timers/promises';
import { createLogger } from '@balcao/kit/log.ts';
import { createRedis } from '@balcao/kit/redis.ts';
import { startPostgres } from '@balcao/local/postgres.ts';
import pg from 'pg';
import { addDays } from '../../services/contracts/dates.ts';
import { startBareServer } from '../harness/bare-server.ts';
import { logIn } from '../harness/counter.ts';
import { createLoadClient, type LoadClient } from '../harness/http-client.ts';
import { milliseconds, perSecond, printRow, runLoad, runOpenLoop } from '../harness/load.ts';
import { makeDataDir, removeDataDir, startShopProcess } from '../harness/shop-process.ts';
import { findRedis, startRedis } from '../servers/redis.ts';

const concurrency = 8;
/** Three years of days, each with sums on three money accounts. */
const days = 1_000;
const firstDay = '2023-01-01';
/** Days that are looked at: all of them are in Redis after a moment. */
const watched = 30;
const openRate = 500;

const dayAt = (n: number) => addDays(firstDay, n);
const watchedDay = () => dayAt(days - 1 - Math.floor(Math.random() * watched));

export async function benchDaily({ seconds }: { seconds: number }): Promise<void> {
  if (findRedis() === undefined) {
    process.stdout.write('bench daily needs valkey-server or redis-server on PATH\n');
    return;
  }
  const dataDir = await makeDataDir();
  const postgres = await startPostgres({ dataDir: `${dataDir}/postgres`, log: () => undefined });
  const redis = await startRedis();
  const env = { DATABASE_URL: postgres.socketUrl, AMQP_URL: '', REDIS_URL: redis.url };
  const shop = await startShopProcess({ env });
  const client = createLoadClient(shop.url, await logIn(shop.url), 64);
  await fill(client);
  await settle(postgres.socketUrl);
  process.stdout.write(`Balances of ${watched} days after ${days}, ${seconds} s each\n\n`);
  const cached = await measure('GET /finance/daily/:date, from Redis', client, seconds);
  const bare = await measureBare(redis.url, seconds);
  process.stdout.write(`\n  from Redis : baseline = ${(cached / bare).toFixed(2)}\n\n`);
  await redis.stop();
  await measureOpen(client, seconds);
  client.close();
  await shop.stop();
  await removeDataDir(shop.dataDir);
  await postgres.stop();
  await removeDataDir(dataDir);
}

async function fill(client: LoadClient): Promise<void> {
  for (const account of ['cash', 'pix', 'bank']) {
    const entries = Array.from({ length: days }, (_none, n) => ({
      type: n % 3 === 0 ? 'debit' : 'credit',
      amountMinor: 1_000 + n,
      date: dayAt(n),
      description: 'bench',
      account,
    }));
    const { status, text } = await client.call('POST', '/finance/entries/bulk', { entries });
    if (status !== 201) throw new Error(`${status} ${text}`);
  }
}

/** Waits until all that the entries led to is done: their events told, their categories found. */
async function settle(postgresUrl: string): Promise<void> {
  const url = new URL(postgresUrl);
  url.pathname = '/balcao_finance';
  const sql = new pg.Client({ connectionString: url.href });
  await sql.connect();
  for (;;) {
    const { rowCount } = await sql.query('SELECT 1 FROM outbox LIMIT 1');
    if (rowCount === 0) break;
    await delay(200);
  }
  await sql.end();
}

const read = (client: LoadClient) => async () => {
  const { status, text } = await client.call('GET', `/finance/daily/${watchedDay()}`);
  if (status !== 200) throw new Error(`${status} ${text}`);
};

async function measure(name: string, client: LoadClient, seconds: number): Promise<number> {
  await runLoad({ concurrency, seconds: 3 }, read(client));
  const result = await runLoad({ concurrency, seconds }, read(client));
  printRow(name, {
    rate: perSecond(result.count, result.seconds),
    p50: milliseconds(result.p50),
    p99: milliseconds(result.p99),
  });
  return result.count / result.seconds;
}

/** The days that the shop has put into Redis, read by a bare handler; nothing expires meanwhile. */
async function measureBare(redisUrl: string, seconds: number): Promise<number> {
  const redis = createRedis(redisUrl, createLogger({ level: 'silent' }));
  await new Promise((resolve) => redis.once('ready', resolve));
  const [key = ''] = await redis.keys('daily:*:days');
  await redis.persist(key);
  redis.disconnect();
  const program = new URL('./bare-daily-server.ts', import.meta.url);
  const bare = await startBareServer(program, `${redisUrl}#${encodeURIComponent(key)}`);
  const client = createLoadClient(bare.url, 'none', concurrency);
  const rate = await measure('baseline: bare node:http, the same read', client, seconds);
  client.close();
  bare.stop();
  return rate;
}

async function measureOpen(client: LoadClient, seconds: number): Promise<void> {
  const { count, p50, p99 } = await runOpenLoop({ perSecond: openRate, seconds }, read(client));
  printRow(`Redis stopped, ${openRate}/s arrive`, {
    answered: String(count),
    p50: milliseconds(p50),
    p99: milliseconds(p99),
  });
}
