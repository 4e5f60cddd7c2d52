/** What inventory does by the clock: it frees what nobody came back for, watches, measures and proves the stock. */
import type { Database } from '@balcao/kit/db.ts';
import type { Job } from '@balcao/kit/jobs.ts';
import type { Logger } from '@balcao/kit/log.ts';
import type { Metrics } from '@balcao/kit/metrics.ts';
import { proofJob } from '@balcao/kit/proof-job.ts';
import type { InventoryConfig } from './config.ts';
import type { StockDeps } from './deps.ts';
import { measureJob } from './measure-stock.ts';
import { releaseOverdue } from './release-stock.ts';
import { takeOverStock } from './take-over-stock.ts';
import { verifyStock } from './verify-stock.ts';
import { tellExpiring, tellLow } from './watch-stock.ts';

export interface JobDeps extends StockDeps {
  db: Database;
  log: Logger;
  metrics: Metrics;
  config: InventoryConfig;
}

export function inventoryJobs(deps: JobDeps): Job[] {
  const { db, log, metrics, config, today } = deps;
  const watches = metrics.counter(
    'stock_watches_total',
    'How often this replica has looked what the clock brings, to the end.',
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
      name: 'watch stock',
      everyMs: config.stockWatchMs,
      async run() {
        await watch(deps);
        watches.inc();
      },
    },
    measureJob(deps),
    proofJob({
      name: 'prove the stock',
      everyMs: config.stockProofMs,
      prove: async () => (await verifyStock(db)).isConsistent,
      gauge: metrics.gauge('stock_is_consistent', 'Whether the stock verifies: 1 or 0.'),
      log,
    }),
  ];
}

/** Takes over what moved without lots, once, and tells of all that is due. */
async function watch({ db, log, config, outbox, today }: JobDeps): Promise<void> {
  const taken = await db.transaction((tx) => takeOverStock(tx, today()));
  if (taken > 0) log.warn({ products: taken }, 'stock had moved without lots and is taken over');
  const deps = { outbox, today };
  const told = (tx: Parameters<typeof tellLow>[0]) => tellExpiring(tx, config.lotNoticeDays, deps);
  while ((await db.transaction(told)) > 0);
  while ((await db.transaction((tx) => tellLow(tx, deps))) > 0);
}
