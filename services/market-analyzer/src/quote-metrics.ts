/** The latest prices and their ages as metrics. */
import { maxPageLimit } from '@balcao/contracts/page.ts';
import type { Database } from '@balcao/kit/db.ts';
import type { Job } from '@balcao/kit/jobs.ts';
import type { Metrics } from '@balcao/kit/metrics.ts';
import { listOfMarkets } from './quote-store.ts';

interface MetricsDeps {
  db: Database;
  metrics: Metrics;
  /** The shop's clock. */
  now: () => Date;
}

/**
 * Measures the first 200 symbols of markets: more would cost the monitoring more than they tell, and so would the
 * shop's own products. A price here is a float.
 */
export function quoteMetricsJob({ db, metrics, now }: MetricsDeps): Job {
  const price = metrics.gauge('market_quote_price', 'The latest price of a symbol.', ['symbol']);
  const age = metrics.gauge(
    'market_quote_age_seconds',
    'How old the latest quote of a symbol is, in seconds.',
    ['symbol'],
  );
  return {
    name: 'measure quotes',
    everyMs: 5_000,
    async run() {
      const quotes = await listOfMarkets(db, maxPageLimit);
      for (const { symbol, price: latest, at } of quotes) {
        price.set({ symbol }, Number(latest));
        age.set({ symbol }, Math.max(0, (now().getTime() - Date.parse(at)) / 1000));
      }
    },
  };
}
