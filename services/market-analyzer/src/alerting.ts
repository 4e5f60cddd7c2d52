/** What watches prices, as parts of the service: routes, jobs, and whom to call when quotes have been stored. */
import type { Base } from '@balcao/kit/base.ts';
import type { Route } from '@balcao/kit/http/route.ts';
import type { Job } from '@balcao/kit/jobs.ts';
import { createSeldom } from '@balcao/kit/seldom.ts';
import { alertRoutes } from './alert-routes.ts';
import { createEvaluator } from './evaluator.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { replayRoute } from './replay-route.ts';
import type { RuleLimits } from './require-room.ts';
import { ruleMetricsJob } from './rule-metrics.ts';
import { ruleRoutes } from './rule-routes.ts';
import { silenceRoutes } from './silence-routes.ts';

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
/** How soon to look again for quotes that wait for an older transaction to end. */
const heldBackMs = 10;

export function createAlerting(
  { db, outbox, log, metrics, now }: Base,
  limits: RuleLimits,
): Alerting {
  const judgedUntil = metrics.gauge(
    'market_judged_until_timestamp_seconds',
    'When the quotes were stored, at the latest, before which all have been judged by this replica; 0 where it never led.',
  );
  const seldom = createSeldom();
  const seldomOvertaken = createSeldom();
  const evaluator = createEvaluator({
    db,
    outbox,
    now,
    maxWindowQuotes: limits.maxWindowQuotes,
    onJudged: (untilMs) => judgedUntil.set(untilMs / 1000),
    onGivenUp: ({ id, name }) =>
      log.error({ rule: id, name }, 'a rule is given up: there is no room for its windows'),
    onOvertaken: (error) =>
      seldomOvertaken(() => log.warn({ err: error }, 'another replica evaluates rules now')),
  });
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;

  const run = oneAtATime(async () => {
    if (isStopped) return;
    const isHeldBack = await evaluator.run();
    clearTimeout(timer);
    if (isHeldBack && !isStopped) timer = setTimeout(wake, heldBackMs);
  });

  function wake(): void {
    run().catch((error: unknown) =>
      seldom(() => log.warn({ err: error }, 'rules are not evaluated; it is tried again')),
    );
  }

  return {
    routes: [
      ...ruleRoutes({ db, outbox, now, limits }),
      replayRoute({ db, now }),
      ...alertRoutes({ db, now }),
      ...silenceRoutes({ db, now }),
    ],
    jobs: [{ name: 'evaluate rules', everyMs, run }, ruleMetricsJob({ db, metrics })],
    wake,
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await evaluator.stop();
    },
  };
}
