/** What is in the outbox arrives: at least once, in order per subject, with any number of relays. */
import assert from 'node:assert/strict';
import type { Bus, Envelope } from './bus.ts';
import type { Database } from './db.ts';
import { createOutbox } from './outbox.ts';
import { createRelay, type Relay } from './relay.ts';
import { eventually } from './testing/eventually.ts';
import { createKitDatabase, type KitDatabase } from './testing/kit-database.ts';
import { createRuntime } from './testing/messaging.ts';

/** A bus that notes what it confirmed; `onPublish` decides how long it takes and whether it works. */
function createFakeBus(onPublish: (event: Envelope) => Promise<void> | void = () => undefined) {
  const confirmed: Envelope[] = [];
  const bus: Bus = {
    async publish(event) {
      await onPublish(event);
      confirmed.push(event);
    },
    subscribe: () => Promise.reject(new Error('it only sends')),
    trouble: () => null,
    close: async () => undefined,
  };
  const numbersOf = (subject: string) =>
    confirmed.filter((event) => event.subject === subject).map(({ data }) => data);
  return { bus, confirmed, numbersOf };
}

describe('the relay', () => {
  let kit: KitDatabase;
  let relays: Relay[];
  const outbox = createOutbox();

  before(async () => {
    kit = await createKitDatabase();
  });
  beforeEach(async () => {
    relays = [];
    await kit.db.query('DELETE FROM outbox');
  });
  afterEach(() => Promise.all(relays.map((relay) => relay.stop())));
  after(() => kit.close());

  function startRelay(
    bus: Bus,
    { db = kit.db, workers = 2 }: { db?: Database; workers?: number } = {},
  ) {
    const relay = createRelay({ service: 'test', ...createRuntime(db, bus), workers, pollMs: 20 });
    relay.start();
    relays.push(relay);
    return relay;
  }

  /** Adds the numbers as events of their subjects, in one transaction. */
  async function add(entries: [subject: string, number: number][]) {
    await kit.db.transaction(async (tx) => {
      outbox.add(
        tx,
        entries.map(([subject, data]) => ({ type: 'thing.happened', subject, data })),
      );
    });
  }

  const pending = async () =>
    (await kit.db.query<{ n: number }>('SELECT count(*) AS n FROM outbox'))[0]?.n;
  const untilEmpty = () => eventually(async () => assert.equal(await pending(), 0), 30_000);
  const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

  it('sends each event once and in the order of its subject, with two relays and busy writers', async () => {
    const fake = createFakeBus(async () => {
      const turns = Math.floor(Math.random() * 4);
      for (let turn = 0; turn < turns; turn += 1)
        await new Promise((resolve) => setImmediate(resolve));
    });
    const subjects = numbers(150).map((index) => `subject-${index}`);
    for (const applicationName of ['one', 'two'])
      startRelay(fake.bus, { db: kit.open({ applicationName }) });
    for (const round of numbers(20)) await add(subjects.map((subject) => [subject, round]));
    await untilEmpty();
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
    await add([
      ['a', 0],
      ['a', 1],
      ['a', 2],
    ]);
    startRelay(fake.bus, { db, workers: 1 });
    await untilEmpty();
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
    startRelay(fake.bus);
    await add([
      ['bad', 0],
      ['good', 0],
      ['bad', 1],
      ['bad', 2],
      ['good', 1],
    ]);
    await eventually(() => assert.deepEqual(fake.numbersOf('good'), [0, 1]));
    await add([
      ['good', 2],
      ['bad', 3],
    ]);
    await eventually(() => assert.deepEqual(fake.numbersOf('good'), [0, 1, 2]));
    assert.deepEqual(fake.numbersOf('bad'), [0]);
    isBroken = false;
    await untilEmpty();
    assert.deepEqual(fake.numbersOf('bad'), [0, 1, 2, 3]);
  });

  it('waits longer after each failure', async () => {
    const fake = createFakeBus(() => Promise.reject(new Error('refused')));
    startRelay(fake.bus, { workers: 1 });
    await add([['bad', 0]]);
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
    await add([
      ['held', 0],
      ['held', 1],
    ]);
    startRelay(slow.bus, { workers: 1 });
    await eventually(async () => {
      const locks = await kit.db.query('SELECT 1 FROM outbox FOR UPDATE SKIP LOCKED');
      assert.equal(locks.length, 1);
    });
    startRelay(fast.bus);
    await add([
      ['held', 2],
      ['free', 0],
    ]);
    await eventually(() => assert.deepEqual(fast.numbersOf('free'), [0]));
    assert.deepEqual(fast.numbersOf('held'), []);
    gate.resolve();
    await untilEmpty();
    const held = [...slow.numbersOf('held'), ...fast.numbersOf('held')];
    assert.deepEqual(held, [0, 1, 2]);
  });

  it('goes on by itself after its connections were lost', async () => {
    const fake = createFakeBus();
    startRelay(fake.bus, { db: kit.open({ applicationName: 'lost' }) });
    await add([['a', 0]]);
    await untilEmpty();
    await kit.terminate('lost');
    await add([['a', 1]]);
    await untilEmpty();
    assert.deepEqual(fake.numbersOf('a'), [0, 1]);
  });

  it('is woken by a commit instead of waiting for its next poll', async () => {
    const fake = createFakeBus();
    const relay = createRelay({
      service: 'test',
      ...createRuntime(kit.db, fake.bus),
      pollMs: 3_600_000,
    });
    outbox.onAdded(relay.wake);
    relays.push(relay);
    relay.start();
    for (const number of numbers(5)) {
      await add([['a', number]]);
      await eventually(() => assert.equal(fake.confirmed.length, number + 1));
    }
  });

  it('makes one more attempt when it stops, for what was added last', async () => {
    const fake = createFakeBus();
    const relay = createRelay({
      service: 'test',
      ...createRuntime(kit.db, fake.bus),
      pollMs: 3_600_000,
    });
    relay.start();
    relays.push(relay);
    await add([['first', 0]]);
    relay.wake();
    await untilEmpty();
    await add([['last', 0]]);
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
    await add([['a', 0]]);
    const relay = startRelay(fake.bus);
    await started.promise;
    const stopped = relay.stop();
    gate.resolve();
    await stopped;
    assert.equal(await pending(), 0);
  });
});
