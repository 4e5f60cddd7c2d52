/** A database that is away is said to be away, soon, and values arrive as they are meant. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createDatabase, type Database, type DatabaseOptions } from './db.ts';
import { Problem } from './problem.ts';
import { createKitDatabase, type KitDatabase, silentLog } from './testing/kit-database.ts';
import { startTcpProxy } from './testing/tcp-proxy.ts';

const isProblem = (code: string) => (error: unknown) =>
  error instanceof Problem && error.code === code && error.options.retryAfterSeconds === 1;

describe('a database', () => {
  let kit: KitDatabase;
  const databases: Database[] = [];

  function open(url: string, options: Partial<DatabaseOptions> = {}): Database {
    const db = createDatabase({
      url,
      applicationName: 'test',
      maxConnections: 2,
      statementTimeoutMs: 500,
      log: silentLog,
      ...options,
    });
    databases.push(db);
    return db;
  }

  before(async () => {
    kit = await createKitDatabase();
  });
  after(async () => {
    await Promise.all(databases.map((db) => db.close()));
    await kit.close();
  });

  async function assertAwaySoon(work: Promise<unknown>): Promise<void> {
    const startedAt = Date.now();
    await assert.rejects(work, isProblem('unavailable'));
    assert.ok(Date.now() - startedAt < 2_000, `took ${Date.now() - startedAt} ms`);
  }

  it('that refuses connections is unavailable within two seconds, with Retry-After', async () => {
    const proxy = await startTcpProxy(kit.url);
    const db = open(proxy.url);
    await db.ping();
    await proxy.cut();
    await assertAwaySoon(db.query('SELECT 1'));
    await assertAwaySoon(db.transaction((tx) => tx.query('SELECT 1')));
    await assertAwaySoon(db.ping());
    await proxy.mend();
    await db.ping();
    await proxy.close();
  });

  it('that takes connections and says nothing is unavailable within two seconds', async () => {
    const mute = createServer((socket) => socket.on('error', () => undefined)).listen(
      0,
      '127.0.0.1',
    );
    await once(mute, 'listening');
    const address = mute.address();
    if (address === null || typeof address === 'string') throw new Error('no TCP address');
    const db = open(`postgres://u:p@127.0.0.1:${address.port}/d`, { statementTimeoutMs: 10_000 });
    // More than may be connected: who waits for a turn is told as soon as those who try.
    await Promise.all(Array.from({ length: 6 }, () => assertAwaySoon(db.ping())));
    mute.close();
  });

  it('whose connections are all in use is waited for, longer than one may take to open', async () => {
    const patient = open(kit.url, { statementTimeoutMs: 10_000 });
    // A statement that is slow, not a wait of the test: it outlasts the 1.8 s in which a connection must open.
    const slow = [1, 2].map(() => patient.query('SELECT pg_sleep(2)'));
    await Promise.all([...slow, patient.ping(), patient.transaction((tx) => tx.query('SELECT 1'))]);
    const hasty = open(kit.url, { statementTimeoutMs: 100 });
    const held = Promise.withResolvers<void>();
    const holding = [1, 2].map(() => hasty.transaction(() => held.promise));
    await assert.rejects(hasty.ping(), isProblem('unavailable'));
    held.resolve();
    await Promise.all(holding);
    await hasty.ping();
  });

  it('opens before the first request what it shall keep, never more than it may', async () => {
    const applicationName = `warm ${process.pid}`;
    const db = open(kit.url, { applicationName, minConnections: 9 });
    await db.warm();
    const kept = await kit.db.query('SELECT 1 FROM pg_stat_activity WHERE application_name = $1', [
      applicationName,
    ]);
    assert.equal(kept.length, 2);
  });

  it('that falls silent in the middle of a statement does not hold its caller for ever', async () => {
    const proxy = await startTcpProxy(kit.url);
    const db = open(proxy.url);
    await db.ping();
    proxy.stall();
    await assert.rejects(db.query('SELECT 1'), isProblem('unavailable'));
    await proxy.close();
  });

  it('cancels a statement that takes too long, and goes on', async () => {
    const db = open(kit.url);
    await assert.rejects(db.query('SELECT pg_sleep(10)'), isProblem('timeout'));
    await assert.rejects(
      db.transaction((tx) => tx.query('SELECT pg_sleep(10)')),
      isProblem('timeout'),
    );
    await db.ping();
  });

  it('gives counts and amounts as numbers, days as text and instants in UTC', async () => {
    const [row] = await kit.db.query(
      `SELECT 9007199254740991::bigint AS amount, count(*) AS rows, date '2026-02-28' AS day,
         timestamptz '2026-03-01 00:30:00.123+03' AS instant, NULL::bigint AS nothing FROM (SELECT 1) one`,
    );
    assert.deepEqual(row, {
      amount: 9_007_199_254_740_991,
      rows: 1,
      day: '2026-02-28',
      instant: '2026-02-28T21:30:00.123Z',
      nothing: null,
    });
  });

  it('raises rather than round an amount that a number cannot hold', async () => {
    await assert.rejects(
      kit.db.query('SELECT 9007199254740993::bigint AS amount'),
      /not a safe integer/,
    );
    await kit.db.ping();
  });
});
