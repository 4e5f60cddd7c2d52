/** What is cached may be lost at any time, and nobody fails for it. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Cache, createCache } from './cache.ts';
import { createRedis, type Redis } from './redis.ts';
import { eventually } from './testing/eventually.ts';
import { silentLog } from './testing/kit-database.ts';
import { serverUrl } from './testing/servers.ts';
import { startTcpProxy } from './testing/tcp-proxy.ts';

const schema = z.object({ n: z.int() });

function open(redis: Redis | null, ttlSeconds = 60): Cache<{ n: number }> {
  return createCache(redis, { name: randomUUID(), schema, ttlSeconds, log: silentLog });
}

function contract(redis: () => Redis | null) {
  it('answers what was kept under a key, and nothing under another', async () => {
    const cache = open(redis());
    await cache.set('a', { n: 1 });
    assert.deepEqual(await cache.get('a'), { n: 1 });
    assert.equal(await cache.get('b'), undefined);
  });

  it('forgets what is older than its time', async () => {
    const cache = open(redis(), 1);
    await cache.set('a', { n: 1 });
    await eventually(async () => assert.equal(await cache.get('a'), undefined), 5_000);
  });

  it('sets caches of different names apart', async () => {
    const [one, two] = [open(redis()), open(redis())];
    await one.set('a', { n: 1 });
    assert.equal(await two.get('a'), undefined);
  });
}

describe('a cache in the process', () => {
  contract(() => null);

  it('keeps a bounded number of entries, the newest', async () => {
    const cache = open(null);
    for (let n = 0; n < 1_500; n += 1) await cache.set(String(n), { n });
    assert.equal(await cache.get('0'), undefined);
    assert.deepEqual(await cache.get('1499'), { n: 1_499 });
  });
});

describe('a cache in Redis', () => {
  let url: string;
  let redis: Redis;

  before(async function () {
    url = serverUrl(this, 'TEST_REDIS_URL');
    redis = createRedis(url, silentLog);
    await eventually(() => assert.equal(redis.status, 'ready'));
  });
  after(() => redis?.disconnect());

  contract(() => redis);

  it('takes what does not fit its schema for a miss', async () => {
    const name = randomUUID();
    const cache = createCache(redis, { name, schema, ttlSeconds: 60, log: silentLog });
    await redis.set(`${name}:a`, '{"n":"one"}');
    await redis.set(`${name}:b`, 'not JSON');
    assert.equal(await cache.get('a'), undefined);
    assert.equal(await cache.get('b'), undefined);
  });

  it('misses, and fails nobody, while Redis is away', async () => {
    const proxy = await startTcpProxy(url);
    const client = createRedis(proxy.url, silentLog);
    await eventually(() => assert.equal(client.status, 'ready'));
    const cache = open(client);
    await cache.set('a', { n: 1 });
    await proxy.cut();
    assert.equal(await cache.get('a'), undefined);
    await cache.set('b', { n: 2 });
    await proxy.mend();
    await eventually(async () => assert.deepEqual(await cache.get('a'), { n: 1 }));
    client.disconnect();
    await proxy.close();
  });
});
