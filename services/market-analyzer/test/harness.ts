/** Market-analyzer on a real database, with a listener on its bus and SQL of the test's own. */
import type { Envelope } from '@balcao/kit/bus.ts';
import { createMemoryBus } from '@balcao/kit/bus-memory.ts';
import { createDatabase, type Database } from '@balcao/kit/db.ts';
import { createLogger } from '@balcao/kit/log.ts';
import { startTestService, type TestService } from '@balcao/kit/testing/service.ts';
import { settings, start } from '../src/service.ts';

export interface Market extends TestService {
  db: Database;
  /** What it has told of quotes, in order. */
  collected: Envelope[];
}

const listener = 'test.quotes';

/** A second replica is one with the DATABASE_URL of the first; the messages of each reach only itself. */
export async function startMarket(env: Record<string, string> = {}): Promise<Market> {
  const bus = createMemoryBus({
    'assets-tasks': ['feed.due'],
    [listener]: ['quote.collected'],
  });
  const collected: Envelope[] = [];
  await bus.subscribe({
    queue: listener,
    maxBatch: 100,
    deliver: async (messages) => void collected.push(...messages),
    park: async () => undefined,
  });
  const service = await startTestService({ settings, start, bus, env });
  const db = createDatabase({
    url: service.databaseUrl,
    applicationName: 'market-test',
    maxConnections: 4,
    statementTimeoutMs: 30_000,
    log: createLogger({ level: 'silent' }),
  });
  return {
    ...service,
    db,
    collected,
    async stop() {
      await db.close();
      await service.stop();
    },
  };
}
