/** What is in the outbox arrives: at least once, in order per subject, with any number of relays. */
import assert from 'node:assert/strict';
import { eventually } from './testing/eventually.ts';
import { createKitDatabase, type KitDatabase } from './testing/kit-database.ts';
import { createFakeBus, createRelays, numbers } from './testing/relays.ts';

describe('the relay', () => {
  let kit: KitDatabase;
  let relays: ReturnType<typeof createRelays>;

  before(async () => {
    kit = await createKitDatabase();
    relays = createRelays(kit);
  });
  afterEach(() => relays.stop());
  after(() => kit.close());

  it('sends each event once and in the order of its subject, with two relays and busy writers', async () => {
    const fake = createFakeBus(async () => {
      const turns = Math.floor(Math.random() * 4);
      for (let turn = 0; turn < turns; turn += 1)
        await new Promise((resolve) => setImmediate(resolve));
    });
    const subjects = numbers(150).map((index) => `subject-${index}`);
    for (const applicationName of ['one', 'two'])
      relays.start(fake.bus, { db: kit.open({ applicationName }) });
    for (const round of numbers(20)) await relays.add(subjects.map((subject) => [subject, round]));
    await relays.untilEmpty();
    for (const subject of subjects) assert.deepEqual(fake.numbersOf(subject), numbers(20), subject);
    assert.equal(fake.confirmed.length, 3_000);
  });

  it('sends again, with the same id, what a crash left between the confirm and the delete', async () => {
    const db = kit.open({ applicationName: 'crashing' });
    let crashes = 0;
    const fake = createFakeBus(async ({ data }) => {
      if (data !== 1 || crashes > 0) return;
      crashes += 1;
      await kit.terminate('crashing');
    });
    await relays.add([
      ['a', 0],
      ['a', 1],
      ['a', 2],
    ]);
    relays.start(fake.bus, { db, workers: 1 });
    await relays.untilEmpty();
    assert.equal(crashes, 1);
    assert.deepEqual(fake.numbersOf('a'), [0, 1, 2, 0, 1, 2]);
    const ids = fake.confirmed.map(({ id }) => id);
    assert.deepEqual(ids.slice(0, 3), ids.slice(3));
  });

  it('holds back the later events of a subject that cannot be sent, and no others', async () => {
    let isBroken = true;
    const fake = createFakeBus(({ subject, data }) => {
      if (isBroken && subject === 'bad' && data === 1) throw new Error('refused');
    });
    relays.start(fake.bus);
    await relays.add([
      ['bad', 0],
      ['good', 0],
      ['bad', 1],
      ['bad', 2],
      ['good', 1],
    ]);
    await eventually(() => assert.deepEqual(fake.numbersOf('good'), [0, 1]));
    await relays.add([
      ['good', 2],
      ['bad', 3],
    ]);
    await eventually(() => assert.deepEqual(fake.numbersOf('good'), [0, 1, 2]));
    assert.deepEqual(fake.numbersOf('bad'), [0]);
    isBroken = false;
    await relays.untilEmpty();
    assert.deepEqual(fake.numbersOf('bad'), [0, 1, 2, 3]);
  });

  it('waits longer after each failure', async () => {
    const fake = createFakeBus(() => Promise.reject(new Error('refused')));
    relays.start(fake.bus, { workers: 1 });
    await relays.add([['bad', 0]]);
    const delays: number[] = [];
    for (const attempt of [1, 2, 3, 4]) {
      await eventually(async () => {
        const [row] = await kit.db.query<{ attempts: number; delay: number }>(
          'SELECT attempts, extract(epoch FROM not_before - now())::float8 AS delay FROM outbox',
        );
        assert.ok(row !== undefined && row.attempts >= attempt);
        delays.push(row.delay);
      });
      await kit.db.query('UPDATE outbox SET not_before = now()');
    }
    assert.ok(
      delays.every((delay, index) => delay > (delays[index - 1] ?? 0)),
      delays.join(),
    );
  });

  it('leaves a subject that another relay is sending alone, its new events too', async () => {
    const gate = Promise.withResolvers<void>();
    const slow = createFakeBus(() => gate.promise);
    const fast = createFakeBus();
    await relays.add([
      ['held', 0],
      ['held', 1],
    ]);
    relays.start(slow.bus, { workers: 1 });
    await eventually(async () => {
      const locks = await kit.db.query('SELECT 1 FROM outbox FOR UPDATE SKIP LOCKED');
      assert.equal(locks.length, 1);
    });
    relays.start(fast.bus);
    await relays.add([
      ['held', 2],
      ['free', 0],
    ]);
    await eventually(() => assert.deepEqual(fast.numbersOf('free'), [0]));
    assert.deepEqual(fast.numbersOf('held'), []);
    gate.resolve();
    await relays.untilEmpty();
    const held = [...slow.numbersOf('held'), ...fast.numbersOf('held')];
    assert.deepEqual(held, [0, 1, 2]);
  });

  it('sends what is urgent before all that waits, in the order of its subject', async () => {
    const fake = createFakeBus();
    await relays.add([
      ...numbers(1_000).map((number): [string, number] => [`bulk-${number % 300}`, number]),
      ['mixed', 0],
    ]);
    await relays.add(
      [
        ['urgent', 0],
        ['mixed', 1],
        ['urgent', 1],
      ],
      { isUrgent: true },
    );
    relays.start(fake.bus, { workers: 1 });
    await relays.untilEmpty();
    assert.equal(fake.confirmed.length, 1_004);
    const first = fake.confirmed.slice(0, 200).map(({ subject }) => subject);
    assert.equal(first.filter((subject) => subject === 'urgent').length, 2);
    assert.deepEqual(fake.numbersOf('urgent'), [0, 1]);
    assert.deepEqual(fake.numbersOf('mixed'), [0, 1]);
    for (const number of numbers(300)) {
      const own = numbers(1_000).filter((other) => other % 300 === number);
      assert.deepEqual(fake.numbersOf(`bulk-${number}`), own);
    }
  });

  it('goes on by itself after its connections were lost', async () => {
    const fake = createFakeBus();
    relays.start(fake.bus, { db: kit.open({ applicationName: 'lost' }) });
    await relays.add([['a', 0]]);
    await relays.untilEmpty();
    await kit.terminate('lost');
    await relays.add([['a', 1]]);
    await relays.untilEmpty();
    assert.deepEqual(fake.numbersOf('a'), [0, 1]);
  });

  it('is woken by a commit instead of waiting for its next poll', async () => {
    const fake = createFakeBus();
    relays.start(fake.bus, { pollMs: 3_600_000, isWoken: true });
    for (const number of numbers(5)) {
      await relays.add([['a', number]]);
      await eventually(() => assert.equal(fake.confirmed.length, number + 1));
    }
  });

  it('makes one more attempt when it stops, for what was added last', async () => {
    const fake = createFakeBus();
    const relay = relays.start(fake.bus, { pollMs: 3_600_000 });
    await relays.add([['first', 0]]);
    relay.wake();
    await relays.untilEmpty();
    await relays.add([['last', 0]]);
    await relay.stop();
    assert.deepEqual(fake.numbersOf('last'), [0]);
  });

  it('finishes what it is sending before it stops', async () => {
    const gate = Promise.withResolvers<void>();
    const started = Promise.withResolvers<void>();
    const fake = createFakeBus(() => {
      started.resolve();
      return gate.promise;
    });
    await relays.add([['a', 0]]);
    const relay = relays.start(fake.bus);
    await started.promise;
    const stopped = relay.stop();
    gate.resolve();
    await stopped;
    assert.equal(await relays.pending(), 0);
  });
});
