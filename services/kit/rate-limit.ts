/** Rate limits, counted in Redis over all replicas, or in the process while Redis is away. */
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { Problem } from './problem.ts';
import type { Redis } from './redis.ts';

export interface RateLimit {
  /** Takes one of the key's points; throws `rate_limited` with `Retry-After` when none is left. */
  take(key: string): Promise<void>;
  /** Throws when no point is left, without taking one. */
  check(key: string): Promise<void>;
  /** Gives the key all of its points back. */
  reset(key: string): Promise<void>;
}

export interface RateLimitOptions {
  name: string;
  points: number;
  perSeconds: number;
}

export function createRateLimit(redis: Redis | null, options: RateLimitOptions): RateLimit {
  const { name, points, perSeconds } = options;
  const settings = { keyPrefix: `limit:${name}`, points, duration: perSeconds };
  const memory = new RateLimiterMemory(settings);
  const limiter =
    redis === null
      ? memory
      : new RateLimiterRedis({ ...settings, storeClient: redis, insuranceLimiter: memory });
  return {
    async take(key) {
      try {
        await limiter.consume(key);
      } catch (rejection) {
        throw rejection instanceof RateLimiterRes ? tooMany(rejection.msBeforeNext) : rejection;
      }
    },
    async check(key) {
      const state = await limiter.get(key);
      if (state !== null && state.consumedPoints >= points) throw tooMany(state.msBeforeNext);
    },
    async reset(key) {
      await limiter.delete(key);
    },
  };
}

const tooMany = (msBeforeNext: number): Problem =>
  tooManyAttempts(Math.max(1, Math.ceil(msBeforeNext / 1000)));

/** What is answered where no point is left. */
export function tooManyAttempts(retryAfterSeconds: number): Problem {
  return new Problem('rate_limited', `Too many attempts. Try again in ${retryAfterSeconds} s.`, {
    pt: `Tentativas demais. Tente de novo em ${retryAfterSeconds} s.`,
    retryAfterSeconds,
  });
}
