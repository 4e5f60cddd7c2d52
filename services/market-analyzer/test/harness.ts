/** Market-analyzer on a real database, with a listener on its bus and SQL of the test's own. */
import { topology } from '@balcao/contracts/topology.ts';
import type { Bus, Envelope } from '@balcao/kit/bus.ts';
import { createMemoryBus } from '@balcao/kit/bus-memory.ts';
import { createDatabase, type Database } from '@balcao/kit/db.ts';
import { createLogger } from '@balcao/kit/log.ts';
import { startTestService, type TestService } from '@balcao/kit/testing/service.ts';
import { settings, start } from '../src/service.ts';

export interface Market extends TestService {
  db: Database;
  /** What others tell is published here. */
  bus: Bus;
  /** What it has told of quotes, in order. */
  collected: Envelope[];
  /** What it has told of alerts, in order. */
  alerted: Envelope[];
  /** What it has told of alerts that are muted, or not any more. */
  muted: Envelope[];
}

const quoteListener = 'test.quotes';
const alertListener = 'test.alerts';
const mutingListener = 'test.mutings';

/** A second replica is one with the DATABASE_URL of the first; the messages of each reach only itself. */
export async function startMarket(env: Record<string, string> = {}): Promise<Market> {
  const bus = createMemoryBus({
    'assets-tasks': topology['assets-tasks'],
    'market-analyzer.catalog': topology['market-analyzer.catalog'],
    'market-analyzer.costs': topology['market-analyzer.costs'],
    [quoteListener]: ['quote.collected'],
    [alertListener]: ['market.alert.firing', 'market.alert.resolved', 'market.alert.acknowledged'],
    [mutingListener]: ['market.alert.muted', 'market.alert.unmuted'],
  });
  const listen = async (queue: string) => {
    const heard: Envelope[] = [];
    const deliver = async (messages: Envelope[]) => void heard.push(...messages);
    await bus.subscribe({ queue, maxBatch: 100, deliver, park: async () => undefined });
    return heard;
  };
  const collected = await listen(quoteListener);
  const alerted = await listen(alertListener);
  const muted = await listen(mutingListener);
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
    bus,
    collected,
    alerted,
    muted,
    async stop() {
      await db.close();
      await service.stop();
    },
  };
}
