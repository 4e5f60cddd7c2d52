/** Wires the product service: the catalogue, its prices and promotions, and the look-up of a code. */

import { prefixes } from '@balcao/contracts/prefixes.ts';
import { shopClock } from '@balcao/contracts/shop-clock.ts';
import type { Deps, RunningService } from '@balcao/kit/service.ts';
import { runService } from '@balcao/kit/service.ts';
import { applyScheduledPrices } from './apply-scheduled-prices.ts';
import { categoryRoutes } from './category-routes.ts';
import { migrations, type ProductConfig } from './config.ts';
import { productConsumers } from './consumers.ts';
import { lookupRoutes } from './lookup-routes.ts';
import { productRoutes } from './product-routes.ts';
import { promotionRoutes } from './promotion-routes.ts';
import { scaleRoutes } from './scale-routes.ts';
import { scheduledPriceRoutes } from './scheduled-price-routes.ts';
import { transferRoutes } from './transfer-routes.ts';

export { migrations, settings } from './config.ts';

/** Starts the service; resolves when it answers. */
export function start(config: ProductConfig, deps: Deps): Promise<RunningService> {
  return runService({
    name: 'product',
    prefixes: prefixes.product,
    description:
      'The catalogue: categories, products, prices, promotions and the look-up of a code.',
    migrations,
    config,
    deps,
    wire({ db, outbox, now }) {
      const clock = { now, shopTimeOf: shopClock(config.timeZone) };
      return {
        // Look-ups first: /products/lookup would otherwise be read as /products/:id.
        routes: [
          ...lookupRoutes({ db, scaleLayout: config.scaleLayout, ...clock }),
          ...scaleRoutes({ db, ...clock }),
          ...transferRoutes({ db, outbox }),
          ...productRoutes({ db, outbox }),
          ...scheduledPriceRoutes({ db, now }),
          ...categoryRoutes({ db, outbox }),
          ...promotionRoutes({ db, outbox }),
        ],
        consumers: productConsumers(),
        jobs: [applyScheduledPrices(db, { outbox, now })],
      };
    },
  });
}
