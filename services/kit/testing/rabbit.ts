/** Queues of a test's own on a shared RabbitMQ: random names, removed at the end. */
import { randomBytes } from 'node:crypto';
import { type Channel, type ChannelModel, connect } from 'amqplib';
import type { Bus, Topology } from '../bus.ts';
import { createRabbitBus, type RabbitBusOptions } from '../bus-rabbitmq.ts';
import { silentLog } from './kit-database.ts';

export interface RabbitFixture {
  /** Names with a prefix that no other test has. */
  name(suffix: string): string;
  topology: Topology;
  /** A bus on this topology: another process. */
  openBus(overrides?: Partial<RabbitBusOptions>): Bus;
  /** Talks to the broker behind the buses' back. */
  raw: Channel;
  close(): Promise<void>;
}

/** `shape` maps queue suffixes to event type suffixes. */
export async function createRabbitFixture(url: string, shape: Topology): Promise<RabbitFixture> {
  const prefix = `test-${randomBytes(6).toString('hex')}`;
  const name = (suffix: string) => `${prefix}.${suffix}`;
  const topology = Object.fromEntries(
    Object.entries(shape).map(([queue, types]) => [name(queue), types.map(name)]),
  );
  const connection: ChannelModel = await connect(url);
  const raw = await connection.createChannel();
  const buses: Bus[] = [];
  return {
    name,
    topology,
    raw,
    openBus(overrides = {}) {
      const bus = createRabbitBus({ url, topology, log: silentLog, ...overrides });
      buses.push(bus);
      return bus;
    },
    async close() {
      await Promise.all(buses.map((bus) => bus.close()));
      for (const queue of Object.keys(topology)) {
        await raw.deleteQueue(queue);
        await raw.deleteQueue(`${queue}.parked`);
      }
      await connection.close();
    },
  };
}
