/** Rolls quotes that are older than they shall be kept up to hours, and drops them, month by month. */
import { createDatabase, type Database } from '@balcao/kit/db.ts';
import { isLockTimeout } from '@balcao/kit/db-errors.ts';
import type { Job } from '@balcao/kit/jobs.ts';
import type { Logger } from '@balcao/kit/log.ts';
import { closeQuoteMonth } from './quote-store.ts';

interface RetentionDeps {
  /** Only to end what runs. */
  db: Database;
  databaseUrl: string;
  log: Logger;
  /** The shop's clock. */
  now: () => Date;
  /** How many months are kept beside the present one. */
  months: number;
  /** By which days begin: each hour that stays belongs to one. */
  timeZone: string;
}

export interface Retention {
  job: Job;
  /** Gives up the month that is being closed: it stays as it is. */
  stop(): Promise<void>;
}

/** A month of a minute's quotes of a thousand symbols takes longer than any request may. */
const closingTimeoutMs = 1_800_000;

/** Where the last month that is kept begins, in UTC. */
export const firstKept = (now: Date, months: number): Date =>
  new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months));

/**
 * Has a connection of its own while it runs, with a patience of its own. Harmless on several replicas: one of them
 * closes a month, and it is not there for the others.
 */
export function createRetention({
  db,
  databaseUrl,
  log,
  now,
  months,
  timeZone,
}: RetentionDeps): Retention {
  let backend: number | undefined;
  let isStopping = false;

  async function closeMonths(own: Database): Promise<void> {
    const before = firstKept(now(), months);
    const [row] = await own.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    backend = row?.pid;
    for (let isMore = true; isMore && !isStopping; ) {
      isMore = await closeQuoteMonth(own, { before, timeZone });
    }
  }

  async function run(): Promise<void> {
    const own = createDatabase({
      url: databaseUrl,
      applicationName: 'balcao-market-analyzer-retention',
      maxConnections: 1,
      statementTimeoutMs: closingTimeoutMs,
      log,
    });
    try {
      await closeMonths(own);
    } catch (error) {
      if (isStopping) return;
      if (!isLockTimeout(error)) throw error;
      log.info('old quotes are in use: their month is closed at another turn');
    } finally {
      backend = undefined;
      await own.close();
    }
  }

  return {
    job: { name: 'roll up and drop old quotes', everyMs: 3_600_000, run },
    async stop() {
      isStopping = true;
      if (backend !== undefined) await db.query('SELECT pg_cancel_backend($1)', [backend]);
    },
  };
}
