/** What gives entries their categories, as parts of the service: routes, a consumer and a job. */

import type { Consumer } from '@balcao/kit/consumer.ts';
import type { Database } from '@balcao/kit/db.ts';
import type { Route } from '@balcao/kit/http/route.ts';
import type { Job } from '@balcao/kit/jobs.ts';
import type { Outbox } from '@balcao/kit/outbox.ts';
import { reviewOpenEntries } from './categorise-entries.ts';
import type { FinanceConfig } from './config.ts';
import { entryConsumer } from './entry-consumer.ts';
import { createModelShelf } from './model-shelf.ts';
import { suggestionRoutes } from './suggestion-routes.ts';

interface CategorisationOptions {
  config: FinanceConfig;
  db: Database;
  outbox: Outbox;
  /** The shop's clock. */
  now: () => Date;
}

export interface Categorisation {
  routes: Route[];
  consumer: Consumer;
  job: Job;
  /** Ends a training that is under way. */
  stop(): void;
}

const learnPollMs = 1_000;

export function createCategorisation(options: CategorisationOptions): Categorisation {
  const { config, db, outbox, now } = options;
  const shelf = createModelShelf(db);
  const deps = { shelf, outbox, now, threshold: config.categoryThresholdPercent / 100 };
  return {
    routes: suggestionRoutes({ db, ...deps }),
    consumer: entryConsumer(deps),
    job: {
      name: 'learn categories',
      everyMs: learnPollMs,
      async run() {
        await shelf.learn(config.categoryLearnMs);
        await reviewOpenEntries(db, deps);
      },
    },
    stop: shelf.stop,
  };
}
