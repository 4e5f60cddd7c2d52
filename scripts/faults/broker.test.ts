/** Under a steady stream of events the broker stops, dies, falls silent and forgets: each event has one effect. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Bus } from '@balcao/kit/bus.ts';
import { createRabbitBus } from '@balcao/kit/bus-rabbitmq.ts';
import { createOutbox } from '@balcao/kit/outbox.ts';
import { createRelay, type Relay } from '@balcao/kit/relay.ts';
import { type RunningConsumers, startConsumers } from '@balcao/kit/run-consumers.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import {
  createKitDatabase,
  type KitDatabase,
  silentLog,
} from '@balcao/kit/testing/kit-database.ts';
import { createRuntime, effectConsumer } from '@balcao/kit/testing/messaging.ts';
import { serverUrl } from '@balcao/kit/testing/servers.ts';
import { connect } from 'amqplib';
import { startRabbitmq } from '../servers/rabbitmq.ts';
import type { TestServer } from '../servers/server.ts';

const topology = { things: ['thing.happened'] };
const subjects = Array.from({ length: 20 }, () => randomUUID());

describe('a stream of events', () => {
  let broker: TestServer;
  let kit: KitDatabase;
  let buses: Bus[];
  let relay: Relay;
  let consumers: RunningConsumers;
  let added: number;
  let stopStream: () => Promise<void>;
  const outbox = createOutbox();

  before(async function () {
    serverUrl(this, 'TEST_AMQP_URL');
    broker = await startRabbitmq();
  });
  after(() => broker?.stop());

  beforeEach(async () => {
    kit = await createKitDatabase();
    const options = { url: broker.url, topology, log: silentLog, confirmTimeoutMs: 1_000 };
    buses = [createRabbitBus(options), createRabbitBus(options)];
    const [sending, receiving] = buses;
    if (sending === undefined || receiving === undefined) throw new Error('there are two buses');
    relay = createRelay({ service: 'test', ...createRuntime(kit.open(), sending) });
    outbox.onAdded(relay.wake);
    relay.start();
    consumers = await startConsumers(
      [effectConsumer({ queue: 'things' })],
      createRuntime(kit.open(), receiving),
    );
    stopStream = startStream();
    await flows();
  });
  afterEach(async () => {
    await stopStream();
    await consumers.stop();
    await relay.stop();
    await Promise.all(buses.map((bus) => bus.close()));
    await kit.close();
  });

  /** Adds one event after the other, and waits while a hundred are on their way. */
  function startStream(): () => Promise<void> {
    added = 0;
    let isStopping = false;
    const running = (async () => {
      while (!isStopping) {
        await add();
        await eventually(
          async () => assert.ok(isStopping || (await count('outbox')) < 100),
          60_000,
        );
      }
    })();
    return () => {
      isStopping = true;
      return running;
    };
  }

  async function add(): Promise<void> {
    const subject = subjects[added % subjects.length] ?? '';
    const data = { name: String(added) };
    await kit.db.transaction(async (tx) =>
      outbox.add(tx, [{ type: 'thing.happened', subject, data }]),
    );
    added += 1;
  }

  async function count(table: 'outbox' | 'effect' | 'deferred_message'): Promise<number> {
    const [row] = await kit.db.query<{ n: number }>(`SELECT count(*) AS n FROM ${table}`);
    return row?.n ?? 0;
  }

  /** Waits until events arrive that were added from now on. */
  async function flows(): Promise<void> {
    const name = String(added + 20);
    await eventually(async () => {
      const rows = await kit.db.query(`SELECT 1 FROM effect WHERE data->>'name' = $1`, [name]);
      assert.equal(rows.length, 1);
    }, 40_000);
  }

  /** Every event that was added has happened, and none of them twice. */
  async function assertWhole(): Promise<void> {
    await stopStream();
    await eventually(async () => assert.equal(await count('effect'), added), 40_000);
    // One that arrived while its channel was closing is not confirmed: it is sent again, and has no second effect.
    await eventually(async () => assert.equal(await count('outbox'), 0), 40_000);
    assert.equal(await count('deferred_message'), 0);
    const names = await kit.db.query<{ name: number }>(
      `SELECT (data->>'name')::int AS name FROM effect ORDER BY 1`,
    );
    assert.deepEqual(
      names.map(({ name }) => name),
      Array.from({ length: added }, (_, index) => index),
    );
  }

  async function onChannel(
    work: (channel: Awaited<ReturnType<typeof openChannel>>['channel']) => Promise<unknown>,
  ) {
    const { connection, channel } = await openChannel();
    // A refusal closes the channel, and rejects what was asked as well.
    channel.on('error', () => undefined);
    try {
      await work(channel);
    } finally {
      await connection.close();
    }
  }

  async function openChannel() {
    const connection = await connect(broker.url);
    return { connection, channel: await connection.createChannel() };
  }

  it('survives a broker that is stopped and started again', async () => {
    await broker.restart();
    await flows();
    await assertWhole();
  });

  it('survives a broker that is killed', async () => {
    await broker.kill();
    await eventually(() => assert.ok(buses.every((bus) => bus.trouble() !== null)));
    await broker.restart();
    await flows();
    await assertWhole();
  });

  it('survives a broker that falls silent for longer than a confirm may take', async () => {
    await broker.kill('SIGSTOP');
    await eventually(async () => {
      const [row] = await kit.db.query<{ attempts: number }>(
        'SELECT max(attempts) AS attempts FROM outbox',
      );
      assert.ok((row?.attempts ?? 0) >= 1);
    });
    await broker.kill('SIGCONT');
    await flows();
    await assertWhole();
  });

  it('survives the end of its publishing channel alone', async () => {
    await onChannel((channel) => channel.deleteExchange('balcao.events'));
    await flows();
    await assertWhole();
  });

  it('survives that its consumer is cancelled because the queue has gone', async () => {
    // What is in a queue goes with it: the stream pauses until the queue is empty.
    await stopStream();
    await eventually(async () => assert.equal(await count('effect'), added));
    await onChannel((channel) => channel.deleteQueue('things'));
    const before = added;
    for (let number = 0; number < 50; number += 1) await add();
    await eventually(async () => assert.equal(await count('effect'), before + 50), 40_000);
    await assertWhole();
  });

  it('survives that only the consumer of its dead letters is cancelled', async () => {
    await onChannel((channel) => channel.deleteQueue('things.parked'));
    await flows();
    await eventually(() => onChannel((channel) => channel.checkQueue('things.parked')));
    await assertWhole();
  });
});
