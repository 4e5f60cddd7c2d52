/** `bench postings`: entries on one hot account over HTTP, alone, at a rate and in bulk, beside one bare SQL statement each. */
import { randomUUID } from 'node:crypto';
import { startPostgres } from '@balcao/local/postgres.ts';
import pg from 'pg';
import { logIn } from '../harness/counter.ts';
import { createLoadClient, type LoadClient } from '../harness/http-client.ts';
import { milliseconds, perSecond, printRow, runLoad, runOpenLoop } from '../harness/load.ts';
import { makeDataDir, removeDataDir, startShopProcess } from '../harness/shop-process.ts';

const concurrency = 32;
const openRate = 500;
const bulkSize = 1_000;
const date = '2026-01-15';
const entry = { type: 'credit', amountMinor: 1, date, description: 'bench' };

export async function benchPostings({ seconds }: { seconds: number }): Promise<void> {
  const dataDir = await makeDataDir();
  const postgres = await startPostgres({ dataDir: `${dataDir}/postgres`, log: () => undefined });
  const env = { DATABASE_URL: postgres.socketUrl, AMQP_URL: '', REDIS_URL: '' };
  const shop = await startShopProcess({ env });
  process.stdout.write(`Postings to one hot account, c = ${concurrency}, ${seconds} s each\n\n`);
  const overHttp = await postOverHttp(shop.url, seconds);
  const financeUrl = new URL(postgres.socketUrl);
  financeUrl.pathname = '/balcao_finance';
  const bare = await postBare(financeUrl.href, seconds);
  process.stdout.write(`\n  over HTTP : baseline = ${(overHttp / bare).toFixed(2)}\n`);
  await shop.stop();
  await removeDataDir(shop.dataDir);
  await postgres.stop();
  await removeDataDir(dataDir);
}

async function postOverHttp(url: string, seconds: number): Promise<number> {
  const client = createLoadClient(url, await logIn(url), 64);
  const rate = await postClosed(client, seconds);
  await postOpen(client, seconds * 2);
  await postBulk(client, seconds);
  client.close();
  return rate;
}

const post = (client: LoadClient, path: string, body: object) => async () => {
  const { status, text } = await client.call('POST', path, body);
  if (status !== 201) throw new Error(`${status} ${text}`);
};

async function postClosed(client: LoadClient, seconds: number): Promise<number> {
  const work = post(client, '/finance/entries', entry);
  await runLoad({ concurrency, seconds: 3 }, work);
  const result = await runLoad({ concurrency, seconds }, work);
  printRow('POST /finance/entries', {
    rate: perSecond(result.count, result.seconds),
    p50: milliseconds(result.p50),
    p99: milliseconds(result.p99),
  });
  return result.count / result.seconds;
}

/** As many entries arrive as the day's balance is asked for. */
async function postOpen(client: LoadClient, seconds: number): Promise<void> {
  const read = async () => {
    const { status, text } = await client.call('GET', `/finance/daily/${date}`);
    if (status !== 200) throw new Error(`${status} ${text}`);
  };
  const rate = { perSecond: openRate, seconds };
  const [posted, answered] = await Promise.all([
    runOpenLoop(rate, post(client, '/finance/entries', entry)),
    runOpenLoop(rate, read),
  ]);
  for (const [name, { p50, p99 }] of [
    [`POST /finance/entries, ${openRate}/s arrive`, posted],
    [`GET /finance/daily of that day, ${openRate}/s arrive`, answered],
  ] as const) {
    printRow(name, { p50: milliseconds(p50), p99: milliseconds(p99) });
  }
}

async function postBulk(client: LoadClient, seconds: number): Promise<void> {
  const entries = Array.from({ length: bulkSize }, () => entry);
  const work = post(client, '/finance/entries/bulk', { entries });
  const { count, seconds: took, p50, p99 } = await runLoad({ concurrency: 2, seconds }, work);
  printRow(`POST /finance/entries/bulk, ${bulkSize} each`, {
    entries: perSecond(count * bulkSize, took),
    p50: milliseconds(p50),
    p99: milliseconds(p99),
  });
}

/** The same rows in the same tables: a transaction, its two lines, and the two accounts' sums of the day. */
const statement = `
  WITH posted AS (
    INSERT INTO journal_transaction (id, source, kind, date, description)
    VALUES ($1::uuid, 'entry:' || $1::uuid::text, 'credit', '2026-01-15', 'bench') RETURNING id, date),
  line AS MATERIALIZED (
    SELECT p.id, p.date, l.position, a.id AS account_id, l.debit, l.credit
    FROM posted p, (VALUES (0, 'cash', 1, 0), (1, 'other_revenue', 0, 1)) AS l (position, code, debit, credit)
    JOIN account a ON a.code = l.code),
  stored AS (
    INSERT INTO journal_line (transaction_id, position, account_id, debit_minor, credit_minor)
    SELECT id, position, account_id, debit, credit FROM line)
  INSERT INTO account_day AS d (account_id, date, debit_minor, credit_minor)
  SELECT account_id, date, debit, credit FROM line ORDER BY account_id
  ON CONFLICT (account_id, date) DO UPDATE SET
    debit_minor = d.debit_minor + excluded.debit_minor, credit_minor = d.credit_minor + excluded.credit_minor`;

/** The better of two ways to send them: one connection each, or pipelined over a few. */
async function postBare(url: string, seconds: number): Promise<number> {
  const rates: number[] = [];
  for (const connections of [concurrency, 4]) {
    const clients = await Promise.all(
      Array.from({ length: connections }, async () => {
        const client = new pg.Client({ connectionString: url, pipeline: true });
        await client.connect();
        return client;
      }),
    );
    const result = await runLoad({ concurrency, seconds }, async (worker) => {
      await clients[worker % connections]?.query({
        name: 'post',
        text: statement,
        values: [randomUUID()],
      });
    });
    await Promise.all(clients.map((client) => client.end()));
    printRow(`baseline: bare SQL, pipelined over ${connections} connections`, {
      rate: perSecond(result.count, result.seconds),
      p50: milliseconds(result.p50),
      p99: milliseconds(result.p99),
    });
    rates.push(result.count / result.seconds);
  }
  return Math.max(...rates);
}
