/** What inventory does by the clock: it frees what nobody came back for, measures the stock and proves it. */
import type { Database } from '@balcao/kit/db.ts';
import type { Job } from '@balcao/kit/jobs.ts';
import type { Logger } from '@balcao/kit/log.ts';
import type { Metrics } from '@balcao/kit/metrics.ts';
import { proofJob } from '@balcao/kit/proof-job.ts';
import type { InventoryConfig } from './config.ts';
import { releaseOverdue } from './release-stock.ts';
import { readWatchedStock } from './stock-store.ts';
import { verifyStock } from './verify-stock.ts';

/** A label for each product of a large catalogue would drown the metrics' store. */
const maxGaugedProducts = 200;

export interface JobDeps {
  db: Database;
  log: Logger;
  metrics: Metrics;
  config: InventoryConfig;
  today: () => string;
}

export function inventoryJobs({ db, log, metrics, config, today }: JobDeps): Job[] {
  const gauge = metrics.gauge(
    'stock_level_milli',
    `On hand in thousandths of the unit, of at most ${maxGaugedProducts} products (by SKU), those with a minimum first.`,
    ['product'],
  );
  return [
    {
      name: 'release overdue reservations',
      everyMs: config.reservationSweepMs,
      async run() {
        for (;;) {
          const count = await db.transaction((tx) => releaseOverdue(tx, today()));
          if (count === 0) return;
          log.warn({ count }, 'reservations were overdue and are released');
        }
      },
    },
    {
      name: 'measure stock',
      everyMs: config.stockGaugeMs,
      async run() {
        const levels = await readWatchedStock(db, maxGaugedProducts);
        gauge.reset();
        for (const { sku, on_hand_milli: onHandMilli } of levels) {
          gauge.set({ product: sku }, onHandMilli);
        }
      },
    },
    proofJob({
      name: 'prove the stock',
      everyMs: config.stockProofMs,
      prove: async () => (await verifyStock(db)).isConsistent,
      gauge: metrics.gauge('stock_is_consistent', 'Whether the stock verifies: 1 or 0.'),
      log,
    }),
  ];
}
