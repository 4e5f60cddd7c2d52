/** An event is stored if and only if the change that it tells of is. */
import assert from 'node:assert/strict';
import { createOutbox } from './outbox.ts';
import { createKitDatabase, type KitDatabase } from './testing/kit-database.ts';

describe('the outbox', () => {
  let kit: KitDatabase;
  const subjectsStored = async () => {
    const rows = await kit.db.query<{ subject: string }>('SELECT subject FROM outbox ORDER BY seq');
    return rows.map(({ subject }) => subject);
  };
  const thing = (subject: string) => ({ type: 'thing.happened', subject, data: { name: subject } });

  before(async () => {
    kit = await createKitDatabase();
  });
  beforeEach(async () => {
    await kit.db.query('DELETE FROM outbox');
  });
  after(() => kit.close());

  it('stores events with the commit, in the order in which they were added', async () => {
    const outbox = createOutbox();
    await kit.db.transaction(async (tx) => {
      outbox.add(tx, [thing('a'), thing('b')]);
      outbox.add(tx, [thing('c')]);
      assert.deepEqual(await subjectsStored(), []);
    });
    assert.deepEqual(await subjectsStored(), ['a', 'b', 'c']);
  });

  it('stores nothing of a transaction that is rolled back, and wakes nobody', async () => {
    const outbox = createOutbox();
    let wakeUps = 0;
    outbox.onAdded(() => {
      wakeUps += 1;
    });
    const work = kit.db.transaction(async (tx) => {
      outbox.add(tx, [thing('a')]);
      throw new Error('no');
    });
    await assert.rejects(work, /no/);
    assert.deepEqual(await subjectsStored(), []);
    assert.equal(wakeUps, 0);
  });

  it('wakes its listeners once per commit, after it', async () => {
    const outbox = createOutbox();
    const seen: Promise<string[]>[] = [];
    outbox.onAdded(() => seen.push(subjectsStored()));
    await kit.db.transaction(async (tx) => {
      outbox.add(tx, [thing('a')]);
      outbox.add(tx, [thing('b')]);
    });
    assert.deepEqual(await Promise.all(seen), [['a', 'b']]);
  });

  it('wakes its listeners for events that somebody else has added', () => {
    const outbox = createOutbox();
    let wakeUps = 0;
    outbox.onAdded(() => {
      wakeUps += 1;
    });
    outbox.wake();
    assert.equal(wakeUps, 1);
  });

  it('stores the events of the attempt that was committed, not those of one that was repeated', async () => {
    const outbox = createOutbox();
    let attempts = 0;
    await kit.db.transaction(async (tx) => {
      attempts += 1;
      outbox.add(tx, [thing(`attempt ${attempts}`)]);
      if (attempts === 1)
        await tx.query(`DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40001'; END $$`);
    });
    assert.deepEqual(await subjectsStored(), ['attempt 2']);
  });

  it('keeps the trace of the cause that it is given', async () => {
    const outbox = createOutbox();
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await kit.db.transaction(async (tx) => {
      outbox.add(tx, [thing('caused')], { traceparent });
      outbox.add(tx, [thing('spontaneous')], { traceparent: null });
    });
    const rows = await kit.db.query('SELECT subject, traceparent FROM outbox ORDER BY seq');
    assert.deepEqual(rows, [
      { subject: 'caused', traceparent },
      { subject: 'spontaneous', traceparent: null },
    ]);
  });

  it('fails the change when the event cannot be stored', async () => {
    const outbox = createOutbox();
    const work = kit.db.transaction(async (tx) => {
      await tx.query(`INSERT INTO effect (subject) VALUES ('unsaid')`);
      outbox.add(tx, [{ ...thing('a'), data: { name: '\u0000' } }]);
    });
    await assert.rejects(work);
    assert.deepEqual(await kit.db.query(`SELECT 1 FROM effect WHERE subject = 'unsaid'`), []);
  });
});
