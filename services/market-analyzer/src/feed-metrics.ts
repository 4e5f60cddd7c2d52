/** How old the quotes of feeds are, and how old they may be, as metrics. */
import type { FeedProvider } from '@balcao/contracts/api/market-feeds.ts';
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
  const age = metrics.gauge(
    'market_feed_quote_age_seconds',
    'How old the latest quote of a symbol with an active feed is, in seconds; infinite where there is none.',
    ['symbol'],
  );
  const staleAfter = metrics.gauge(
    'market_feed_stale_after_seconds',
    'How old the latest quote of a symbol with an active feed may be, in seconds.',
    ['symbol'],
  );
  return {
    name: 'measure feeds',
    everyMs: 5_000,
    async run() {
      const feeds = await listFeedAges(db, maxPageLimit);
      age.reset();
      staleAfter.reset();
      for (const { symbol, provider, quoteAt } of feeds) {
        const ageMs = quoteAt === null ? Infinity : now().getTime() - Date.parse(quoteAt);
        age.set({ symbol }, Math.max(0, ageMs / 1000));
        staleAfter.set({ symbol }, daysOf(provider) * 86_400);
      }
    },
  };
}

/** Five days bridge a weekend and carnival; a series of the central bank may be of months. */
const daysOf = (provider: FeedProvider): number => (provider === 'bcb-sgs' ? 62 : 5);
