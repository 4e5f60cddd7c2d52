/** A batch of messages is one transaction, and a message has its effect once however often it comes. */
import assert from 'node:assert/strict';
import { z } from 'zod';
import { createMemoryBus } from './bus-memory.ts';
import { on } from './consumer.ts';
import { type RunningConsumers, startConsumers } from './run-consumers.ts';
import { envelope, idsOf } from './testing/envelopes.ts';
import { eventually } from './testing/eventually.ts';
import { createKitDatabase, type KitDatabase } from './testing/kit-database.ts';
import { addEffects, createRuntime, effectConsumer, effectIds } from './testing/messaging.ts';
import { startTcpProxy } from './testing/tcp-proxy.ts';

const topology = { things: ['thing.happened', 'thing.ended'] };

describe('a consumer', () => {
  let kit: KitDatabase;
  let running: RunningConsumers[];

  before(async () => {
    kit = await createKitDatabase();
  });
  beforeEach(async () => {
    running = [];
    await kit.db.query('TRUNCATE effect, inbox, deferred_message');
  });
  afterEach(() => Promise.all(running.map((consumers) => consumers.stop())));
  after(() => kit.close());

  /** Starts a replica of the service on a bus of its own. */
  async function start(consumer = effectConsumer({ queue: 'things' }), db = kit.db) {
    const bus = createMemoryBus(topology);
    const runtime = createRuntime(db, bus);
    const consumers = await startConsumers([consumer], runtime);
    running.push(consumers);
    const outcomes = async (outcome: string) => {
      const { values } = await runtime.metrics.consumed.get();
      return values.find(({ labels }) => labels.outcome === outcome)?.value ?? 0;
    };
    return { bus, consumers, outcomes };
  }

  it('commits a batch as one transaction: effects and inbox together', async () => {
    const { bus } = await start();
    const events = Array.from({ length: 20 }, () => envelope());
    await Promise.all(events.map((event) => bus.publish(event)));
    const transactions = await kit.db.query(
      'SELECT xmin::text FROM effect UNION SELECT xmin::text FROM inbox',
    );
    assert.equal(transactions.length, 1);
    assert.deepEqual(await effectIds(kit.db), idsOf(events));
  });

  it('handles a message once that comes again, later or in the same batch', async () => {
    const { bus, outcomes } = await start();
    const event = envelope();
    await Promise.all([event, event, event].map((copy) => bus.publish(copy)));
    await bus.publish(event);
    assert.deepEqual(await effectIds(kit.db), [event.id]);
    assert.equal(await outcomes('handled'), 1);
    assert.equal(await outcomes('repeated'), 3);
  });

  it('handles a message once that comes to two replicas at the same time', async () => {
    const replicas = await Promise.all([start(), start()]);
    const events = Array.from({ length: 50 }, () => envelope());
    const reversed = [...events].reverse();
    await Promise.all([
      ...events.map((event) => replicas[0].bus.publish(event)),
      ...reversed.map((event) => replicas[1].bus.publish(event)),
    ]);
    assert.deepEqual((await effectIds(kit.db)).sort(), idsOf(events).sort());
    assert.deepEqual(await kit.db.query('SELECT 1 FROM deferred_message'), []);
  });

  it('handles a subject in order within a batch, over types too', async () => {
    const anything = on(z.unknown(), addEffects);
    const { bus } = await start({
      queue: 'things',
      handlers: { 'thing.happened': anything, 'thing.ended': anything },
    });
    const of = (subject: string, type: string) => envelope({ subject, type });
    const a = [of('a', 'thing.happened'), of('a', 'thing.ended'), of('a', 'thing.happened')];
    const b = [of('b', 'thing.ended'), of('b', 'thing.happened')];
    await Promise.all([...a, ...b].map((event) => bus.publish(event)));
    for (const [subject, events] of [
      ['a', a],
      ['b', b],
    ] as const) {
      const rows = await kit.db.query<{ event_id: string }>(
        'SELECT event_id FROM effect WHERE subject = $1 ORDER BY seq',
        [subject],
      );
      assert.deepEqual(
        rows.map((row) => row.event_id),
        idsOf(events),
      );
    }
  });

  it('gives a handler at most one message of a subject, and locks the whole batch before', async () => {
    const calls: string[][] = [];
    const { bus } = await start({
      queue: 'things',
      lock: async (_tx, messages) =>
        void calls.push(['lock', ...messages.map(({ subject }) => subject)]),
      handlers: {
        'thing.happened': on(z.unknown(), async (_tx, messages) => {
          calls.push(messages.map(({ subject }) => subject));
        }),
      },
    });
    await Promise.all(['a', 'b', 'a', 'a'].map((subject) => bus.publish(envelope({ subject }))));
    assert.deepEqual(calls, [['lock', 'a', 'b', 'a', 'a'], ['a', 'b'], ['a'], ['a']]);
  });

  it('drops fields that it does not know, so that a newer neighbour does no harm', async () => {
    const { bus } = await start();
    await bus.publish(envelope({ data: { name: 'a thing', addedLater: true } }));
    assert.deepEqual(await kit.db.query('SELECT data FROM effect'), [
      { data: { name: 'a thing' } },
    ]);
  });

  it('repeats a batch that met a deadlock, with one effect', async () => {
    let attempts = 0;
    const { bus, outcomes } = await start(
      effectConsumer({
        queue: 'things',
        check() {
          attempts += 1;
          if (attempts === 1)
            throw Object.assign(new Error('deadlock detected'), { code: '40P01' });
        },
      }),
    );
    const event = envelope();
    await bus.publish(event);
    assert.equal(attempts, 2);
    assert.deepEqual(await effectIds(kit.db), [event.id]);
    assert.equal(await outcomes('deferred'), 0);
  });

  it('drains on stop: what it is handling is committed, and nothing is taken afterwards', async () => {
    const gate = Promise.withResolvers<void>();
    let isAtWork = false;
    const { bus, consumers } = await start(
      effectConsumer({
        queue: 'things',
        check() {
          isAtWork = true;
          return gate.promise;
        },
      }),
    );
    const event = envelope();
    const published = bus.publish(event);
    await eventually(() => assert.ok(isAtWork));
    const stopped = consumers.stop();
    gate.resolve();
    await Promise.all([published, stopped]);
    assert.deepEqual(await effectIds(kit.db), [event.id]);
    await assert.rejects(bus.publish(envelope()));
  });

  it('waits while the database is away, and counts no attempt: it is no fault of the message', async () => {
    const proxy = await startTcpProxy(kit.url);
    const { bus, consumers } = await start(undefined, kit.open({ url: proxy.url }));
    await proxy.cut();
    const events = [envelope(), envelope()];
    let isConfirmed = false;
    const published = Promise.all(events.map((event) => bus.publish(event))).then(() => {
      isConfirmed = true;
    });
    for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    assert.equal(isConfirmed, false);
    await proxy.mend();
    await published;
    assert.deepEqual(await effectIds(kit.db), idsOf(events));
    assert.deepEqual(await kit.db.query('SELECT 1 FROM deferred_message'), []);
    await consumers.stop();
    await proxy.close();
  });
});
