/** Where rules stand, as a metric. */
import type { RuleState } from '@balcao/contracts/api/market-rules.ts';
import { maxPageLimit } from '@balcao/contracts/page.ts';
import type { Database } from '@balcao/kit/db.ts';
import type { Job } from '@balcao/kit/jobs.ts';
import type { Metrics } from '@balcao/kit/metrics.ts';
import { listActiveStates } from './watched-rule-store.ts';

const levels: Record<RuleState, number> = {
  normal: 0,
  'no-data': 1,
  error: 2,
  pending: 3,
  recovering: 4,
  firing: 5,
};

/** Measures the first 200 active rules, by name: the highest level of its symbols (and namesakes). */
export function ruleMetricsJob({ db, metrics }: { db: Database; metrics: Metrics }): Job {
  const gauge = metrics.gauge(
    'market_rule_state',
    'The highest level of the symbols of a rule: 0 normal, 1 no data, 2 error, 3 pending, 4 recovering, 5 firing.',
    ['rule'],
  );
  return {
    name: 'measure rules',
    everyMs: 5_000,
    async run() {
      const rules = await listActiveStates(db, maxPageLimit);
      const byName = new Map<string, number>();
      for (const { name, states } of rules) {
        const level = Math.max(0, ...states.map((state) => levels[state]));
        byName.set(name, Math.max(level, byName.get(name) ?? 0));
      }
      gauge.reset();
      for (const [rule, level] of byName) gauge.set({ rule }, level);
    },
  };
}
