/** `bench import`: a catalogue of 20,000 rows as CSV, beside a bare COPY of the same rows. */
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '@balcao/local/postgres.ts';
import pg from 'pg';
import { logIn } from '../harness/counter.ts';
import { milliseconds, perSecond, printRow } from '../harness/load.ts';
import { makeDataDir, removeDataDir, startShopProcess } from '../harness/shop-process.ts';

const rows = 20_000;
const header = 'sku;name;category;unit;price;cost;plu;barcode;shelfLifeDays\n';

/** The whole of each figure is one request, so `--seconds` says nothing here. */
export async function benchImport(): Promise<void> {
  const dataDir = await makeDataDir();
  const postgres = await startPostgres({ dataDir: `${dataDir}/postgres`, log: () => undefined });
  const env = { DATABASE_URL: postgres.socketUrl, AMQP_URL: '', REDIS_URL: '' };
  const shop = await startShopProcess({ env });
  const token = await logIn(shop.url);
  process.stdout.write(`A catalogue of ${rows} rows as CSV\n\n`);
  const post = (file: string) => send(shop.url, token, file);
  await measure('import: all are new', () => post(fileOf(1)));
  await measure('import: all have a new price', () => post(fileOf(2)));
  await measure('import: nothing has changed', () => post(fileOf(2)));
  await measure('export', async () => {
    const answer = await fetch(`${shop.url}/api/v1/products/export.csv`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const lines = (await answer.text()).split('\r\n').length;
    if (lines !== rows + 2) throw new Error(`${lines} lines`);
  });
  await benchCopy(postgres.socketUrl);
  await shop.stop();
  await removeDataDir(shop.dataDir);
  await postgres.stop();
  await removeDataDir(dataDir);
}

function fileOf(round: number): string {
  const lines = Array.from({ length: rows }, (_none, index) => {
    const n = index + 1;
    return `P${n};Produto número ${n};Categoria ${n % 40};kg;${n},0${round};${n},00;${n};;${n % 30}\n`;
  });
  return header + lines.join('');
}

async function send(url: string, token: string, file: string): Promise<void> {
  const answer = await fetch(`${url}/api/v1/products/import`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'text/csv' },
    body: file,
  });
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`${answer.status} ${text.slice(0, 500)}`);
}

/** The same rows into one table with the indexes of the catalogue, from a file that the server itself reads. */
async function benchCopy(url: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'balcao-copy-'));
  await chmod(folder, 0o755);
  const file = join(folder, 'rows.csv');
  await writeFile(file, fileOf(1));
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`
    CREATE TEMPORARY TABLE bare (sku text PRIMARY KEY, name text, category text, unit text, price text,
      cost text, plu text UNIQUE, barcode text UNIQUE, days int)`);
  await measure('baseline: a bare COPY', async () => {
    await client.query(`COPY bare FROM '${file}' (FORMAT csv, HEADER true, DELIMITER ';')`);
  });
  await client.end();
  await rm(folder, { recursive: true });
}

async function measure(name: string, work: () => Promise<void>): Promise<void> {
  const startedAt = performance.now();
  await work();
  const took = performance.now() - startedAt;
  printRow(name, { rate: perSecond(rows, took / 1000), took: milliseconds(took) });
}
