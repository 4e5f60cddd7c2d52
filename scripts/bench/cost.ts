/** `bench cost`: what one order takes of processors, disk and log, from which follows what a shop needs. */
import { readdirSync, readFileSync } from 'node:fs';
import { startPostgres } from '@balcao/local/postgres.ts';
import pg from 'pg';
import { stockUp } from '../harness/counter.ts';
import { printRow } from '../harness/load.ts';
import { makeDataDir, removeDataDir, startShopProcess } from '../harness/shop-process.ts';
import { runBareOrders } from './bare-orders.ts';
import { openTill, promote, promotedTotalMinor, sell } from './orders.ts';

const concurrency = 4;
/** Of `/proc/<pid>/stat`: Linux counts so many a second on every machine. */
const ticksPerSecond = 100;

interface Spent {
  shopSeconds: number;
  postgresSeconds: number;
  storedBytes: number;
  logBytes: number;
}

export async function benchCost({ seconds }: { seconds: number }): Promise<void> {
  const dataDir = await makeDataDir();
  const postgres = await startPostgres({ dataDir: `${dataDir}/postgres`, log: () => undefined });
  const admin = new pg.Client(postgres.socketUrl);
  await admin.connect();
  const env = { DATABASE_URL: postgres.socketUrl, AMQP_URL: '', REDIS_URL: '' };
  const shop = await startShopProcess({ env, args: [] });
  const spent = async (): Promise<Spent> => ({
    shopSeconds: processorSeconds(shop.pid),
    postgresSeconds: [postgres.pid, ...childrenOf(postgres.pid)]
      .map(processorSeconds)
      .reduce((sum, one) => sum + one, 0),
    ...(await writtenBy(admin)),
  });
  const counter = await stockUp(shop.url, 3);
  await openTill(counter);
  await promote(counter);
  const whole = { url: shop.url, counter, totalMinor: promotedTotalMinor };
  process.stdout.write(
    `Three-line cash orders of lots, one line promoted, at a till, one process, c = ${concurrency}, ${seconds} s each\n\n`,
  );
  await sell(whole, { concurrency, seconds: 5 });
  report('an order', await during(spent, () => sell(whole, { concurrency, seconds })));
  const bare = await during(spent, () =>
    runBareOrders(postgres.socketUrl, { concurrency, seconds }),
  );
  report('baseline: the same rows by bare SQL', bare);
  await admin.end();
  await shop.stop();
  await postgres.stop();
  await removeDataDir(shop.dataDir);
  await removeDataDir(dataDir);
}

type PerOrder = Spent & { count: number };

async function during(
  spent: () => Promise<Spent>,
  work: () => Promise<{ count: number }>,
): Promise<PerOrder> {
  const before = await spent();
  const { count } = await work();
  const after = await spent();
  return {
    count,
    shopSeconds: after.shopSeconds - before.shopSeconds,
    postgresSeconds: after.postgresSeconds - before.postgresSeconds,
    storedBytes: after.storedBytes - before.storedBytes,
    logBytes: after.logBytes - before.logBytes,
  };
}

function report(name: string, { count, ...total }: PerOrder): void {
  const milliseconds = (value: number) => `${((value * 1000) / count).toFixed(2)} ms`.padStart(8);
  const kibibytes = (value: number) => `${(value / 1024 / count).toFixed(1)} KiB`.padStart(9);
  printRow(name, {
    shop: milliseconds(total.shopSeconds),
    PostgreSQL: milliseconds(total.postgresSeconds),
    // The baseline's database is gone by then.
    ...(total.storedBytes > 0 && { stored: kibibytes(total.storedBytes) }),
    log: kibibytes(total.logBytes),
    orders: String(count),
  });
}

/** In all databases, once what is in memory is written, and in the log before it is removed. */
async function writtenBy(admin: pg.Client): Promise<{ storedBytes: number; logBytes: number }> {
  const { rows } = await admin.query(
    `SELECT (SELECT sum(pg_database_size(oid)) FROM pg_database)::float8 AS stored,
       (pg_current_wal_lsn() - '0/0'::pg_lsn)::float8 AS logged`,
  );
  return { storedBytes: rows[0].stored, logBytes: rows[0].logged };
}

/** User and system time of a process and of its children that have ended (proc(5)); 0 where it is gone. */
function processorSeconds(pid: number): number {
  try {
    const fields = afterName(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    return ticks / ticksPerSecond;
  } catch {
    return 0;
  }
}

function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return Number(afterName(readFileSync(`/proc/${pid}/stat`, 'utf8'))[1]) === parent;
      } catch {
        return false;
      }
    });
}

/** The fields after the name, which may have spaces and brackets in it: the state is the first. */
const afterName = (stat: string): string[] => stat.slice(stat.lastIndexOf(')') + 2).split(' ');
