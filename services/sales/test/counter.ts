/** A shop for the tests of sales: the service, and stand-ins for inventory and payment on its bus. */
import { randomUUID } from 'node:crypto';
import { topology } from '@balcao/contracts/topology.ts';
import type { Bus, Envelope } from '@balcao/kit/bus.ts';
import { createMemoryBus } from '@balcao/kit/bus-memory.ts';
import { startTestService, type TestService } from '@balcao/kit/testing/service.ts';
import { settings, start } from '../src/service.ts';

export interface Counter extends TestService {
  bus: Bus;
  /** Every event that sales has published, in order. */
  heard: Envelope[];
  /** Publishes an event as another service would, of now or of then. */
  say(type: string, subject: string, data: unknown, time?: string): Promise<void>;
  /** Puts a product on the shelf. */
  addProduct(product?: Partial<typeof picanha>): Promise<typeof picanha>;
}

const picanha = {
  id: '',
  sku: 'PIC',
  name: 'Picanha',
  categoryId: null as string | null,
  unit: 'kg',
  priceMinor: 3990,
  costMinor: null,
  plu: null as string | null,
  barcode: null as string | null,
  shelfLifeDays: null,
  active: true,
  version: 1,
};

/** With `isHelpful` inventory holds everything and payment approves everything at once. */
export async function openCounter({
  isHelpful = false,
  env = {},
}: {
  isHelpful?: boolean;
  env?: Record<string, string>;
} = {}): Promise<Counter> {
  const bus = createMemoryBus(topology);
  const heard: Envelope[] = [];
  const say = (type: string, subject: string, data: unknown, time = new Date().toISOString()) =>
    bus.publish({
      id: randomUUID(),
      type,
      source: 'test',
      subject,
      time,
      traceparent: null,
      data,
    });
  for (const queue of Object.keys(topology).filter((name) => !name.startsWith('sales.'))) {
    await bus.subscribe({
      queue,
      maxBatch: 100,
      park: async () => undefined,
      async deliver(messages) {
        for (const message of messages) if (isHelpful) void answer(message, say);
      },
    });
  }
  const heardBus: Bus = {
    ...bus,
    async publish(message) {
      if (!heard.some(({ id }) => id === message.id)) heard.push(message);
      await bus.publish(message);
    },
  };
  const service = await startTestService({ settings, start, bus: heardBus, env });
  return {
    ...service,
    bus,
    heard,
    say,
    async addProduct(changes = {}) {
      const product = { ...picanha, id: randomUUID(), ...changes };
      await say('product.created', product.id, { product });
      return product;
    },
  };
}

async function answer(message: Envelope, say: Counter['say']): Promise<void> {
  const { subject } = message;
  if (message.type === 'order.placed') await say('stock.reserved', subject, { orderId: subject });
  if (message.type !== 'payment.requested') return;
  const { payments } = message.data as {
    payments: { paymentId: string; method: string; amountMinor: number }[];
  };
  for (const { paymentId, method, amountMinor } of payments) {
    const approvedAt = new Date().toISOString();
    await say('payment.approved', subject, {
      paymentId,
      orderId: subject,
      method,
      amountMinor,
      approvedAt,
    });
  }
}
