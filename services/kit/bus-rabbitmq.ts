/**
 * The RabbitMQ transport. Whatever goes wrong (connection lost, channel closed, consumer cancelled by
 * the broker) has one remedy: the whole session is closed and opened again, topology included.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Channel, ConsumeMessage } from 'amqplib';
import { type Batcher, createBatcher } from './batcher.ts';
import { type Bus, type Envelope, type Listener, queuesFor, type Topology } from './bus.ts';
import type { Logger } from './log.ts';
import { readMessage } from './rabbitmq-message.ts';
import { confirmed, inTime, openSession, type Session } from './rabbitmq-session.ts';
import { deliveryLimit, parkedSuffix } from './rabbitmq-topology.ts';

export interface RabbitBusOptions {
  url: string;
  topology: Topology;
  log: Logger;
  /** A publish that is not confirmed by then is rejected. */
  confirmTimeoutMs?: number;
}

const requeueDelayMs = 1_000;
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

  /** Keeps one session open until the bus is closed. */
  async function keepOpen(): Promise<void> {
    for (let failures = 0; !isClosed; ) {
      try {
        const opened = await openSession({ url, topology, log });
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
    holdsEvents: true,
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
          // What was not begun before the cancel goes back to the queue, for another replica.
          if (listeners.get(queue) !== entry) throw new Error('cancelled');
          await listener.deliver(messages);
          return messages.map(() => ({ status: 'fulfilled', value: undefined }));
        },
      });
      const entry: Entry = { listener, batcher };
      listeners.set(queue, entry);
      const current = session;
      // A session that fails here is opened again, with this listener.
      if (current !== undefined && trouble === null) {
        await consume(current, entry).catch(() => current.drop());
      }
      return {
        async cancel() {
          listeners.delete(queue);
          const stopped = stops
            .get(queue)?.()
            .catch(() => undefined);
          await batcher.idle();
          if (stopped !== undefined) await inTime(stopped);
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
