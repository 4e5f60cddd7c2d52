/** How far what is made of the journal in the background is behind it, as metrics. */
import type { Database } from '@balcao/kit/db.ts';
import type { Job } from '@balcao/kit/jobs.ts';
import type { Metrics } from '@balcao/kit/metrics.ts';
import { readStaleSeconds } from './stale-day-store.ts';
import { countOpenEntries } from './suggestion-store.ts';

const everyMs = 5_000;

/** Sums per day, and by category, are of the posting's own transaction: they are never behind. */
export function lagMetricsJob({ db, metrics }: { db: Database; metrics: Metrics }): Job {
  const stale = metrics.gauge(
    'daily_balances_stale_seconds',
    'For how long the oldest posting has waited to have its balances forgotten in Redis, in seconds.',
  );
  const open = metrics.gauge(
    'category_entries_waiting',
    'Entries without a category at which the newest version of the model has not looked yet.',
  );
  return {
    name: 'measure lags',
    everyMs,
    async run() {
      stale.set(await readStaleSeconds(db));
      open.set(await countOpenEntries(db));
    },
  };
}
