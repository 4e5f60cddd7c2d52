/**
 * The RabbitMQ transport. Whatever goes wrong (connection lost, channel closed, consumer cancelled by
 * the broker) has one remedy: the whole session is closed and opened again, topology included.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Channel, ChannelModel, ConfirmChannel, ConsumeMessage } from 'amqplib';
import { connect } from 'amqplib';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { type Batcher, createBatcher } from './batcher.ts';
import { type Bus, type Envelope, type Listener, queuesFor, type Topology } from './bus.ts';
import type { Logger } from './log.ts';

export interface RabbitBusOptions {
  url: string;
  topology: Topology;
  log: Logger;
  /** A publish that is not confirmed by then is rejected. */
  confirmTimeoutMs?: number;
}

const exchange = 'balcao.events';
const deadExchange = 'balcao.dead';
const parkedSuffix = '.parked';
const deliveryLimit = 20;
/** As good as none, which only RabbitMQ 4 can express; its default of 20 would drop parked messages. */
const noDeliveryLimit = 2 ** 31 - 1;
const requeueDelayMs = 1_000;
const closeTimeoutMs = 2_000;

interface Session {
  connection: ChannelModel;
  publisher: ConfirmChannel;
  /** Message ids that the broker returned as unroutable. */
  returned: Set<string>;
  /** Resolves when the session is of no use any more. */
  lost: Promise<void>;
  drop(): void;
  close(): Promise<void>;
}

interface Entry {
  listener: Listener;
  batcher: Batcher<Envelope, void>;
}

