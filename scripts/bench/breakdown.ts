/** `bench breakdown`: a carcass becomes 40 cuts in one request, beside the same rows by bare SQL. */
import { startPostgres } from '@balcao/local/postgres.ts';
import { stockUp, until } from '../harness/counter.ts';
import { createLoadClient, type LoadClient } from '../harness/http-client.ts';
import { milliseconds, percentile, perSecond, printRow } from '../harness/load.ts';
import { makeDataDir, removeDataDir, startShopProcess } from '../harness/shop-process.ts';
import { openBareBreakdowns } from './bare-breakdowns.ts';

const cutCount = 40;
const carcassMilli = 100_000;
const cutMilli = 2_000;
const goalMs = 50;

export async function benchBreakdown({ seconds }: { seconds: number }): Promise<void> {
  const dataDir = await makeDataDir();
  const postgres = await startPostgres({ dataDir: `${dataDir}/postgres`, log: () => undefined });
  const env = { DATABASE_URL: postgres.socketUrl, AMQP_URL: '', REDIS_URL: '' };
  process.stdout.write(
    `Breakdowns into ${cutCount} cuts, one after another, ${seconds} s each\n\n`,
  );
  const shop = await startShopProcess({ env });
  const { token, productIds, call } = await stockUp(shop.url, cutCount + 1);
  const client = createLoadClient(shop.url, token, 1);
  const [carcass = '', ...cuts] = productIds;
  await until(async () => (await call.get(`/inventory/stock/${carcass}`)).status === 200);
  const http = await measure(seconds, () => breakDown(client, carcass, cuts));
  report('POST /inventory/breakdowns', http);
  client.close();
  const bare = await openBareBreakdowns(postgres.socketUrl, cutCount);
  const sql = await measure(seconds, () => bare.breakDown());
  report('baseline: the same rows by bare SQL', sql);
  await bare.close();
  const p95 = percentile(http, 0.95);
  process.stdout.write(
    `\n  p95 ${p95.toFixed(1)} ms, ${p95 < goalMs ? 'below' : 'ABOVE'} the ${goalMs} ms that it may take; ` +
      `over HTTP : baseline = ${(p95 / percentile(sql, 0.95)).toFixed(1)}\n`,
  );
  await shop.stop();
  await removeDataDir(shop.dataDir);
  await postgres.stop();
  await removeDataDir(dataDir);
}

/** Answers how long it took. Undone afterwards, off the clock, so that no lots pile up that nobody sells. */
async function breakDown(client: LoadClient, carcass: string, cuts: string[]): Promise<number> {
  const request = {
    inputProductId: carcass,
    quantityMilli: carcassMilli,
    costKey: 'weight_price',
    outputs: cuts.map((productId) => ({ productId, quantityMilli: cutMilli })),
  };
  const startedAt = performance.now();
  const { status, text } = await client.call('POST', '/inventory/breakdowns', request);
  const took = performance.now() - startedAt;
  if (status !== 201) throw new Error(`${status} ${text}`);
  const { id } = JSON.parse(text);
  const undone = await client.call('POST', `/inventory/breakdowns/${id}/reverse`, {});
  if (undone.status !== 200) throw new Error(`${undone.status} ${undone.text}`);
  return took;
}

/** How long each took, sorted; what was done in the first second only warms up. */
async function measure(seconds: number, work: () => Promise<number>): Promise<number[]> {
  const latencies: number[] = [];
  const startedAt = performance.now();
  for (let now = startedAt; now < startedAt + (seconds + 1) * 1000; now = performance.now()) {
    const took = await work();
    if (now > startedAt + 1000) latencies.push(took);
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
