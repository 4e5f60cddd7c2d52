/** `bench rules`: quotes that are stored over HTTP and evaluated, and how long one takes to become an alert on RabbitMQ. */
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { startPostgres } from '@balcao/local/postgres.ts';
import pg from 'pg';
import { type Ears, hearAll, keyOf, listen } from '../harness/alert-ears.ts';
import { createLoadClient } from '../harness/http-client.ts';
import {
  milliseconds,
  percentile,
  perSecond,
  printRow,
  runLoad,
  runOpenLoop,
} from '../harness/load.ts';
import { startAuth, startReplica } from '../harness/market-replica.ts';
import { makeDataDir, removeDataDir } from '../harness/shop-process.ts';
import { freePorts } from '../servers/ports.ts';

const symbolCount = 200;
const symbolsOfRule = 50;
const quotesAtOnce = 1_000;
const senders = 4;
const alertsPerSecond = 50;
/** What has not come by then is missing. */
const giveUpMs = 300_000;

const conditions = [
  { kind: 'change', direction: 'up', percent: 10, windowSeconds: 300 },
  { kind: 'mean', direction: 'below', windowSeconds: 900, minQuotes: 10 },
  { kind: 'deviation', direction: 'either', percent: 3, windowSeconds: 300, minQuotes: 10 },
];
const above6 = { kind: 'threshold', direction: 'above', price: '6' };

type Client = ReturnType<typeof createLoadClient>;

export async function benchRules({ seconds }: { seconds: number }): Promise<void> {
  const { AMQP_URL } = process.env;
  process.stdout.write(
    `${symbolCount} symbols with ${conditions.length} rules each, one replica\n\n`,
  );
  if (!AMQP_URL) {
    process.stdout.write('  (needs AMQP_URL: npm run with-servers -- npm run bench rules)\n');
    return;
  }
  const dataDir = await makeDataDir();
  const postgres = await startPostgres({ dataDir: `${dataDir}/postgres`, log: () => undefined });
  const [port = 0, authPort = 0] = await freePorts(2);
  const { auth, token } = startAuth(authPort);
  const replica = await startReplica(port, {
    DATABASE_URL: postgres.socketUrl,
    AMQP_URL,
    AUTH_URL: `http://127.0.0.1:${authPort}`,
  });
  const ears = await listen(AMQP_URL);
  const client = createLoadClient(`http://127.0.0.1:${port}`, token, 64);
  try {
    await benchStream(client, { ears, url: postgres.socketUrl }, seconds);
    await benchAlerts(client, ears, seconds);
    await benchBare(postgres.socketUrl, seconds);
  } finally {
    client.close();
    replica.kill('SIGTERM');
    await once(replica, 'exit');
    await ears.close();
    auth.close();
    await postgres.stop();
    await removeDataDir(dataDir);
  }
}

async function post(client: Client, path: string, body: object): Promise<void> {
  const { status, text } = await client.call('POST', path, body);
  if (status !== 201) throw new Error(`${path} answered ${status}: ${text}`);
}

async function addRules(client: Client, symbols: string[], condition: object): Promise<void> {
  for (let from = 0; from < symbols.length; from += symbolsOfRule) {
    const some = symbols.slice(from, from + symbolsOfRule);
    await post(client, '/market/rules', { name: 'Bench', symbols: some, condition });
  }
}

const symbolsOf = (name: string, count: number) =>
  Array.from({ length: count }, (_none, index) => `${name}-${index}`);

/** A tenth of a second from one round of all symbols to the next; each price a step from the one before. */
function* batches(symbols: string[]): Generator<object[]> {
  const startAt = Date.now() - 86_400_000;
  let seed = 1;
  for (let round = 0; ; round += quotesAtOnce / symbols.length) {
    yield Array.from({ length: quotesAtOnce }, (_none, index) => {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
      const at = startAt + (round + Math.floor(index / symbols.length)) * 100;
      const price = (5.4 + Math.sin(at / 60_000) / 10 + seed / 2 ** 32 / 50).toFixed(8);
      return { symbol: symbols[index % symbols.length], at: new Date(at).toISOString(), price };
    });
  }
}

