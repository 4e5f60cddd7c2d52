/** Shows as metrics how much is on hand, and how much of it has expired or is about to. */
import type { Database } from '@balcao/kit/db.ts';
import type { Job } from '@balcao/kit/jobs.ts';
import type { Metrics } from '@balcao/kit/metrics.ts';
import type { InventoryConfig } from './config.ts';
import { readExpiries } from './expiry-store.ts';
import { readWatchedStock } from './stock-store.ts';

/** A label for each product of a large catalogue would drown the metrics' store. */
const maxGaugedProducts = 200;

export interface MeasureDeps {
  db: Database;
  metrics: Metrics;
  config: InventoryConfig;
  /** The business date. */
  today: () => string;
}

export function measureJob({ db, metrics, config, today }: MeasureDeps): Job {
  const levels = metrics.gauge(
    'stock_level_milli',
    `On hand in thousandths of the unit, of at most ${maxGaugedProducts} products (by SKU), those with a minimum first.`,
    ['product'],
  );
  const expired = metrics.gauge('stock_expired_lots', 'Lots with goods that have expired.');
  const expiredValue = metrics.gauge(
    'stock_expired_value_minor',
    'What the goods cost that are on hand and have expired, in centavos.',
  );
  const expiring = metrics.gauge(
    'stock_expiring_lots',
    'Lots with goods that expire within the days of the first notice (LOT_NOTICE_DAYS).',
  );
  const withinDays = Math.max(...config.lotNoticeDays);
  return {
    name: 'measure stock',
    everyMs: config.stockGaugeMs,
    async run() {
      const [watched, expiries] = await Promise.all([
        readWatchedStock(db, maxGaugedProducts),
        readExpiries(db, today(), withinDays),
      ]);
      levels.reset();
      for (const { sku, on_hand_milli: onHandMilli } of watched) {
        levels.set({ product: sku }, onHandMilli);
      }
      expired.set(expiries.expired_lots);
      expiredValue.set(expiries.expired_value_minor);
      expiring.set(expiries.expiring_lots);
    },
  };
}
