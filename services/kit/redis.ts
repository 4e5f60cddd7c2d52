/** The connection to Redis or Valkey. Whoever uses it has an answer for when it is away. */
import { Redis } from 'ioredis';
import type { Logger } from './log.ts';

export type { Redis } from 'ioredis';

/** Commands fail at once while Redis is away, and after 250 ms when it does not answer. */
export function createRedis(url: string, log: Logger): Redis {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: 250,
    connectTimeout: 2_000,
    retryStrategy: (times) => Math.min(100 * times, 2_000),
  });
  let isAway = false;
  redis.on('error', (error) => {
    if (!isAway) log.warn({ err: error }, 'Redis is away; the process does without it');
    isAway = true;
  });
  redis.on('ready', () => {
    if (isAway) log.info('Redis is back');
    isAway = false;
  });
  return redis;
}
