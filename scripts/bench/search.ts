/** `bench search`: words, beginnings, codes and typing errors among 20,000 products, beside a bare LIKE. */
import { startPostgres } from '@balcao/local/postgres.ts';
import { startBareServer } from '../harness/bare-server.ts';
import { logIn } from '../harness/counter.ts';
import { createLoadClient, type LoadClient } from '../harness/http-client.ts';
import { importCatalogue } from '../harness/import-catalogue.ts';
import { milliseconds, perSecond, printRow, runLoad } from '../harness/load.ts';
import { makeDataDir, removeDataDir, startShopProcess } from '../harness/shop-process.ts';

const products = 20_000;
const concurrency = 8;

const searches: Record<string, string[]> = {
  'as it is typed': ['pi', 'pica', 'picanha', 'fil', 'file mignon', 'coracao', 'linguica toscana'],
  'a code': ['12345', '777', 'P19999', '5'],
  'several words': ['picanha maturada boa vista', 'costela angus', 'frango caipira pampa'],
  'with typing errors': ['picnha', 'alctra angus', 'contrafle', 'linguisa toscana', 'maminah'],
};

export async function benchSearch({ seconds }: { seconds: number }): Promise<void> {
  const dataDir = await makeDataDir();
  const postgres = await startPostgres({ dataDir: `${dataDir}/postgres`, log: () => undefined });
  const env = { DATABASE_URL: postgres.socketUrl, AMQP_URL: '', REDIS_URL: '' };
  const shop = await startShopProcess({ env });
  const databaseUrl = new URL(postgres.socketUrl);
  databaseUrl.pathname = '/balcao_product';
  const token = await logIn(shop.url);
  process.stdout.write(`Importing ${products} products …\n`);
  await importCatalogue({ url: shop.url, token, databaseUrl: databaseUrl.href }, products);
  const client = createLoadClient(shop.url, token, concurrency);
  const all = Object.values(searches).flat();
  process.stdout.write(`Searches, c = ${concurrency}, ${seconds} s each\n\n`);
  await measure('GET /products?q=', client, { seconds, words: all });
  for (const [name, words] of Object.entries(searches)) {
    await measure(`GET /products?q=, ${name}`, client, { seconds, words });
  }
  client.close();
  const program = new URL('./bare-search-server.ts', import.meta.url);
  const bare = await startBareServer(program, databaseUrl.href);
  const bareClient = createLoadClient(bare.url, 'none', concurrency);
  await measure('baseline: bare node:http, LIKE, no index', bareClient, { seconds, words: all });
  bareClient.close();
  bare.stop();
  await shop.stop();
  await removeDataDir(shop.dataDir);
  await postgres.stop();
  await removeDataDir(dataDir);
}

async function measure(
  name: string,
  client: LoadClient,
  { seconds, words }: { seconds: number; words: string[] },
): Promise<void> {
  let next = 0;
  const search = async () => {
    const q = encodeURIComponent(words[next++ % words.length] ?? '');
    const { status, text } = await client.call('GET', `/products?q=${q}&active=true&limit=20`);
    if (status !== 200) throw new Error(`${status} ${text}`);
  };
  await runLoad({ concurrency, seconds: 2 }, search);
  const { count, seconds: took, p50, p99 } = await runLoad({ concurrency, seconds }, search);
  printRow(name, { rate: perSecond(count, took), p50: milliseconds(p50), p99: milliseconds(p99) });
}
