/** Guarantees of daily balances in Redis: they are served from it, never stale, and nobody fails when it is away. */
import assert from 'node:assert/strict';
import { newId } from '@balcao/kit/ids.ts';
import { createRedis, type Redis } from '@balcao/kit/redis.ts';
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { silentLog } from '@balcao/kit/testing/kit-database.ts';
import { serverUrl } from '@balcao/kit/testing/servers.ts';
import { startTcpProxy, type TcpProxy } from '@balcao/kit/testing/tcp-proxy.ts';
import { postJournal } from '../src/post-journal.ts';
import { postSale } from '../src/post-sale.ts';
import { saleOf } from './fixtures.ts';
import { type Finance, startFinance } from './harness.ts';

const entry = { type: 'credit', amountMinor: 100, description: 'Ice' };

describe('daily balances in Redis', () => {
  let proxy: TcpProxy;
  let redis: Redis;
  let near: Redis;
  let finance: Finance;
  let replica: Finance;
  let admin: ApiClient;

  before(async function () {
    const url = serverUrl(this, 'TEST_REDIS_URL');
    proxy = await startTcpProxy(url);
    redis = createRedis(proxy.url, silentLog);
    near = createRedis(url, silentLog);
    finance = await startFinance({ redis });
    replica = await startFinance({ redis: near, env: { DATABASE_URL: finance.databaseUrl } });
    admin = finance.as('admin');
  });
  after(async () => {
    await replica?.stop();
    await finance?.stop();
    redis?.disconnect();
    near?.disconnect();
    await proxy?.close();
  });

  const enter = async (date: string, amountMinor = 100) =>
    (await admin.post('/finance/entries', { ...entry, date, amountMinor })).status;
  const read = async (date: string, client = admin) =>
    (await client.get(`/finance/daily/${date}`)).body;
  /** What is read while the sums are other ones is not read from the sums. */
  const isCached = async (date: string, client = admin) => {
    const fresh = await read(date, client);
    await finance.db.query('UPDATE account_day SET debit_minor = debit_minor + 1');
    const again = await read(date, client);
    await finance.db.query('UPDATE account_day SET debit_minor = debit_minor - 1');
    const isSame = JSON.stringify(again) === JSON.stringify(fresh);
    // What was read from the wrong sums may be in the cache now, and nothing else would forget it.
    if (!isSame) for (const name of await near.keys('daily:*:days')) await near.hdel(name, date);
    return isSame;
  };
  const untilCached = (date: string, client = admin) =>
    eventually(async () => assert.equal(await isCached(date, client), true, date));

  it('are answered from it, byte for byte as from the sums, and forgotten from a day on', async () => {
    await enter('2025-01-10');
    await enter('2025-01-20');
    const fromSums = await admin.get('/finance/daily/2025-01-20');
    for (const date of ['2025-01-10', '2025-01-20']) await untilCached(date);
    assert.deepEqual((await admin.get('/finance/daily/2025-01-20')).bytes, fromSums.bytes);
    assert.equal(await enter('2025-01-15', 40), 201);
    assert.equal((await read('2025-01-20')).balanceMinor, 240);
    assert.equal((await read('2025-01-10')).balanceMinor, 100);
    assert.equal((await read('2025-01-15')).creditsMinor, 40);
  });

  it('are new on every replica as soon as the posting is answered', async () => {
    const other = replica.as('admin');
    await untilCached('2025-02-01', other);
    for (let n = 1; n <= 50; n += 1) {
      assert.equal(await enter('2025-02-01'), 201);
      assert.equal((await read('2025-02-01', other)).creditsMinor, n * 100);
    }
  });

  it('are forgotten for who was killed between its commit and its forgetting', async () => {
    await untilCached('2025-03-01');
    const sale = postSale(saleOf([['cash', 700]], { date: '2025-03-01' }));
    const posting = { ...sale, id: newId(), createdBy: null, traceId: null };
    await finance.db.transaction((tx) => postJournal(tx, [posting]));
    await eventually(async () => assert.equal((await read('2025-03-01')).creditsMinor, 700));
    await eventually(async () =>
      assert.deepEqual(await finance.db.query('SELECT 1 FROM stale_day'), []),
    );
  });

  /** Posts and reads by turns; each read has to show what this worker has posted on its day. */
  async function work(date: string, isOver: () => boolean): Promise<number> {
    let postedMinor = (await read(date)).creditsMinor;
    for (let n = 0; !isOver() || n < 5; n += 1) {
      assert.equal(await enter(date), 201);
      postedMinor += 100;
      const { status, body } = await admin.get(`/finance/daily/${date}`);
      assert.deepEqual([status, body.creditsMinor], [200, postedMinor]);
    }
    return postedMinor;
  }

  it('are never stale and never an error while Redis goes away and comes back under load', async () => {
    const dates = ['2025-04-01', '2025-04-02', '2025-04-03', '2025-04-04'];
    let isOver = false;
    const working = Promise.all(dates.map((date) => work(date, () => isOver)));
    const posted = async (count: number) => {
      const [first = ''] = dates;
      const before = (await read(first)).creditsMinor;
      await eventually(async () =>
        assert.ok((await read(first)).creditsMinor >= before + count * 100),
      );
    };
    await posted(10);
    await proxy.cut();
    await posted(10);
    await proxy.mend();
    await posted(10);
    proxy.stall();
    await posted(2);
    await proxy.cut();
    await proxy.mend();
    await posted(10);
    isOver = true;
    const totals = await working;
    await untilCached('2025-04-04');
    const other = replica.as('admin');
    for (const [n, date] of dates.entries()) {
      await eventually(async () => assert.equal((await read(date, other)).creditsMinor, totals[n]));
    }
  });

  it('that Redis brings back from a former time are not answered', async () => {
    const date = '2025-05-01';
    await untilCached(date);
    const [key = ''] = (await near.keys('daily:*:days')).filter((name) => name !== '');
    const old = JSON.stringify({ date, creditsMinor: 1, debitsMinor: 1, balanceMinor: 1 });
    await proxy.cut();
    await eventually(() => assert.notEqual(redis.status, 'ready'));
    for (const name of await near.keys('daily:*:days')) await near.hset(name, date, old);
    assert.ok(key !== '');
    await proxy.mend();
    await untilCached(date);
    assert.equal((await read(date)).creditsMinor, 0);
  });
});
