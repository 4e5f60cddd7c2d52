/**
 * Daily balances in Redis. A balance is stored only if nothing was forgotten since its reading began, which a
 * version says that changes with each forgetting. Redis is trusted from a forgetting of everything on and until the
 * first failure: what it missed in between, or lost with an old snapshot of its own, is never answered.
 */
import { randomUUID } from 'node:crypto';
import { type DailyBalance, dailyBalance } from '@balcao/contracts/api/finance.ts';
import type { Redis } from '@balcao/kit/redis.ts';

export interface DailyCache {
  /** Undefined for a miss; never rejects. */
  get(date: string): Promise<DailyBalance | undefined>;
  /** To be asked for before the balance is read that shall be stored; undefined while Redis is not trusted. */
  version(): Promise<string | undefined>;
  /** Stores a balance unless something was forgotten since `version`. */
  set(balance: DailyBalance, version: string): Promise<void>;
  /** Forgets this day and every later one; answers whether Redis has done so. */
  forgetFrom(date: string): Promise<boolean>;
  /** Forgets everything if Redis is not trusted, and trusts it then; answers whether it is trusted. */
  renew(): Promise<boolean>;
  stop(): void;
}

/** Bounds what a fault that nobody thought of can do. */
const ttlSeconds = 60;
const beforeAllDays = '';

const storeScript = `
  if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end
  redis.call('HSET', KEYS[1], ARGV[2], ARGV[3])
  if redis.call('TTL', KEYS[1]) < 0 then redis.call('EXPIRE', KEYS[1], ARGV[4]) end
  return 1`;

const forgetScript = `
  redis.call('SET', KEYS[2], ARGV[1])
  for _, day in ipairs(redis.call('HKEYS', KEYS[1])) do
    if day >= ARGV[2] then redis.call('HDEL', KEYS[1], day) end
  end
  return 1`;

/** `databaseId` sets the keys of one database apart from those of others on the same Redis. */
export function createDailyCache(redis: Redis, databaseId: string): DailyCache {
  // One hash tag, so that a cluster has both keys on one node.
  const days = `daily:{${databaseId}}:days`;
  const current = `daily:{${databaseId}}:version`;
  let isTrusted = false;
  const distrust = () => {
    isTrusted = false;
  };
  redis.on('close', distrust);

  async function attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch {
      distrust();
      return undefined;
    }
  }

  async function forgetFrom(date: string): Promise<boolean> {
    const done = await attempt(() =>
      redis.eval(forgetScript, 2, days, current, randomUUID(), date),
    );
    return done !== undefined;
  }

  return {
    async get(date) {
      if (!isTrusted) return undefined;
      const text = await attempt(() => redis.hget(days, date));
      // What came back after the trust was lost is not to be trusted either.
      return isTrusted && typeof text === 'string' ? parse(text) : undefined;
    },
    async version() {
      if (!isTrusted) return undefined;
      const version = await attempt(() => redis.get(current));
      if (version === null) distrust();
      return version ?? undefined;
    },
    async set(balance, version) {
      const { date } = balance;
      const args = [version, date, JSON.stringify(balance), ttlSeconds];
      await attempt(() => redis.eval(storeScript, 2, days, current, ...args));
    },
    forgetFrom,
    async renew() {
      if (isTrusted || redis.status !== 'ready') return isTrusted;
      isTrusted = await forgetFrom(beforeAllDays);
      return isTrusted;
    },
    stop: () => void redis.off('close', distrust),
  };
}

function parse(text: string): DailyBalance | undefined {
  try {
    return dailyBalance.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
