/** Empties the Redis of a shop that is stopped: it may know answers and balances that a restored shop has not given. */
import { Redis } from 'ioredis';

const timeoutMs = 10_000;

/** Answers how many keys there were. @throws Error when it cannot be reached within some seconds. */
export async function emptyRedis(url: string): Promise<number> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: timeoutMs,
    commandTimeout: timeoutMs,
    maxRetriesPerRequest: 3,
    retryStrategy: (times) => (times > 5 ? null : times * 200),
  });
  // Each command tells of it too.
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    const keys = await redis.dbsize();
    await redis.flushdb();
    return keys;
  } finally {
    redis.disconnect();
  }
}
