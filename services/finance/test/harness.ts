/** Finance on a real database, with a bus on which only finance listens, and SQL of the test's own. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type EventPayload, type EventType, event } from '@balcao/contracts/events/catalog.ts';
import { topology } from '@balcao/contracts/topology.ts';
import type { Envelope } from '@balcao/kit/bus.ts';
import { createMemoryBus } from '@balcao/kit/bus-memory.ts';
import { createDatabase, type Database } from '@balcao/kit/db.ts';
import { newId } from '@balcao/kit/ids.ts';
import { createLogger } from '@balcao/kit/log.ts';
import {
  startTestService,
  type TestService,
  type TestServiceOptions,
} from '@balcao/kit/testing/service.ts';
import { settings, start } from '../src/service.ts';

export interface Finance extends TestService {
  db: Database;
  /** Resolves when finance has handled the events or stored them for a retry. */
  publish(...events: Envelope[]): Promise<void>;
  /** What finance has told of categories, in order. */
  categorised: Envelope[];
}

const listener = 'test.categories';

export async function startFinance(
  options: Pick<TestServiceOptions<typeof settings>, 'spanExporter' | 'env' | 'redis'> = {},
): Promise<Finance> {
  const own = Object.entries(topology).filter(([queue]) => queue.startsWith('finance.'));
  const bus = createMemoryBus({ ...Object.fromEntries(own), [listener]: ['entry.categorized'] });
  const categorised: Envelope[] = [];
  await bus.subscribe({
    queue: listener,
    maxBatch: 100,
    deliver: async (messages) => void categorised.push(...messages),
    park: async () => undefined,
  });
  const service = await startTestService({ settings, start, bus, ...options });
  const db = createDatabase({
    url: service.databaseUrl,
    applicationName: 'finance-test',
    maxConnections: 10,
    statementTimeoutMs: 30_000,
    log: createLogger({ level: 'silent' }),
  });
  return {
    ...service,
    db,
    categorised,
    async publish(...events) {
      await Promise.all(events.map((one) => bus.publish(one)));
    },
    async stop() {
      await db.close();
      await service.stop();
    },
  };
}

/** Finance that gives no category of its own accord: no guess is ever sure enough. */
export const startWithoutGuesses = (): Promise<Finance> =>
  startFinance({ env: { CATEGORY_THRESHOLD_PERCENT: '100' } });

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

/** What a person did who may switch off the triggers, and with them the foreign keys. */
export async function tamper(db: Database, ...statements: string[]): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.query('SET LOCAL session_replication_role = replica');
    for (const statement of statements) await tx.query(statement);
  });
}

/** Runs `main.ts <verb>` on the database of the service, as an operator does. */
export function runCommand(
  { databaseUrl }: Pick<Finance, 'databaseUrl'>,
  verb: string,
): Promise<{ code: number; printed: string }> {
  const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
  const env = { ...process.env, DATABASE_URL: databaseUrl, LOG_LEVEL: 'fatal' };
  return new Promise((resolve) => {
    execFile(process.execPath, [main, verb], { env }, (error, printed) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, printed });
    });
  });
}
