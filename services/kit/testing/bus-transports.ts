/** Both transports, each on queues of its own, for suites that are run on either. */
import assert from 'node:assert/strict';
import type { Bus, Topology } from '../bus.ts';
import { createMemoryBus } from '../bus-memory.ts';
import { eventually } from './eventually.ts';
import { createRabbitFixture } from './rabbit.ts';
import { serverUrl } from './servers.ts';

export interface BusFixture {
  bus: Bus;
  name(suffix: string): string;
  close(): Promise<void>;
}

export interface BusTransport {
  title: string;
  /** `shape` maps queue suffixes to event type suffixes; skips the suite where its server is absent. */
  open(suite: Mocha.Context, shape: Topology): Promise<BusFixture>;
}

export const busTransports: BusTransport[] = [
  {
    title: 'in the process',
    async open(_suite, shape) {
      const bus = createMemoryBus(shape);
      return { bus, name: (suffix) => suffix, close: () => bus.close() };
    },
  },
  {
    title: 'on RabbitMQ',
    async open(suite, shape) {
      const fixture = await createRabbitFixture(serverUrl(suite, 'TEST_AMQP_URL'), shape);
      const bus = fixture.openBus();
      await eventually(() => assert.equal(bus.trouble(), null));
      return { bus, ...fixture };
    },
  },
];
