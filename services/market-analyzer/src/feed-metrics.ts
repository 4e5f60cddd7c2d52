/** How old the quotes of feeds are beside how often they are due, as metrics. */
import { maxPageLimit } from '@balcao/contracts/page.ts';
import type { Database } from '@balcao/kit/db.ts';
import type { Job } from '@balcao/kit/jobs.ts';
import type { Metrics } from '@balcao/kit/metrics.ts';
import { listFeedAges } from './feed-store.ts';

interface MetricsDeps {
  db: Database;
  metrics: Metrics;
  /** The shop's clock. */
  now: () => Date;
}

/**
 * Measures the first 200 symbols of active feeds. A feed that is well may be empty all the same, as one of a thing
 * that is traded no more: nothing fails, so only the age tells.
 */
export function feedMetricsJob({ db, metrics, now }: MetricsDeps): Job {
  const every = metrics.gauge(
    'market_feed_every_seconds',
    'How often the active feed of a symbol is due, in seconds.',
    ['symbol'],
  );
  const age = metrics.gauge(
    'market_feed_quote_age_seconds',
    'How old the latest quote of a symbol with an active feed is, in seconds; infinite where there is none.',
    ['symbol'],
  );
  return {
    name: 'measure feeds',
    everyMs: 5_000,
    async run() {
      const feeds = await listFeedAges(db, maxPageLimit);
      every.reset();
      age.reset();
      for (const { symbol, everySeconds, quoteAt } of feeds) {
        every.set({ symbol }, everySeconds);
        const ageMs = quoteAt === null ? Infinity : now().getTime() - Date.parse(quoteAt);
        age.set({ symbol }, Math.max(0, ageMs / 1000));
      }
    },
  };
}
