/** Sales: orders from the cart to the completed sale. */

import { prefixes } from '@balcao/contracts/prefixes.ts';
import { businessCalendar, shopClock } from '@balcao/contracts/shop-clock.ts';
import { type Deps, type RunningService, runService } from '@balcao/kit/service.ts';
import { migrations, type SalesConfig } from './config.ts';
import { salesConsumers } from './consumers.ts';
import { customerRoutes } from './customer-routes.ts';
import { forgetOldPrices } from './forget-old-prices.ts';
import { giveUpOverdue } from './give-up-order.ts';
import { measureCounter } from './measure-counter.ts';
import { createOrderReader } from './order-reader.ts';
import { isSettled } from './order-status.ts';
import { createOrderWaiter } from './order-waiter.ts';
import { receiptRoute } from './receipt-route.ts';
import { orderRoutes } from './routes.ts';

import { salesByHourRoute } from './sales-by-hour-route.ts';
import { createSalesMetrics } from './sales-metrics.ts';
import { tabRoutes } from './tab-routes.ts';
import { tillRoutes } from './till-routes.ts';

export { migrations, settings } from './config.ts';

export function start(config: SalesConfig, deps: Deps): Promise<RunningService> {
  return runService({
    name: 'sales',
    prefixes: prefixes.sales,
    description:
      'Orders from the cart to the completed sale, their refund, the tills they are sold at, and the tabs of customers.',
    migrations,
    config,
    deps,
    wire({ db, outbox, metrics, now }) {
      const waiter = createOrderWaiter(db, isSettled);
      const settle = {
        outbox,
        config,
        waiter,
        metrics: createSalesMetrics(metrics),
        now,
        businessDateOf: businessCalendar(config.timeZone),
        shopTimeOf: shopClock(config.timeZone),
      };
      return {
        routes: [
          // Before `/orders/:id`, which would take its name for an id.
          salesByHourRoute({ db, timeZone: config.timeZone }),
          ...orderRoutes({ ...settle, db, reader: createOrderReader(db) }),
          ...tillRoutes({ ...settle, db }),
          ...customerRoutes({ db, now }),
          ...tabRoutes({ ...settle, db }),
          receiptRoute({ db, config }),
        ],
        consumers: salesConsumers(settle),
        jobs: [
          giveUpOverdue(db, settle),
          waiter.job,
          forgetOldPrices(db, now),
          measureCounter(db, { metrics, now, everyMs: config.counterGaugeMs }),
        ],
        onStopping: waiter.close,
      };
    },
  });
}
