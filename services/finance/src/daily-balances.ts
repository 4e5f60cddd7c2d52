/**
 * The balance of a day: from Redis where it has it, else from PostgreSQL, and forgotten before the answer to the
 * posting that changes it. What a process could not have forgotten, because it was killed or Redis was away from it,
 * is noted in the posting's own transaction (`stale_day`), and a sweep of whichever replica comes first does it.
 */
import type { DailyBalance } from '@balcao/contracts/api/finance.ts';
import { type Batcher, createBatcher } from '@balcao/kit/batcher.ts';
import type { Database } from '@balcao/kit/db.ts';
import type { Job } from '@balcao/kit/jobs.ts';
import type { Redis } from '@balcao/kit/redis.ts';
import { readDays } from './balance-store.ts';
import { createDailyCache, type DailyCache } from './daily-cache.ts';
import { lockStaleDays, readCacheId, sendForgotten, sendStaleDay } from './stale-day-store.ts';

export interface DailyBalances {
  read(date: string): Promise<DailyBalance>;
  /** After a commit that changed this day and every later one; resolves when nobody is answered the old balances. */
  forgetFrom(date: string): Promise<void>;
  sweep: Job;
  stop(): void;
}

const sweepMs = 250;

export function createDailyBalances(db: Database, redis: Redis | null): DailyBalances {
  const stored = storedDays(db);
  let cache: DailyCache | null = null;

  async function readThrough(date: string): Promise<DailyBalance> {
    const version = await cache?.version();
    const balance = await stored.submit(date);
    if (version !== undefined) await cache?.set(balance, version);
    return balance;
  }

  return {
    read: async (date) => (await cache?.get(date)) ?? readThrough(date),
    async forgetFrom(date) {
      await cache?.forgetFrom(date);
    },
    sweep: {
      name: 'forget stale daily balances',
      everyMs: sweepMs,
      async run() {
        if (redis !== null) {
          cache ??= createDailyCache(redis, await readCacheId(db));
          if (!(await cache.renew())) return gather(db);
        }
        await sweep(db, cache);
      },
    },
    stop: () => cache?.stop(),
  };
}

/** Reads that come together are one statement, which begins after the last of them has come. */
function storedDays(db: Database): Batcher<string, DailyBalance> {
  return createBatcher({
    maxSize: 100,
    concurrency: 2,
    async run(dates) {
      const days = new Map((await readDays(db, dates)).map((day) => [day.date, day]));
      return dates.map((date) => {
        const value = days.get(date);
        if (value === undefined) throw new Error(`no balance was read for ${date}`);
        return { status: 'fulfilled', value };
      });
    },
  });
}

/** Without Redis there is nothing to forget, and the notes go away. */
async function sweep(db: Database, cache: DailyCache | null): Promise<void> {
  await db.transaction(
    async (tx) => {
      const stale = await lockStaleDays(tx);
      const [first] = stale.map(({ date }) => date).sort();
      if (first === undefined) return;
      if (cache !== null && !(await cache.forgetFrom(first))) return;
      sendForgotten(
        tx,
        stale.map(({ id }) => id),
      );
    },
    { isRepeatable: true },
  );
}

/** While Redis is away from this replica what it has to forget waits, and is kept short: one day stands for all later. */
async function gather(db: Database): Promise<void> {
  await db.transaction(async (tx) => {
    const stale = await lockStaleDays(tx);
    const [first] = stale.map(({ date }) => date).sort();
    if (first === undefined || stale.length === 1) return;
    sendForgotten(
      tx,
      stale.map(({ id }) => id),
    );
    const [oldest] = stale.map(({ notedAt }) => notedAt).sort();
    sendStaleDay(tx, first, oldest);
  });
}
