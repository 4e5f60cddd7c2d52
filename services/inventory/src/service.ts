/** Inventory: the movement ledger, stock levels and reservations. */

import { prefixes } from '@balcao/contracts/prefixes.ts';
import { businessCalendar } from '@balcao/contracts/shop-clock.ts';
import { type Deps, type RunningService, runService } from '@balcao/kit/service.ts';
import { type InventoryConfig, migrations } from './config.ts';
import { inventoryConsumers } from './consumers.ts';
import { inventoryJobs } from './jobs.ts';
import { inventoryRoutes } from './routes.ts';

export { migrations, settings } from './config.ts';

/** Starts inventory; it stops with the answer's `stop()`. */
export function start(config: InventoryConfig, deps: Deps): Promise<RunningService> {
  return runService({
    name: 'inventory',
    prefixes: prefixes.inventory,
    description:
      'What is on hand and what it cost, what is promised to orders, and every movement.',
    migrations,
    config,
    deps,
    wire({ db, outbox, log, metrics, now }) {
      const businessDateOf = businessCalendar(config.timeZone);
      const today = () => businessDateOf(now());
      const oversells = metrics.counter(
        'stock_oversells_total',
        'Products sold beyond what was on hand.',
      );
      const onOversold = (count: number) => oversells.inc(count);
      return {
        routes: inventoryRoutes({ db, outbox, now, businessDateOf }),
        consumers: inventoryConsumers({ outbox, today, onOversold }),
        jobs: inventoryJobs({ db, log, metrics, config, outbox, today }),
      };
    },
  });
}
