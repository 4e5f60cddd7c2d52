/** Notifier on a real database, with a bus on which only notifier listens. */
import { type EventPayload, type EventType, event } from '@balcao/contracts/events/catalog.ts';
import { topology } from '@balcao/contracts/topology.ts';
import type { Envelope } from '@balcao/kit/bus.ts';
import { createMemoryBus } from '@balcao/kit/bus-memory.ts';
import { newId } from '@balcao/kit/ids.ts';
import { startTestService, type TestService } from '@balcao/kit/testing/service.ts';
import { settings, start } from '../src/service.ts';

export interface Notifier extends TestService {
  /** Resolves when notifier has handled the events, in this order. */
  publish(...events: Envelope[]): Promise<void>;
}

export async function startNotifier(): Promise<Notifier> {
  const own = Object.entries(topology).filter(([queue]) => queue.startsWith('notifier.'));
  const bus = createMemoryBus(Object.fromEntries(own));
  const service = await startTestService({ settings, start, bus });
  return {
    ...service,
    async publish(...events) {
      for (const one of events) await bus.publish(one);
    },
  };
}

/** An event as it comes off the bus; a repeated delivery is the same envelope again. */
export function envelope<Type extends EventType>(
  type: Type,
  subject: string,
  data: EventPayload<Type>,
): Envelope {
  return {
    ...event(type, subject, data),
    id: newId(),
    source: 'test',
    time: new Date().toISOString(),
    traceparent: null,
  };
}

export function stockLow(onHandMilli = 500, productId = newId()): Envelope {
  return envelope('stock.low', productId, { productId, onHandMilli, minimumMilli: 2_000 });
}

export function tillClosed(differenceMinor: number): Envelope {
  const tillId = newId();
  return envelope('till.closed', tillId, {
    tillId,
    register: 'Caixa 1',
    sellerId: newId(),
    closedAt: new Date().toISOString(),
    businessDate: '2026-11-25',
    floatMinor: 10_000,
    expectedMinor: 50_000,
    countedMinor: 50_000 + differenceMinor,
    differenceMinor,
    salesMinor: 40_000,
    totals: [],
  });
}
