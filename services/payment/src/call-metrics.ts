/** Shows how the calls to the provider fare: a failed one is money that a person must look after. */
import type { Queryable } from '@balcao/kit/db.ts';
import type { Job } from '@balcao/kit/jobs.ts';
import type { Metrics } from '@balcao/kit/metrics.ts';
import { type CallKind, countCalls } from './call-store.ts';

const everyMs = 5_000;

/** A counter of calls by outcome, and a job that measures how many wait or have failed for good. */
export function measureCalls(db: Queryable, metrics: Metrics) {
  const made = metrics.counter(
    'payment_provider_calls_total',
    'Calls to the provider, by outcome.',
    ['kind', 'outcome'],
  );
  const open = metrics.gauge(
    'payment_provider_calls_open',
    'Calls to the provider that wait, or that failed for good.',
    ['state'],
  );
  const job: Job = {
    name: 'measure provider calls',
    everyMs,
    async run() {
      const { waiting, failed } = await countCalls(db);
      open.set({ state: 'waiting' }, waiting);
      open.set({ state: 'failed' }, failed);
    },
  };
  return {
    count: (kind: CallKind, outcome: string) => made.inc({ kind, outcome }),
    job,
  };
}
