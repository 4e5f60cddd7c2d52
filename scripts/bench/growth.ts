/** `bench growth`: whether a shop with years of sales behind it sells as quickly as a new one. */

import { createApiClient } from '@balcao/kit/testing/api-client.ts';
import { startPostgres } from '@balcao/local/postgres.ts';
import { logIn, stockUp } from '../harness/counter.ts';
import { milliseconds, perSecond, printRow } from '../harness/load.ts';
import { makeDataDir, removeDataDir, startShopProcess } from '../harness/shop-process.ts';
import { multiplyHistory } from './multiply-history.ts';
import { openTill, promote, promotedTotalMinor, sell } from './orders.ts';

const withoutServers = { AMQP_URL: '', REDIS_URL: '' };
const services = ['sales', 'inventory', 'payment', 'finance'];
const concurrency = 8;
const daySeconds = 5;

/** How many stored orders it grows to. `BENCH_GROWTH_ORDERS` names others, such as 10000,1000000,5000000. */
const sizes = (process.env.BENCH_GROWTH_ORDERS ?? '10000,1000000').split(',').map(Number);

export async function benchGrowth({ seconds }: { seconds: number }): Promise<void> {
  process.stdout.write(
    `Three-line cash orders of lots at a till, ${seconds} s each at c = ${concurrency}, beside more and more that were sold before\n\n`,
  );
  // Each size begins with a new shop, so that none has the caches and the day of another one.
  for (const size of [0, ...sizes]) await measure(size, seconds);
}

async function measure(size: number, seconds: number): Promise<void> {
  const dataDir = await makeDataDir();
  const postgres = await startPostgres({ dataDir: `${dataDir}/postgres`, log: () => undefined });
  try {
    await sellBeside(size, {
      databaseUrl: postgres.socketUrl,
      dataDir: `${dataDir}/shop`,
      seconds,
    });
  } finally {
    await postgres.stop();
    await removeDataDir(dataDir);
  }
}

interface Place {
  databaseUrl: string;
  dataDir: string;
  seconds: number;
}

async function sellBeside(size: number, { databaseUrl, dataDir, seconds }: Place): Promise<void> {
  // A proof of all stock, in the background, would be in some figures and not in others.
  const env = { ...withoutServers, DATABASE_URL: databaseUrl, STOCK_PROOF_MS: '86400000' };
  const shop = await startShopProcess({ dataDir, env });
  const { url } = shop;
  const counter = await stockUp(url, 3);
  await openTill(counter);
  await promote(counter);
  const till = { url, counter, totalMinor: promotedTotalMinor };
  const day = await sell(till, { concurrency, seconds: daySeconds });
  const copies = Math.max(0, Math.round(size / day.count) - 1);
  for (const service of copies > 0 ? services : []) {
    await multiplyHistory(databaseOf(databaseUrl, service), { orders: day.count, copies });
  }
  // Years are not copied within the life of a token.
  const token = await logIn(url);
  const again = { ...till, counter: { ...counter, token, call: createApiClient(url, token) } };
  await sell(again, { concurrency: 4, seconds: 3 });
  const { count, duration, p50, p99 } = await sell(again, { concurrency, seconds });
  await shop.stop();
  printRow(`${day.count * (copies + 1)} orders before`, {
    rate: perSecond(count, duration),
    p50: milliseconds(p50),
    p99: milliseconds(p99),
  });
}

function databaseOf(adminUrl: string, service: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/balcao_${service}`;
  return url.href;
}
