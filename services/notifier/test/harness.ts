/** Notifier on a real database, with a bus on which only notifier and the test listen. */
import { type EventPayload, type EventType, event } from '@balcao/contracts/events/catalog.ts';
import { topology } from '@balcao/contracts/topology.ts';
import type { Envelope } from '@balcao/kit/bus.ts';
import { createMemoryBus } from '@balcao/kit/bus-memory.ts';
import { createDatabase, type Database } from '@balcao/kit/db.ts';
import { newId } from '@balcao/kit/ids.ts';
import { createLogger } from '@balcao/kit/log.ts';
import { startTestService, type TestService } from '@balcao/kit/testing/service.ts';
import { settings, start } from '../src/service.ts';

export interface Notifier extends TestService {
  db: Database;
  /** What others were told: `notification.failed`. */
  failures: Envelope[];
  /** Resolves when notifier has handled the events, in this order. */
  publish(...events: Envelope[]): Promise<void>;
}

/** What an attempt may take: it is a dozen turns, and a machine may be busy. */
export const timeoutMs = 4_000;

const quick = {
  NOTIFIER_SECRET_KEY: 'the key of the tests, long enough',
  NOTIFIER_ALLOWED_RANGES: '127.0.0.0/8,::1/128',
  NOTIFIER_TIMEOUT_MS: String(timeoutMs),
  NOTIFIER_ATTEMPTS: '6',
  NOTIFIER_RETRY_MS: '5',
};

/** `now` is the shop's clock. */
export async function startNotifier(
  env: Record<string, string> = {},
  now = () => new Date(),
): Promise<Notifier> {
  const own = Object.entries(topology).filter(([queue]) => queue.startsWith('notifier.'));
  const bus = createMemoryBus({
    ...Object.fromEntries(own),
    'test.failures': ['notification.failed'],
  });
  const failures: Envelope[] = [];
  await bus.subscribe({
    queue: 'test.failures',
    maxBatch: 100,
    deliver: async (messages) => void failures.push(...messages),
    park: async () => undefined,
  });
  const service = await startTestService({
    settings,
    start: (config, deps) => start(config, { ...deps, now }),
    bus,
    env: { ...quick, ...env },
  });
  const db = createDatabase({
    url: service.databaseUrl,
    applicationName: 'notifier-test',
    maxConnections: 3,
    statementTimeoutMs: 10_000,
    log: createLogger({ level: 'silent' }),
  });
  return {
    ...service,
    db,
    failures,
    async publish(...events) {
      for (const one of events) await bus.publish(one);
    },
    async stop() {
      await db.close();
      await service.stop();
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
