/** Market-analyzer: prices of goods and currencies, and what became of them over time. */
import { prefixes } from '@balcao/contracts/prefixes.ts';
import { type Deps, type RunningService, runService } from '@balcao/kit/service.ts';
import { alertRetentionJob } from './alert-retention.ts';
import { createAlerting } from './alerting.ts';
import { createCollection } from './collection.ts';
import { type MarketConfig, migrations } from './config.ts';
import { feedMetricsJob } from './feed-metrics.ts';
import { quoteImportRoute } from './quote-import-route.ts';
import { quoteMetricsJob } from './quote-metrics.ts';
import { quoteRoutes } from './quote-routes.ts';
import { createRetention } from './retention.ts';
import { shopConsumers } from './shop-consumers.ts';

export { migrations, settings } from './config.ts';

export function start(config: MarketConfig, deps: Deps): Promise<RunningService> {
  return runService({
    name: 'market-analyzer',
    prefixes: prefixes['market-analyzer'],
    description:
      'Quotes of goods and currencies: the latest ones, series with averages, and rules that raise alerts.',
    migrations,
    config,
    deps,
    wire(base) {
      const { db, outbox, log, metrics, now } = base;
      const alerting = createAlerting(base, config);
      const onStored = alerting.wake;
      const collection = createCollection(base, config, onStored);
      const retention = createRetention({
        db,
        databaseUrl: config.databaseUrl,
        log,
        now,
        months: config.quoteRetentionMonths,
        timeZone: config.timeZone,
      });
      return {
        routes: [
          ...quoteRoutes({ db, outbox, now, onStored, timeZone: config.timeZone }),
          quoteImportRoute({ outbox, now, onStored }),
          ...collection.routes,
          ...alerting.routes,
        ],
        consumers: [collection.consumer, ...shopConsumers({ outbox, now, onStored })],
        jobs: [
          ...collection.jobs,
          ...alerting.jobs,
          quoteMetricsJob({ db, metrics, now }),
          feedMetricsJob({ db, metrics, now }),
          retention.job,
          alertRetentionJob({ db, now, days: config.alertRetentionDays }),
        ],
        onStopping() {
          // Where the server is away, nothing is being closed.
          retention.stop().catch(() => undefined);
        },
        async stop() {
          await collection.stop();
          await alerting.stop();
        },
      };
    },
  });
}
