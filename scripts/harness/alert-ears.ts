/** Hears on RabbitMQ what market-analyzer tells of alerts, and when. */
import { setTimeout as delay } from 'node:timers/promises';
import { createRabbitBus } from '@balcao/kit/bus-rabbitmq.ts';
import { createLogger } from '@balcao/kit/log.ts';

type Told = { symbol: string; startedAt: string; resolvedAt: string | null };

export interface Ears {
  /** When each was heard first, by `keyOf`. */
  heardAt: Map<string, number>;
  close(): Promise<void>;
}

/** `at` is the instant of the quote that began or ended an alert. */
export const keyOf = (symbol: string, at: string) => `${symbol} ${Date.parse(at)}`;

/** Hears of alerts as another service would: of each beginning and end, by the quote that made it, the first time. */
export async function listen(url: string): Promise<Ears> {
  const heardAt = new Map<string, number>();
  const topology = { 'bench.alerts': ['market.alert.firing', 'market.alert.resolved'] };
  const bus = createRabbitBus({ url, topology, log: createLogger({ level: 'error' }) });
  await bus.subscribe({
    queue: 'bench.alerts',
    maxBatch: 100,
    async deliver(messages) {
      const now = performance.now();
      for (const { data } of messages) {
        const { symbol, startedAt, resolvedAt } = data as Told;
        const key = keyOf(symbol, resolvedAt ?? startedAt);
        if (!heardAt.has(key)) heardAt.set(key, now);
      }
    },
    park: async () => undefined,
  });
  return { heardAt, close: () => bus.close() };
}

/** Whether all of these were heard before the time was over. */
export async function hearAll(
  { heardAt }: Ears,
  keys: string[],
  withinMs: number,
): Promise<boolean> {
  const giveUpAt = performance.now() + withinMs;
  while (performance.now() < giveUpAt) {
    if (keys.every((key) => heardAt.has(key))) return true;
    await delay(20);
  }
  return false;
}
