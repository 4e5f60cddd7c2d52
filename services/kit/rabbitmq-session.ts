/** One connection to RabbitMQ with its publishing channel, from its opening to whatever ends it. */
import { setTimeout as delay } from 'node:timers/promises';
import type { ChannelModel, ConfirmChannel } from 'amqplib';
import { connect } from 'amqplib';
import type { Envelope, Topology } from './bus.ts';
import type { Logger } from './log.ts';
import { encode, properties } from './rabbitmq-message.ts';
import { declare, exchange } from './rabbitmq-topology.ts';

const closeTimeoutMs = 2_000;

export interface Session {
  connection: ChannelModel;
  publisher: ConfirmChannel;
  /** Message ids that the broker returned as unroutable. */
  returned: Set<string>;
  /** Resolves when the session is of no use any more. */
  lost: Promise<void>;
  drop(): void;
  close(): Promise<void>;
}

export interface SessionOptions {
  url: string;
  topology: Topology;
  log: Logger;
}

/** Connects, declares the topology, and watches for whatever may end the session. */
export async function openSession({ url, topology, log }: SessionOptions): Promise<Session> {
  // Without noDelay each small frame waits for the acknowledgement of the one before: 40 ms a hop.
  const connection = await connect(withHeartbeat(url), { timeout: 5_000, noDelay: true });
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

/** Waits for the end of a session, but not for ever: its heartbeat ends it at the latest. */
export function inTime(work: Promise<void>): Promise<void> {
  return Promise.race([work, delay(closeTimeoutMs, undefined, { ref: false })]);
}

/** A silent peer is noticed after two missed heartbeats, unless the URL says otherwise. */
function withHeartbeat(url: string): string {
  const parsed = new URL(url);
  if (!parsed.searchParams.has('heartbeat')) parsed.searchParams.set('heartbeat', '10');
  return parsed.href;
}

/** Publishes one event; resolves when the broker has confirmed that every bound queue holds it. */
export function confirmed(
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
