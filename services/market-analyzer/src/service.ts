/** Market-analyzer: prices of goods and currencies, and what became of them over time. */
import { prefixes } from '@balcao/contracts/prefixes.ts';
import { type Deps, type RunningService, runService } from '@balcao/kit/service.ts';
import { createCollection } from './collection.ts';
import type { MarketConfig } from './config.ts';
import { quoteImportRoute } from './quote-import-route.ts';
import { quoteMetricsJob } from './quote-metrics.ts';
import { quoteRoutes } from './quote-routes.ts';
import { retentionJob } from './retention.ts';

export { settings } from './config.ts';

export const migrations = new URL('../migrations/', import.meta.url);

export function start(config: MarketConfig, deps: Deps): Promise<RunningService> {
  return runService({
    name: 'market-analyzer',
    prefixes: prefixes['market-analyzer'],
    description: 'Quotes of goods and currencies: the latest ones, and series with averages.',
    migrations,
    config,
    deps,
    wire(base) {
      const { db, outbox, metrics, now } = base;
      const collection = createCollection(base, config);
      return {
        routes: [
          ...quoteRoutes({ db, outbox, now, timeZone: config.timeZone }),
          quoteImportRoute({ outbox, now }),
          ...collection.routes,
        ],
        consumers: [collection.consumer],
        jobs: [
          ...collection.jobs,
          quoteMetricsJob({ db, metrics, now }),
          retentionJob({ db, now, months: config.quoteRetentionMonths }),
        ],
        stop: collection.stop,
      };
    },
  });
}
