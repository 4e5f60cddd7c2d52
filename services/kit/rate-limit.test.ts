/** Attempts are limited per key: over all replicas with Redis, in each process while it is away. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { Problem } from './problem.ts';
import { createRateLimit } from './rate-limit.ts';
import { createRedis, type Redis } from './redis.ts';
import { eventually } from './testing/eventually.ts';
import { silentLog } from './testing/kit-database.ts';
import { serverUrl } from './testing/servers.ts';
import { startTcpProxy } from './testing/tcp-proxy.ts';

/** Asserts that the next attempt is refused, with a time to come back. */
async function assertLimited(work: Promise<void>): Promise<void> {
  await assert.rejects(work, (error) => {
    assert.ok(error instanceof Problem && error.code === 'rate_limited');
    const seconds = error.options.retryAfterSeconds ?? 0;
    return Number.isInteger(seconds) && seconds >= 1 && seconds <= 60;
  });
}

function contract(open: () => Redis | null) {
  const limitOf = (points: number) =>
    createRateLimit(open(), { name: randomUUID(), points, perSeconds: 60 });

  it('refuses a key whose points are used up, and no other', async () => {
    const limit = limitOf(3);
    for (let attempt = 0; attempt < 3; attempt += 1) await limit.take('ana');
    await assertLimited(limit.take('ana'));
    await limit.take('rui');
  });

  it('checks without taking a point', async () => {
    const limit = limitOf(1);
    await limit.check('ana');
    await limit.check('ana');
    await limit.take('ana');
    await assertLimited(limit.check('ana'));
  });

  it('gives all points back on a reset', async () => {
    const limit = limitOf(1);
    await limit.take('ana');
    await limit.reset('ana');
    await limit.take('ana');
  });

  it('lets exactly as many of a crowd pass as there are points', async () => {
    const limit = limitOf(5);
    const results = await Promise.allSettled(Array.from({ length: 50 }, () => limit.take('ana')));
    assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 5);
  });
}

describe('a rate limit in the process', () => contract(() => null));

describe('a rate limit in Redis', () => {
  let url: string;
  let redis: Redis;
  const opened: Redis[] = [];
  const open = async (at: string) => {
    const client = createRedis(at, silentLog);
    opened.push(client);
    await eventually(() => assert.equal(client.status, 'ready'));
    return client;
  };

  before(async function () {
    url = serverUrl(this, 'TEST_REDIS_URL');
    redis = await open(url);
  });
  after(() => {
    for (const client of opened) client.disconnect();
  });

  contract(() => redis);

  it('is one for all replicas', async () => {
    const options = { name: randomUUID(), points: 2, perSeconds: 60 };
    const [one, two] = [createRateLimit(redis, options), createRateLimit(await open(url), options)];
    await one.take('ana');
    await two.take('ana');
    await assertLimited(one.take('ana'));
    await assertLimited(two.check('ana'));
  });

  it('is kept by the process while Redis is away, and by Redis again when it is back', async () => {
    const proxy = await startTcpProxy(url);
    const client = await open(proxy.url);
    const limit = createRateLimit(client, { name: randomUUID(), points: 2, perSeconds: 60 });
    await limit.take('ana');
    await proxy.cut();
    await limit.check('rui');
    await limit.take('rui');
    await limit.take('rui');
    await assertLimited(limit.take('rui'));
    await assertLimited(limit.check('rui'));
    await limit.reset('rui');
    await limit.take('rui');
    await proxy.mend();
    await eventually(() => assert.equal(client.status, 'ready'));
    await limit.take('ana');
    await assertLimited(limit.take('ana'));
    client.disconnect();
    await proxy.close();
  });

  it('is not held up by a Redis that has fallen silent', async () => {
    const proxy = await startTcpProxy(url);
    const client = await open(proxy.url);
    const limit = createRateLimit(client, { name: randomUUID(), points: 2, perSeconds: 60 });
    proxy.stall();
    const startedAt = Date.now();
    await limit.take('ana');
    assert.ok(Date.now() - startedAt < 1_500, `took ${Date.now() - startedAt} ms`);
    client.disconnect();
    await proxy.close();
  });
});

describe('a command to Redis', () => {
  it('fails fast while Redis is away, and does not end the process', async () => {
    const proxy = await startTcpProxy('redis://127.0.0.1:1');
    await proxy.cut();
    const client = createRedis(proxy.url, silentLog);
    const startedAt = Date.now();
    for (let attempt = 0; attempt < 20; attempt += 1) await assert.rejects(client.get('key'));
    assert.ok(Date.now() - startedAt < 1_000, `took ${Date.now() - startedAt} ms`);
    client.disconnect();
  });
});
