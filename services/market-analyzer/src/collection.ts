/** What collects feeds, as parts of the service: routes, a consumer and jobs. */
import { feedProviders } from '@balcao/contracts/api/market-feeds.ts';
import { eventSchemas } from '@balcao/contracts/events/catalog.ts';
import type { Base } from '@balcao/kit/base.ts';
import { type Consumer, on } from '@balcao/kit/consumer.ts';
import type { Route } from '@balcao/kit/http/route.ts';
import type { Job } from '@balcao/kit/jobs.ts';
import { createAskProvider } from './ask-provider.ts';
import { outcomes } from './collect-feed.ts';
import { createCollector } from './collector.ts';
import { accessOf, type MarketConfig } from './config.ts';
import { feedRoutes } from './feed-routes.ts';
import { createScheduler } from './schedule-feeds.ts';

export interface Collection {
  routes: Route[];
  consumer: Consumer;
  jobs: Job[];
  /** Gives back what is under way, and the lead. */
  stop(): Promise<void>;
}

const sweepEveryMs = 1_000;

/** `onStored` is called after each commit that stored quotes. */
export function createCollection(
  base: Base,
  config: MarketConfig,
  onStored: () => void,
): Collection {
  const { db, outbox, log, metrics, redis, now } = base;
  const { feedTimeoutMs: timeoutMs } = config;
  const counter = metrics.counter(
    'market_collections_total',
    'Requests to providers, by outcome: done, fallback, retried, failed.',
    ['provider', 'outcome'],
  );
  // There from the start, so that the first failure is an increase.
  for (const provider of feedProviders) {
    for (const outcome of outcomes) counter.inc({ provider, outcome }, 0);
  }
  const ask = createAskProvider({ redis, access: accessOf(config), timeoutMs, now });
  const collector = createCollector({
    db,
    outbox,
    log,
    now,
    onStored,
    ask,
    timeoutMs,
    onCollected: ({ primary: { provider } }, outcome) => counter.inc({ provider, outcome }),
  });
  const scheduler = createScheduler({ db, outbox });
  return {
    routes: feedRoutes({ db, outbox, now }),
    consumer: {
      queue: 'assets-tasks',
      handlers: {
        'feed.due': on(eventSchemas['feed.due'], (tx, messages) =>
          collector.take(
            tx,
            messages.map(({ data }) => data.taskId),
          ),
        ),
      },
    },
    jobs: [
      scheduler.job,
      { name: 'sweep feeds', everyMs: sweepEveryMs, run: () => collector.sweep() },
    ],
    async stop() {
      await collector.stop();
      await scheduler.stop();
    },
  };
}
