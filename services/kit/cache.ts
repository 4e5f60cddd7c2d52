/**
 * A cache for what never changes once it is written, and is stored elsewhere: shared by all replicas in
 * Redis, or each process's own where there is none. While Redis is away everything is a miss.
 */
import type { z } from 'zod';
import type { Logger } from './log.ts';
import type { Redis } from './redis.ts';

export interface Cache<Value> {
  /** Undefined for a miss; never rejects. */
  get(key: string): Promise<Value | undefined>;
  /** Never rejects: what cannot be kept is read from its store again. */
  set(key: string, value: Value): Promise<void>;
}

export interface CacheOptions<S extends z.ZodType> {
  /** Sets the keys of one cache apart from those of the others on the same Redis. */
  name: string;
  schema: S;
  ttlSeconds: number;
  log: Logger;
}

const maxEntries = 1_000;

export function createCache<S extends z.ZodType>(
  redis: Redis | null,
  options: CacheOptions<S>,
): Cache<z.output<S>> {
  return redis === null ? memoryCache(options) : redisCache(redis, options);
}

function redisCache<S extends z.ZodType>(
  redis: Redis,
  { name, schema, ttlSeconds, log }: CacheOptions<S>,
): Cache<z.output<S>> {
  return {
    async get(key) {
      try {
        const text = await redis.get(`${name}:${key}`);
        return text === null ? undefined : schema.safeParse(JSON.parse(text)).data;
      } catch (error) {
        log.debug({ err: error, cache: name }, 'not read from the cache');
        return undefined;
      }
    },
    async set(key, value) {
      try {
        await redis.set(`${name}:${key}`, JSON.stringify(value), 'EX', ttlSeconds);
      } catch (error) {
        log.debug({ err: error, cache: name }, 'not kept in the cache');
      }
    },
  };
}

function memoryCache<S extends z.ZodType>({ ttlSeconds }: CacheOptions<S>): Cache<z.output<S>> {
  const entries = new Map<string, { value: z.output<S>; expiresAtMs: number }>();
  return {
    async get(key) {
      const entry = entries.get(key);
      return entry === undefined || entry.expiresAtMs <= Date.now() ? undefined : entry.value;
    },
    async set(key, value) {
      const [oldest] = entries.keys();
      if (entries.size >= maxEntries && oldest !== undefined) entries.delete(oldest);
      entries.set(key, { value, expiresAtMs: Date.now() + ttlSeconds * 1000 });
    },
  };
}
