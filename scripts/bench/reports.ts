/** `bench reports`: the reports of finance over three years and half a million entries, over HTTP. */
import { startPostgres } from '@balcao/local/postgres.ts';
import pg from 'pg';
import { logIn } from '../harness/counter.ts';
import { createLoadClient } from '../harness/http-client.ts';
import { milliseconds, percentile, perSecond, printRow } from '../harness/load.ts';
import { makeDataDir, removeDataDir, startShopProcess } from '../harness/shop-process.ts';
import { books, expensesBySql, fillBooks } from './books-of-three-years.ts';

const goalMs = 300;
const reports = ['profit-and-loss', 'cash-flow', 'by-category', 'margin-by-product'];

export async function benchReports({ seconds }: { seconds: number }): Promise<void> {
  const dataDir = await makeDataDir();
  const postgres = await startPostgres({ dataDir: `${dataDir}/postgres`, log: () => undefined });
  const env = { DATABASE_URL: postgres.socketUrl, AMQP_URL: '', REDIS_URL: '' };
  const shop = await startShopProcess({ env });
  const financeUrl = new URL(postgres.socketUrl);
  financeUrl.pathname = '/balcao_finance';
  const sql = new pg.Client({ connectionString: financeUrl.href });
  await sql.connect();
  await fillBooks(sql);
  process.stdout.write(
    `Reports over ${books.days} days, ${books.entries} entries, ${books.products} products a day, one at a time\n\n`,
  );
  const each = seconds / (reports.length * 2 + 1);
  const expenses = await measure('baseline: by category from the entries by bare SQL', each, () =>
    expensesBySql(sql),
  );
  const get = createReader(shop.url, await logIn(shop.url));
  for (const name of reports) {
    await measure(name, each, () => get.json(name));
    await measure(`${name}.csv`, each, () => get.csv(name));
  }
  const { body } = await get.json('by-category');
  if (body.expenses.amountMinor !== expenses)
    throw new Error('the reports do not agree with the entries');
  get.close();
  await sql.end();
  await shop.stop();
  await removeDataDir(shop.dataDir);
  await postgres.stop();
  await removeDataDir(dataDir);
}

function createReader(url: string, token: string) {
  const client = createLoadClient(url, token, 1);
  const read = async (path: string) => {
    const period = `from=${books.from}&to=${books.to}`;
    const { status, text } = await client.call('GET', `/finance/reports/${path}?${period}`);
    if (status !== 200) throw new Error(`${status} ${text}`);
    return text;
  };
  return {
    json: async (name: string) => ({ body: JSON.parse(await read(name)) }),
    csv: (name: string) => read(`${name}.csv`),
    close: () => client.close(),
  };
}

/** One after another; prints how long they took, and answers what the last one did. */
async function measure<Result>(
  name: string,
  seconds: number,
  work: () => Promise<Result>,
): Promise<Result> {
  const latencies: number[] = [];
  let result = await work();
  const endAt = performance.now() + seconds * 1000;
  for (let now = performance.now(); now < endAt; now = performance.now()) {
    result = await work();
    latencies.push(performance.now() - now);
  }
  latencies.sort((a, b) => a - b);
  const spentMs = latencies.reduce((sum, took) => sum + took, 0);
  const p99 = percentile(latencies, 0.99);
  printRow(name, {
    rate: perSecond(latencies.length, spentMs / 1000),
    p50: milliseconds(percentile(latencies, 0.5)),
    p99: milliseconds(p99),
    ...(name.startsWith('baseline')
      ? {}
      : { '': p99 < goalMs ? `below ${goalMs} ms` : `ABOVE ${goalMs} ms` }),
  });
  return result;
}
