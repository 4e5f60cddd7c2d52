/** All snapshots of a backup are of one instant: no effect without its cause, while events go round in a circle. */
import assert from 'node:assert/strict';
import { createLogger } from '@balcao/kit/log.ts';
import pg from 'pg';
import { takeSnapshots } from '../src/take-snapshots.ts';
import { createTestShop, type TestShop } from './test-shop.ts';

const services = ['auth', 'product', 'notifier'];
const log = createLogger({ level: 'silent' });

describe('the snapshots of a backup', function () {
  this.timeout(120_000);
  let shop: TestShop;
  const serverUrl = () => process.env.TEST_DATABASE_URL ?? '';
  const databases = () => services.map((service) => ({ service, database: shop.name(service) }));
  const open = async (database: string) => {
    const url = new URL(serverUrl());
    url.pathname = `/${database}`;
    const client = new pg.Client({ connectionString: url.href });
    await client.connect();
    return client;
  };

  before(async () => {
    shop = await createTestShop(services);
  });
  after(() => shop.close());

  it('never have an event handled that was not made yet', async () => {
    const clients = await Promise.all(databases().map(({ database }) => open(database)));
    for (const client of clients)
      await client.query('CREATE TABLE seen (n bigint); INSERT INTO seen VALUES (0)');
    let isOver = false;
    /** Each service handles what the one before it has made and, in the same transaction, makes the next. */
    const chase = async () => {
      for (let n = 1; !isOver; n += 1)
        await clients[n % clients.length]?.query(
          `BEGIN; UPDATE seen SET n = ${n};
           INSERT INTO outbox (id, type, subject, data) VALUES (gen_random_uuid(), 'n', 'n', '${n}');
           DELETE FROM outbox WHERE seq < (SELECT max(seq) FROM outbox); COMMIT`,
        );
    };
    const chasing = chase();
    try {
      for (let round = 0; round < 30; round += 1) {
        const snapshots = await takeSnapshots({
          serverUrl: serverUrl(),
          databases: databases(),
          log,
        });
        const seen: number[] = [];
        for (const client of snapshots.clients.values()) {
          const { rows } = await client.query<{ n: string }>('SELECT n FROM public.seen');
          seen.push(Number(rows[0]?.n));
        }
        await snapshots.release();
        seen.sort((a, b) => a - b);
        const [first = 0, , last = 0] = seen;
        assert.equal(last - first, last < services.length ? last - first : services.length - 1);
      }
    } finally {
      isOver = true;
      await chasing;
      for (const client of clients) await client.query('DROP TABLE seen');
      await Promise.all(clients.map((client) => client.end()));
    }
  });

  it('are given up, and nothing stays locked, while somebody holds an outbox', async () => {
    const rival = await open(shop.name('product'));
    await rival.query('BEGIN; LOCK TABLE outbox IN ROW EXCLUSIVE MODE');
    try {
      const options = { serverUrl: serverUrl(), databases: databases(), log };
      await assert.rejects(takeSnapshots({ ...options, attempts: 2, lockTimeoutMs: 50 }), {
        code: 'shop_busy',
      });
      await shop
        .query(
          shop.name('auth'),
          `SET lock_timeout = 1000; LOCK TABLE outbox IN ACCESS EXCLUSIVE MODE`,
        )
        .catch((error: Error) => assert.match(error.message, /transaction block/));
      await shop.query(
        shop.name('auth'),
        `BEGIN; SET lock_timeout = 1000; LOCK TABLE outbox; COMMIT`,
      );
    } finally {
      await rival.query('ROLLBACK');
      await rival.end();
    }
  });
});
