/** A transaction is whole: committed with everything in it, or gone without a trace, whatever happens meanwhile. */
import assert from 'node:assert/strict';
import type { Tx } from './db.ts';
import { Problem } from './problem.ts';
import { createKitDatabase, type KitDatabase } from './testing/kit-database.ts';

const isProblem = (code: string) => (error: unknown) =>
  error instanceof Problem && error.code === code && error.options.retryAfterSeconds === 1;

describe('a transaction', () => {
  let kit: KitDatabase;

  before(async () => {
    kit = await createKitDatabase();
    await kit.db.query(`INSERT INTO effect (subject, data) VALUES ('left', '0'), ('right', '0')`);
  });
  after(() => kit.close());

  const value = async (subject: string) => {
    const [row] = await kit.db.query<{ data: number }>(
      'SELECT data FROM effect WHERE subject = $1',
      [subject],
    );
    return row?.data;
  };
  const increment = (tx: Tx, subject: string) =>
    tx.query(`UPDATE effect SET data = to_jsonb(data::int + 1) WHERE subject = $1`, [subject]);

  it('that met a deadlock is run again, and each effect is there once', async () => {
    const meeting = Promise.withResolvers<void>();
    let waiting = 0;
    let attempts = 0;
    const crossing = (first: string, second: string) =>
      kit.db.transaction(async (tx) => {
        attempts += 1;
        await increment(tx, first);
        waiting += 1;
        if (waiting === 2) meeting.resolve();
        await meeting.promise;
        await increment(tx, second);
      });
    await Promise.all([crossing('left', 'right'), crossing('right', 'left')]);
    assert.ok(attempts >= 3, 'there was no deadlock');
    assert.deepEqual([await value('left'), await value('right')], [2, 2]);
  });

  it('is not run again for an error that would stay', async () => {
    let attempts = 0;
    const work = kit.db.transaction(async (tx) => {
      attempts += 1;
      await tx.query(`INSERT INTO effect (subject) VALUES (NULL)`);
    });
    await assert.rejects(work, /null value/);
    assert.equal(attempts, 1);
  });

  it('gives up after some attempts at what fails each time', async () => {
    let attempts = 0;
    const work = kit.db.transaction(async (tx) => {
      attempts += 1;
      await tx.query(`DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40001'; END $$`);
    });
    await assert.rejects(work, /again/);
    assert.equal(attempts, 4);
  });

  it('never commits when the error of a statement was swallowed', async () => {
    const work = kit.db.transaction(async (tx) => {
      await tx.query(`INSERT INTO effect (subject) VALUES ('swallowed')`);
      await tx.query('SELECT 1 / 0').catch(() => undefined);
    });
    await assert.rejects(work, /already failed/);
    assert.equal(await value('swallowed'), undefined);
  });

  it('leaves nothing when its work throws, and its connection is fit for the next one', async () => {
    const db = kit.open({ maxConnections: 1 });
    for (let round = 0; round < 3; round += 1) {
      const work = db.transaction(async (tx) => {
        await tx.query(`INSERT INTO effect (subject) VALUES ('thrown')`);
        throw new Error('no');
      });
      await assert.rejects(work, /no/);
    }
    assert.deepEqual(await db.query('SELECT 1 AS one'), [{ one: 1 }]);
    assert.equal(await value('thrown'), undefined);
  });

  it('runs what is to come before and after the commit in that order, and only then', async () => {
    const seen: string[] = [];
    const run = (isFailing: boolean) =>
      kit.db.transaction(async (tx) => {
        tx.afterCommit(() => seen.push('after'));
        tx.beforeCommit(async () => void seen.push('before'));
        seen.push('work');
        if (isFailing) throw new Error('no');
      });
    await run(false);
    await assert.rejects(run(true));
    assert.deepEqual(seen, ['work', 'before', 'after', 'work']);
  });

  it('whose connection is lost is answered as unavailable, and the next one works', async () => {
    const db = kit.open({ applicationName: 'doomed' });
    const work = db.transaction(async (tx) => {
      await tx.query('SELECT 1');
      await kit.terminate('doomed');
      await tx.query('SELECT 1');
    });
    await assert.rejects(work, isProblem('unavailable'));
    await db.transaction((tx) => tx.query('SELECT 1'));
  });

  it('may send statements without waiting for each other', async () => {
    const results = await kit.db.transaction((tx) =>
      Promise.all([1, 2, 3].map((number) => tx.query('SELECT $1::int AS number', [number]))),
    );
    assert.deepEqual(results.flat(), [{ number: 1 }, { number: 2 }, { number: 3 }]);
  });
});
