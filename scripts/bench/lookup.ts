/** `bench lookup`: a scanned code among 20,000 products, beside a bare handler that makes the same query. */
import { startPostgres } from '@balcao/local/postgres.ts';
import { startBareServer } from '../harness/bare-server.ts';
import { logIn } from '../harness/counter.ts';
import { createLoadClient, type LoadClient } from '../harness/http-client.ts';
import { milliseconds, perSecond, printRow, runLoad } from '../harness/load.ts';
import { makeDataDir, removeDataDir, startShopProcess } from '../harness/shop-process.ts';

const products = 20_000;
const concurrency = 8;

export async function benchLookup({ seconds }: { seconds: number }): Promise<void> {
  const dataDir = await makeDataDir();
  const postgres = await startPostgres({ dataDir: `${dataDir}/postgres`, log: () => undefined });
  const env = { DATABASE_URL: postgres.socketUrl, AMQP_URL: '', REDIS_URL: '' };
  const shop = await startShopProcess({ env });
  const client = createLoadClient(shop.url, await logIn(shop.url), 32);
  process.stdout.write(`Making ${products} products …\n`);
  await fill(client);
  process.stdout.write(`Look-ups by PLU, c = ${concurrency}, ${seconds} s each\n\n`);
  await measure('GET /products/lookup', client, seconds);
  client.close();
  const databaseUrl = new URL(postgres.socketUrl);
  databaseUrl.pathname = '/balcao_product';
  const program = new URL('./bare-lookup-server.ts', import.meta.url);
  const bare = await startBareServer(program, databaseUrl.href);
  const bareClient = createLoadClient(bare.url, 'none', concurrency);
  await measure('baseline: bare node:http, the same query', bareClient, seconds);
  bareClient.close();
  bare.stop();
  await shop.stop();
  await removeDataDir(shop.dataDir);
  await postgres.stop();
  await removeDataDir(dataDir);
}

async function fill(client: LoadClient): Promise<void> {
  let next = 1;
  const worker = async () => {
    for (let n = next++; n <= products; n = next++) {
      const product = {
        sku: `P${n}`,
        name: `Produto ${n}`,
        unit: 'un',
        priceMinor: 100 + n,
        plu: String(n),
      };
      const { status, text } = await client.call('POST', '/products', product);
      if (status !== 201) throw new Error(`${status} ${text}`);
    }
  };
  await Promise.all(Array.from({ length: 16 }, worker));
}

async function measure(name: string, client: LoadClient, seconds: number): Promise<void> {
  const look = async () => {
    const plu = 1 + Math.floor(Math.random() * products);
    const { status, text } = await client.call('GET', `/products/lookup?code=${plu}`);
    if (status !== 200) throw new Error(`${status} ${text}`);
  };
  await runLoad({ concurrency, seconds: 2 }, look);
  const { count, seconds: took, p50, p99 } = await runLoad({ concurrency, seconds }, look);
  printRow(name, { rate: perSecond(count, took), p50: milliseconds(p50), p99: milliseconds(p99) });
}
