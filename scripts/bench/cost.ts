/** `bench cost`: what one order takes of processors, disk and log, from which follows what a shop needs. */
import { startPostgres } from '@balcao/local/postgres.ts';
import pg from 'pg';
import { stockUp } from '../harness/counter.ts';
import { printRow } from '../harness/load.ts';
import { processorSecondsOf } from '../harness/processor-seconds.ts';
import { makeDataDir, removeDataDir, startShopProcess } from '../harness/shop-process.ts';
import { runBareOrders } from './bare-orders.ts';
import { openTill, promote, promotedTotalMinor, sell } from './orders.ts';

/** One by one, as a till sells, and so many that work is done together. */
const concurrencies = [1, 8];

interface Spent {
  shopSeconds: number;
  postgresSeconds: number;
  storedBytes: number;
  logBytes: number;
  commits: number;
}

/** Reads what has been spent so far; who sells says what it has used itself. */
type Meter = (shopSeconds: number) => Promise<Spent>;

export async function benchCost({ seconds }: { seconds: number }): Promise<void> {
  const dataDir = await makeDataDir();
  const postgres = await startPostgres({ dataDir: `${dataDir}/postgres`, log: () => undefined });
  const admin = new pg.Client(postgres.socketUrl);
  await admin.connect();
  const meter: Meter = async (shopSeconds) => ({
    shopSeconds,
    postgresSeconds: processorSecondsOf(postgres.pid),
    ...(await writtenBy(admin)),
  });
  const env = { DATABASE_URL: postgres.socketUrl, AMQP_URL: '', REDIS_URL: '' };
  process.stdout.write(
    `Three-line cash orders of lots, one line promoted, at a till, ${seconds} s each; processors, and what PostgreSQL writes\n\n`,
  );
  await measureShop('one process, in-process bus', { env, args: [], meter, seconds });
  const { AMQP_URL } = process.env;
  if (AMQP_URL !== undefined) {
    const args = ['--processes'];
    const name = 'one process per service, RabbitMQ';
    await measureShop(name, { env: { ...env, AMQP_URL }, args, meter, seconds });
  }
  for (const concurrency of concurrencies) {
    const bare = await during(
      () => meter(ownSeconds()),
      () => runBareOrders(postgres.socketUrl, { concurrency, seconds }),
    );
    report(`baseline: the same rows by bare SQL, c = ${concurrency}`, bare, { isGone: true });
  }
  await admin.end();
  await postgres.stop();
  await removeDataDir(dataDir);
}

async function measureShop(
  name: string,
  options: { env: Record<string, string>; args: string[]; meter: Meter; seconds: number },
): Promise<void> {
  const { env, args, meter, seconds } = options;
  const shop = await startShopProcess({ env, args });
  const counter = await stockUp(shop.url, 3);
  await openTill(counter);
  await promote(counter);
  const whole = { url: shop.url, counter, totalMinor: promotedTotalMinor };
  await sell(whole, { concurrency: 4, seconds: 5 });
  for (const concurrency of concurrencies) {
    const cost = await during(
      () => meter(processorSecondsOf(shop.pid)),
      () => sell(whole, { concurrency, seconds }),
    );
    report(`${name}, c = ${concurrency}`, cost, { isGone: false });
  }
  await shop.stop();
  await removeDataDir(shop.dataDir);
}

/** Of this process alone: PostgreSQL is its child. */
function ownSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000_000;
}

type Cost = Spent & { count: number };

async function during(
  spent: () => Promise<Spent>,
  work: () => Promise<{ count: number }>,
): Promise<Cost> {
  const before = await spent();
  const { count } = await work();
  const after = await spent();
  return {
    count,
    shopSeconds: after.shopSeconds - before.shopSeconds,
    postgresSeconds: after.postgresSeconds - before.postgresSeconds,
    storedBytes: after.storedBytes - before.storedBytes,
    logBytes: after.logBytes - before.logBytes,
    commits: after.commits - before.commits,
  };
}

/** For each order; `isGone`: the database is, and with it what it held and counted. */
function report(name: string, { count, ...total }: Cost, { isGone }: { isGone: boolean }): void {
  const milliseconds = (value: number) => `${((value * 1000) / count).toFixed(2)} ms`.padStart(8);
  const kibibytes = (value: number) => `${(value / 1024 / count).toFixed(1)} KiB`.padStart(9);
  printRow(name, {
    services: milliseconds(total.shopSeconds),
    PostgreSQL: milliseconds(total.postgresSeconds),
    log: kibibytes(total.logBytes),
    ...(!isGone && {
      stored: kibibytes(total.storedBytes),
      commits: (total.commits / count).toFixed(1).padStart(5),
    }),
    orders: String(count),
  });
}

/** In all databases, and in the log since there is one; what only reads commits as well. */
async function writtenBy(
  admin: pg.Client,
): Promise<Pick<Spent, 'storedBytes' | 'logBytes' | 'commits'>> {
  const { rows } = await admin.query(
    `SELECT (SELECT sum(pg_database_size(oid)) FROM pg_database)::float8 AS stored,
       (pg_current_wal_lsn() - '0/0'::pg_lsn)::float8 AS logged,
       (SELECT sum(xact_commit) FROM pg_stat_database)::float8 AS commits`,
  );
  return { storedBytes: rows[0].stored, logBytes: rows[0].logged, commits: rows[0].commits };
}
