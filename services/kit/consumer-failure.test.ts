/** A message that fails waits in the database, is parked in the end, and harms no other message. */
import assert from 'node:assert/strict';
import { z } from 'zod';
import type { Bus } from './bus.ts';
import { createMemoryBus } from './bus-memory.ts';
import { type Consumer, on } from './consumer.ts';
import { maxAttempts } from './deferred.ts';
import { Problem } from './problem.ts';
import { type RunningConsumers, startConsumers } from './run-consumers.ts';
import { envelope, idsOf } from './testing/envelopes.ts';
import { eventually } from './testing/eventually.ts';
import { createKitDatabase, type KitDatabase } from './testing/kit-database.ts';
import {
  addEffects,
  createRuntime,
  effectConsumer,
  effectIds,
  type Thing,
} from './testing/messaging.ts';

const topology = { things: ['thing.happened', 'thing.ended'] };

interface Deferred {
  event_id: string;
  attempts: number;
  error: string;
  delay: number | null;
}

describe('a failing message', () => {
  let kit: KitDatabase;
  let running: RunningConsumers | undefined;
  let bus: Bus;
  let isMended: boolean;

  before(async () => {
    kit = await createKitDatabase();
  });
  beforeEach(async () => {
    isMended = false;
    await kit.db.query('TRUNCATE effect, inbox, deferred_message');
  });
  afterEach(() => running?.stop());
  after(() => kit.close());

  async function start(consumer: Consumer) {
    bus = createMemoryBus(topology);
    running = await startConsumers([consumer], createRuntime(kit.db, bus));
  }

  /** Fails every batch that has a poisonous message until it is mended. */
  const failing = effectConsumer({
    queue: 'things',
    check(messages: { data: Thing }[]) {
      const isPoisonous = messages.some(({ data }) => data.name === 'poison');
      if (isPoisonous && !isMended) throw new Error('cannot swallow \u0000 this');
    },
  });
  const poison = (parts = {}) => envelope({ data: { name: 'poison' }, ...parts });

  const deferred = () =>
    kit.db.query<Deferred>(
      `SELECT event_id, attempts, error, extract(epoch FROM due_at - now())::float8 AS delay
       FROM deferred_message ORDER BY id`,
    );
  /** Makes every waiting message due, or those after so many attempts: what came later keeps its delay. */
  const hurry = (attempts: number | null = null) =>
    kit.db.query(
      `UPDATE deferred_message SET due_at = now()
       WHERE due_at IS NOT NULL AND ($1::int IS NULL OR attempts = $1)`,
      [attempts],
    );
  const untilEffects = (events: { id: string }[]) =>
    eventually(async () => assert.deepEqual(await effectIds(kit.db), idsOf(events)));

  it('is set aside, and the others of its batch are handled', async () => {
    await start(failing);
    const events = [envelope(), poison(), envelope()];
    await Promise.all(events.map((event) => bus.publish(event)));
    assert.deepEqual(
      await effectIds(kit.db),
      idsOf([events[0], events[2]].flatMap((event) => event ?? [])),
    );
    assert.deepEqual(
      (await deferred()).map((row) => row.event_id),
      [events[1]?.id],
    );
  });

  it('is tried again with growing delays and parked after its last attempt', async () => {
    await start(failing);
    const event = poison();
    await bus.publish(event);
    const delays = new Map<number, number>();
    await eventually(async () => {
      const [row] = await deferred();
      assert.ok(row !== undefined);
      if (row.delay !== null)
        delays.set(row.attempts, Math.max(row.delay, delays.get(row.attempts) ?? 0));
      await hurry(row.attempts);
      assert.equal(row.delay, null);
    }, 20_000);
    const [parked] = await deferred();
    assert.equal(parked?.attempts, maxAttempts);
    assert.match(parked?.error ?? '', /cannot swallow/);
    const seen = [...delays].filter(([attempts]) => attempts >= 3).map(([, delay]) => delay);
    assert.ok(seen.length >= 2, `saw only ${seen}`);
    assert.ok(
      seen.every((delay, index) => delay > 2 * (seen[index - 1] ?? 0)),
      `delays of ${seen}`,
    );
    assert.deepEqual(await effectIds(kit.db), []);
  });

  it('is handled once when its cause has gone', async () => {
    await start(failing);
    const event = poison();
    await bus.publish(event);
    isMended = true;
    await untilEffects([event]);
    await eventually(async () => assert.deepEqual(await deferred(), []));
    await bus.publish(event);
    await untilEffects([event]);
  });

  it('is parked at once when its data does not fit the schema, or its type is unknown', async () => {
    await start(failing);
    await bus.publish(envelope({ data: { name: 7 } }));
    await bus.publish(envelope({ type: 'thing.ended' }));
    const rows = await deferred();
    assert.deepEqual(
      rows.map(({ attempts, delay }) => ({ attempts, delay })),
      [
        { attempts: 1, delay: null },
        { attempts: 1, delay: null },
      ],
    );
    assert.match(rows[0]?.error ?? '', /does not fit its schema/);
    assert.match(rows[1]?.error ?? '', /does not know thing\.ended/);
  });

  it('lets later messages of its subject queue behind it, and no others', async () => {
    await start(failing);
    const first = poison({ subject: 'a' });
    const later = [envelope({ subject: 'a' }), envelope({ subject: 'a' })];
    const other = envelope({ subject: 'b' });
    await bus.publish(first);
    for (const event of [...later, other]) await bus.publish(event);
    await untilEffects([other]);
    isMended = true;
    await eventually(async () => {
      await hurry();
      assert.deepEqual(await effectIds(kit.db), idsOf([other, first, ...later]));
    });
  });

  it('blocks nobody once it is parked', async () => {
    await start(failing);
    await bus.publish(envelope({ subject: 'a', data: {} }));
    const later = envelope({ subject: 'a' });
    await bus.publish(later);
    await untilEffects([later]);
  });

  it('goes behind the later ones of its subject when it only came too early', async () => {
    const open = new Set<string>();
    await start({
      queue: 'things',
      handlers: {
        'thing.happened': on(z.unknown(), async (tx, messages) => {
          await addEffects(tx, messages);
          for (const { subject } of messages) open.add(subject);
        }),
        'thing.ended': on(z.unknown(), async (tx, messages) => {
          if (!messages.every(({ subject }) => open.has(subject))) {
            throw new Problem('conflict', 'what it ends has not arrived yet');
          }
          await addEffects(tx, messages);
        }),
      },
    });
    const [end, beginning] = [
      envelope({ subject: 'a', type: 'thing.ended' }),
      envelope({ subject: 'a' }),
    ];
    await bus.publish(end);
    await bus.publish(beginning);
    await untilEffects([beginning, end]);
  });
});
