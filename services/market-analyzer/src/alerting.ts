/** What watches prices, as parts of the service: routes, jobs, and whom to call when quotes have been stored. */
import type { Base } from '@balcao/kit/base.ts';
import type { Route } from '@balcao/kit/http/route.ts';
import type { Job } from '@balcao/kit/jobs.ts';
import { alertRoutes } from './alert-routes.ts';
import { createEvaluationThread, type ThreadOptions } from './evaluation-thread.ts';
import { replayRoutes } from './replay-routes.ts';
import type { RuleLimits } from './require-room.ts';
import { ruleMetricsJob } from './rule-metrics.ts';
import { ruleRoutes } from './rule-routes.ts';
import { silenceRoutes } from './silence-routes.ts';
import { mutingJob } from './tell-muting.ts';

export interface Alerting {
  routes: Route[];
  jobs: Job[];
  /** Quotes have been stored: they are evaluated now rather than at the next look. */
  wake(): void;
  /** Lets another replica evaluate. */
  stop(): Promise<void>;
}

/** How long quotes wait that another replica has stored. */
const everyMs = 250;

export function createAlerting(
  { db, outbox, log, metrics, now }: Base,
  config: ThreadOptions & RuleLimits,
): Alerting {
  const judgedUntil = metrics.gauge(
    'market_judged_until_timestamp_seconds',
    'The moment before which all quotes that were stored have been judged by this replica; 0 where it never led.',
  );
  const { databaseUrl, statementTimeoutMs, maxWindowQuotes } = config;
  const thread = createEvaluationThread(
    { databaseUrl, statementTimeoutMs, maxWindowQuotes },
    {
      log,
      onTold: outbox.wake,
      onJudged: (untilMs) => judgedUntil.set(untilMs / 1000),
    },
  );
  const wake = () => thread.wake(now());
  return {
    routes: [
      ...ruleRoutes({ db, outbox, now, limits: config }),
      ...replayRoutes({ db, now, threads: { databaseUrl, statementTimeoutMs } }),
      ...alertRoutes({ db, outbox, now }),
      ...silenceRoutes({ db, now }),
    ],
    jobs: [
      { name: 'evaluate rules', everyMs, run: async () => wake() },
      mutingJob({ db, outbox, now }),
      ruleMetricsJob({ db, metrics }),
    ],
    wake,
    stop: thread.stop,
  };
}