export function createRabbitBus(options: RabbitBusOptions): Bus {
  const { url, topology, log, confirmTimeoutMs = 10_000 } = options;
  const listeners = new Map<string, Entry>();
  const stops = new Map<string, () => Promise<void>>();
  let session: Session | undefined;
  let trouble: string | null = 'not connected yet';
  let isClosed = false;
  let wakeReconnect: (() => void) | undefined;

  async function open(): Promise<Session> {
    const connection = await connect(withHeartbeat(url), { timeout: 5_000 });
    const { promise: lost, resolve: drop } = Promise.withResolvers<void>();
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    // A socket that breaks during the farewell ends it with the event alone; a silent peer with neither.
    const close = async () => {
      connection.close().catch(() => undefined);
      await inTime(ended);
    };
    connection.on('error', (error) => log.warn({ err: error }, 'the broker connection failed'));
    connection.on('close', () => {
      end();
      drop();
    });
    try {
      const returned = new Set<string>();
      const publisher = await connection.createConfirmChannel();
      publisher.on('error', (error) => log.warn({ err: error }, 'the publishing channel failed'));
      publisher.on('close', () => drop());
      publisher.on('return', (message) => returned.add(message.properties.messageId));
      await declare(publisher, topology);
      return { connection, publisher, returned, lost, drop, close };
    } catch (error) {
      await close();
      throw error;
    }
  }

  /** Keeps one session open until the bus is closed. */
  async function keepOpen(): Promise<void> {
    for (let failures = 0; !isClosed; ) {
      try {
        const opened = await open();
        session = opened;
        if (isClosed) opened.drop();
        for (const entry of listeners.values()) await consume(opened, entry);
        trouble = null;
        failures = 0;
        await opened.lost;
        log.warn('the broker session has ended');
      } catch (error) {
        failures += 1;
        log.warn({ err: error, failures }, 'the broker cannot be reached; trying again');
      }
      trouble = 'not connected';
      const broken = session;
      session = undefined;
      await broken?.close();
      if (!isClosed) await backoff(failures);
    }
  }

  function backoff(failures: number): Promise<void> {
    const ms = Math.min(100 * 2 ** failures, 3_000) * (0.5 + Math.random() / 2);
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wakeReconnect = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async function consume(current: Session, entry: Entry): Promise<void> {
    const { queue, maxBatch } = entry.listener;
    if (listeners.get(queue) !== entry) return;
    const channel = await current.connection.createChannel();
    channel.on('error', (error) => log.warn({ err: error }, 'a consuming channel failed'));
    channel.on('close', current.drop);
    await channel.prefetch(maxBatch * 2);
    const live = await channel.consume(queue, (message) =>
      message === null ? current.drop() : receive(message, { channel, entry }),
    );
    const dead = await channel.consume(`${queue}${parkedSuffix}`, (message) =>
      message === null ? current.drop() : receiveDead(message, { channel, entry }),
    );
    stops.set(queue, async () => {
      await channel.cancel(live.consumerTag);
      await channel.cancel(dead.consumerTag);
      await entry.batcher.idle();
      // What was not acknowledged goes back to the queue; the session goes on.
      channel.off('close', current.drop);
      await channel.close();
    });
  }

  function receive(
    message: ConsumeMessage,
    { channel, entry }: { channel: Channel; entry: Entry },
  ): void {
    const parsed = readMessage(message);
    const handled = parsed.isEvent
      ? entry.batcher.submit(parsed.envelope)
      : entry.listener.park(parsed.envelope, 'this message is not an event of ours');
    settle(handled, message, channel);
  }

  function receiveDead(
    message: ConsumeMessage,
    { channel, entry }: { channel: Channel; entry: Entry },
  ): void {
    const reason = `the broker gave it up after ${deliveryLimit} deliveries`;
    settle(entry.listener.park(readMessage(message).envelope, reason), message, channel);
  }

  /** Acknowledges after the work; what failed goes back to the queue, a little later lest it spin. */
  function settle(work: Promise<void>, message: ConsumeMessage, channel: Channel): void {
    const putBack = async () => {
      await delay(requeueDelayMs, undefined, { ref: false });
      channel.nack(message);
    };
    work
      .then(() => channel.ack(message), putBack)
      .catch((error: unknown) =>
        log.debug({ err: error }, 'its channel is closed; the broker delivers it again'),
      );
  }

  const running = keepOpen();

  return {
    publish(event) {
      const current = session;
      if (current === undefined) return Promise.reject(new Error('the broker is not connected'));
      const isMandatory = queuesFor(topology, event.type).length > 0;
      return confirmed(current, event, { isMandatory, timeoutMs: confirmTimeoutMs });
    },
    async subscribe(listener) {
      const { queue } = listener;
      if (!(queue in topology)) throw new Error(`${queue} is not in the topology`);
      if (listeners.has(queue)) throw new Error(`${queue} has a consumer already`);
      const batcher = createBatcher<Envelope, void>({
        maxSize: listener.maxBatch,
        run: async (messages) => {
          await listener.deliver(messages);
          return messages.map(() => ({ status: 'fulfilled', value: undefined }));
        },
      });
      const entry = { listener, batcher };
      listeners.set(queue, entry);
      const current = session;
      // A session that fails here is opened again, with this listener.
      if (current !== undefined && trouble === null) {
        await consume(current, entry).catch(() => current.drop());
      }
      return {
        async cancel() {
          listeners.delete(queue);
          await stops
            .get(queue)?.()
            .catch(() => undefined);
          await batcher.idle();
        },
      };
    },
    trouble: () => (isClosed ? 'closed' : trouble),
    async close() {
      isClosed = true;
      wakeReconnect?.();
      session?.drop();
      await inTime(running);
    },
  };
}

/** Waits for the end of a session, but not for ever: its heartbeat ends it at the latest. */
function inTime(work: Promise<void>): Promise<void> {
  return Promise.race([work, delay(closeTimeoutMs, undefined, { ref: false })]);
}

/** A silent peer is noticed after two missed heartbeats, unless the URL says otherwise. */
function withHeartbeat(url: string): string {
  const parsed = new URL(url);
  if (!parsed.searchParams.has('heartbeat')) parsed.searchParams.set('heartbeat', '10');
  return parsed.href;
}

/** Every process declares all of it, so that no event is lost because its consumer has not started yet. */
async function declare(channel: Channel, topology: Topology): Promise<void> {
  await channel.assertExchange(exchange, 'topic', { durable: true });
  await channel.assertExchange(deadExchange, 'direct', { durable: true });
  for (const [queue, types] of Object.entries(topology)) {
    const parked = `${queue}${parkedSuffix}`;
    await channel.assertQueue(parked, {
      durable: true,
      arguments: {
        'x-queue-type': 'quorum',
        'x-overflow': 'reject-publish',
        'x-delivery-limit': noDeliveryLimit,
      },
    });
    await channel.bindQueue(parked, deadExchange, parked);
    await channel.assertQueue(queue, {
      durable: true,
      arguments: {
        'x-queue-type': 'quorum',
        'x-overflow': 'reject-publish',
        'x-delivery-limit': deliveryLimit,
        'x-dead-letter-exchange': deadExchange,
        'x-dead-letter-routing-key': parked,
        'x-dead-letter-strategy': 'at-least-once',
      },
    });
    for (const type of types) await channel.bindQueue(queue, exchange, type);
  }
}

function confirmed(
  { publisher, returned }: Session,
  event: Envelope,
  { isMandatory, timeoutMs }: { isMandatory: boolean; timeoutMs: number },
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(
    () => reject(new Error('the broker did not confirm in time')),
    timeoutMs,
  );
  const onConfirm = (error: unknown) => {
    if (error) reject(error);
    else if (returned.delete(event.id)) reject(new Error(`no queue is bound for ${event.type}`));
    else resolve();
  };
  try {
    publisher.publish(
      exchange,
      event.type,
      encode(event),
      properties(event, isMandatory),
      onConfirm,
    );
  } catch (error) {
    // The channel is closed already.
    reject(error);
  }
  return promise.finally(() => clearTimeout(timer));
}

function encode(event: Envelope): Buffer {
  return Buffer.from(JSON.stringify(event.data));
}

/** CloudEvents 1.0, AMQP protocol binding (section 3.1, binary mode). */
function properties(event: Envelope, isMandatory: boolean) {
  const { traceparent } = event;
  return {
    persistent: true,
    mandatory: isMandatory,
    contentType: 'application/json',
    messageId: event.id,
    type: event.type,
    appId: event.source,
    headers: {
      'cloudEvents:specversion': '1.0',
      'cloudEvents:id': event.id,
      'cloudEvents:type': event.type,
      'cloudEvents:source': event.source,
      'cloudEvents:subject': event.subject,
      'cloudEvents:time': event.time,
      ...(traceparent === null ? {} : { traceparent }),
    },
  };
}

const headersSchema = z.object({
  'cloudEvents:id': z.uuid(),
  'cloudEvents:type': z.string(),
  'cloudEvents:source': z.string(),
  'cloudEvents:subject': z.string(),
  'cloudEvents:time': z.string(),
  traceparent: z.string().optional(),
});

/** Reads a message of ours; anything else becomes an envelope that can be parked and looked at. */
function readMessage(message: ConsumeMessage): { isEvent: boolean; envelope: Envelope } {
  const headers = headersSchema.safeParse(message.properties.headers);
  const text = message.content.toString('utf8');
  if (headers.success) {
    const attributes = {
      id: headers.data['cloudEvents:id'],
      type: headers.data['cloudEvents:type'],
      source: headers.data['cloudEvents:source'],
      subject: headers.data['cloudEvents:subject'],
      time: headers.data['cloudEvents:time'],
      traceparent: headers.data.traceparent ?? null,
    };
    try {
      return { isEvent: true, envelope: { ...attributes, data: JSON.parse(text) } };
    } catch {
      return { isEvent: false, envelope: { ...attributes, data: text } };
    }
  }
  const { routingKey } = message.fields;
  return {
    isEvent: false,
    envelope: {
      id: uuidv7(),
      type: routingKey,
      source: 'unknown',
      subject: 'unknown',
      time: new Date().toISOString(),
      traceparent: null,
      data: text,
    },
  };
}
