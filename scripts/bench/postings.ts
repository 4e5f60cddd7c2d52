/** `bench postings`: entries on one hot account over HTTP, beside one bare SQL statement per posting. */
import { randomUUID } from 'node:crypto';
import { startPostgres } from '@balcao/local/postgres.ts';
import pg from 'pg';
import { logIn } from '../harness/counter.ts';
import { createLoadClient } from '../harness/http-client.ts';
import { milliseconds, perSecond, printRow, runLoad } from '../harness/load.ts';
import { makeDataDir, removeDataDir, startShopProcess } from '../harness/shop-process.ts';

const concurrency = 32;

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
  const client = createLoadClient(url, await logIn(url), concurrency);
  const entry = { type: 'credit', amountMinor: 1, date: '2026-01-15', description: 'bench' };
  const post = async () => {
    const { status, text } = await client.call('POST', '/finance/entries', entry);
    if (status !== 201) throw new Error(`${status} ${text}`);
  };
  await runLoad({ concurrency, seconds: 3 }, post);
  const result = await runLoad({ concurrency, seconds }, post);
  client.close();
  printRow('POST /finance/entries', {
    rate: perSecond(result.count, result.seconds),
    p50: milliseconds(result.p50),
    p99: milliseconds(result.p99),
  });
  return result.count / result.seconds;
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