/** All that is stored has been judged when a quote that is stored after it is an alert. */
async function benchStream(
  client: Client,
  { ears, url }: { ears: Ears; url: string },
  seconds: number,
): Promise<void> {
  const symbols = symbolsOf('STREAM', symbolCount);
  for (const condition of conditions) await addRules(client, symbols, condition);
  const last = 'STREAM-END';
  await addRules(client, [last], above6);
  const portions = batches(symbols);
  const startedAt = performance.now();
  const rateOf = (count: number) => perSecond(count, (performance.now() - startedAt) / 1000);
  const { count } = await runLoad({ concurrency: senders, seconds }, async () => {
    await post(client, '/market/quotes', { quotes: portions.next().value });
  });
  const quotes = count * quotesAtOnce;
  const stored = rateOf(quotes);
  const at = new Date().toISOString();
  await post(client, '/market/quotes', { quotes: [{ symbol: last, at, price: '7' }] });
  const evaluated = (await isAlert(url, last)) ? rateOf(quotes) : 'not in time';
  const told = (await hearAll(ears, [keyOf(last, at)], giveUpMs)) ? rateOf(quotes) : 'not in time';
  printRow('quotes over HTTP', {
    quotes: String(quotes),
    stored,
    evaluated,
    'told on RabbitMQ': told,
  });
}

/** Whether it became one before the time was over. */
async function isAlert(url: string, symbol: string): Promise<boolean> {
  const database = new pg.Client({ connectionString: url });
  await database.connect();
  const giveUpAt = performance.now() + giveUpMs;
  let isFound = false;
  while (!isFound && performance.now() < giveUpAt) {
    const { rows } = await database.query('SELECT FROM alert WHERE symbol = $1', [symbol]);
    isFound = rows.length > 0;
    if (!isFound) await delay(20);
  }
  await database.end();
  return isFound;
}

/** Each quote begins or ends an alert. */
async function benchAlerts(client: Client, ears: Ears, seconds: number): Promise<void> {
  const symbols = symbolsOf('ALERT', symbolsOfRule);
  await addRules(client, symbols, above6);
  const sentAt = new Map<string, number>();
  let n = 0;
  const { p50, p99 } = await runOpenLoop({ perSecond: alertsPerSecond, seconds }, async () => {
    const symbol = symbols[n % symbols.length] ?? '';
    const price = Math.floor(n / symbols.length) % 2 === 0 ? '7' : '5';
    n += 1;
    const at = new Date().toISOString();
    sentAt.set(keyOf(symbol, at), performance.now());
    await post(client, '/market/quotes', { quotes: [{ symbol, at, price }] });
  });
  await hearAll(ears, [...sentAt.keys()], giveUpMs);
  const tookMs = [...sentAt]
    .map(([key, at]) => (ears.heardAt.get(key) ?? Number.NaN) - at)
    .filter((took) => !Number.isNaN(took))
    .sort((a, b) => a - b);
  printRow(`quote in → alert on RabbitMQ, ${alertsPerSecond}/s`, {
    p50: milliseconds(percentile(tookMs, 0.5)),
    p99: milliseconds(percentile(tookMs, 0.99)),
    alerts: String(tookMs.length),
    missing: String(sentAt.size - tookMs.length),
  });
  printRow('baseline: the same, until they are stored', {
    p50: milliseconds(p50),
    p99: milliseconds(p99),
  });
}

/** The same portions, each by one bare statement into the same table, and nothing else. */
async function benchBare(url: string, seconds: number): Promise<void> {
  const pool = new pg.Pool({ connectionString: url, max: senders });
  const portions = batches(symbolsOf('BARE', symbolCount));
  const { count, seconds: took } = await runLoad({ concurrency: senders, seconds }, async () => {
    await pool.query(
      `INSERT INTO quote (symbol, at, price, source)
       SELECT symbol, at, price, 'bare' FROM jsonb_to_recordset($1::jsonb)
         AS q (symbol text, at timestamptz, price numeric)`,
      [JSON.stringify(portions.next().value)],
    );
  });
  await pool.end();
  printRow('baseline: one bare INSERT per portion', {
    stored: perSecond(count * quotesAtOnce, took),
  });
}
