/** What gives entries their categories, as parts of the service: routes, a consumer and a job. */

import type { Consumer } from '@balcao/kit/consumer.ts';
import type { Database } from '@balcao/kit/db.ts';
import type { Route } from '@balcao/kit/http/route.ts';
import type { Job } from '@balcao/kit/jobs.ts';
import type { Logger } from '@balcao/kit/log.ts';
import type { Metrics } from '@balcao/kit/metrics.ts';
import type { Outbox } from '@balcao/kit/outbox.ts';
import { reviewOpenEntries } from './categorise-entries.ts';
import type { FinanceConfig } from './config.ts';
import { entryConsumer } from './entry-consumer.ts';
import { createModelShelf } from './model-shelf.ts';
import { createSecondOpinions } from './second-opinions.ts';
import { suggestionRoutes } from './suggestion-routes.ts';

interface CategorisationOptions {
  config: FinanceConfig;
  db: Database;
  outbox: Outbox;
  /** The shop's clock. */
  now: () => Date;
  log: Logger;
  metrics: Metrics;
}

export interface Categorisation {
  routes: Route[];
  consumer: Consumer;
  jobs: Job[];
  /** Ends a training and calls that are under way. */
  stop(): void;
}

const learnPollMs = 1_000;

export function createCategorisation(options: CategorisationOptions): Categorisation {
  const { config, db, outbox, now } = options;
  const shelf = createModelShelf(db);
  const opinions = createSecondOpinions(options);
  const threshold = config.categoryThresholdPercent / 100;
  const deps = { shelf, outbox, now, threshold, opinions };
  return {
    routes: suggestionRoutes({ db, ...deps }),
    consumer: entryConsumer(deps),
    jobs: [
      {
        name: 'learn categories',
        everyMs: learnPollMs,
        async run() {
          await shelf.learn(config.categoryLearnMs);
          await reviewOpenEntries(db, deps);
        },
      },
      ...(opinions === null ? [] : [opinions.job]),
    ],
    stop() {
      shelf.stop();
      opinions?.stop();
    },
  };
}
