/** `bench recall`: from a supplier's lot to every customer and receipt that got of it, over HTTP, among a million movements. */
import { startPostgres } from '@balcao/local/postgres.ts';
import pg from 'pg';
import { stockUp } from '../harness/counter.ts';
import { createLoadClient } from '../harness/http-client.ts';
import { milliseconds, percentile, perSecond, printRow } from '../harness/load.ts';
import { makeDataDir, removeDataDir, startShopProcess } from '../harness/shop-process.ts';
import { carcassId, fillLedger, ledger, recallBySql } from './ledger-of-a-million.ts';

const goalMs = 100;

export async function benchRecall({ seconds }: { seconds: number }): Promise<void> {
  const dataDir = await makeDataDir();
  const postgres = await startPostgres({ dataDir: `${dataDir}/postgres`, log: () => undefined });
  const env = { DATABASE_URL: postgres.socketUrl, AMQP_URL: '', REDIS_URL: '' };
  const shop = await startShopProcess({ env });
  const { token, productIds } = await stockUp(shop.url, 1);
  const inventoryUrl = new URL(postgres.socketUrl);
  inventoryUrl.pathname = '/balcao_inventory';
  const sql = new pg.Client({ connectionString: inventoryUrl.href });
  await sql.connect();
  await fillLedger(sql, productIds[0] ?? '');
  process.stdout.write(
    `Recall of one lot among ${ledger.sales} sales of ${ledger.lots} lots: ` +
      `${ledger.cuts} lots were cut from it, ${ledger.orders} orders got of them\n\n`,
  );
  const client = createLoadClient(shop.url, token, 1);
  const http = await measure(seconds, async () => {
    const { status, text } = await client.call('GET', `/inventory/lots/${carcassId}/trace`);
    if (status !== 200) throw new Error(`${status} ${text}`);
    return JSON.parse(text).orders.length;
  });
  report('GET /inventory/lots/:id/trace', http);
  const bare = await measure(seconds, () => recallBySql(sql));
  report('baseline: the same orders by bare SQL', bare);
  const p95 = percentile(http, 0.95);
  process.stdout.write(
    `\n  p95 ${p95.toFixed(1)} ms, ${p95 < goalMs ? 'below' : 'ABOVE'} the ${goalMs} ms that it may take; ` +
      `over HTTP : baseline = ${(p95 / percentile(bare, 0.95)).toFixed(1)}\n`,
  );
  client.close();
  await sql.end();
  await shop.stop();
  await removeDataDir(shop.dataDir);
  await postgres.stop();
  await removeDataDir(dataDir);
}

/** How long each recall took, sorted, one after another; none of them misses an order. */
async function measure(seconds: number, recall: () => Promise<number>): Promise<number[]> {
  const latencies: number[] = [];
  await recall();
  const endAt = performance.now() + seconds * 1000;
  for (let now = performance.now(); now < endAt; now = performance.now()) {
    const orders = await recall();
    latencies.push(performance.now() - now);
    if (orders !== ledger.orders) throw new Error(`${orders} orders instead of ${ledger.orders}`);
  }
  return latencies.sort((a, b) => a - b);
}

function report(name: string, sorted: number[]): void {
  const spentMs = sorted.reduce((sum, took) => sum + took, 0);
  printRow(name, {
    rate: perSecond(sorted.length, spentMs / 1000),
    p50: milliseconds(percentile(sorted, 0.5)),
    p95: milliseconds(percentile(sorted, 0.95)),
    p99: milliseconds(percentile(sorted, 0.99)),
  });
}
