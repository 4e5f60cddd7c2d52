/** What the steps between placing and settling an order need. */
import type { ShopTime } from '@balcao/contracts/shop-clock.ts';
import type { Outbox } from '@balcao/kit/outbox.ts';
import type { SalesConfig } from './config.ts';
import type { OrderWaiter } from './order-waiter.ts';
import type { SalesMetrics } from './sales-metrics.ts';

export interface SettleDeps {
  outbox: Outbox;
  config: SalesConfig;
  waiter: OrderWaiter;
  metrics: SalesMetrics;
  /** The shop's clock. */
  now: () => Date;
  businessDateOf: (at: Date) => string;
  /** What the clock on the shop's wall shows: which promotions hold. */
  shopTimeOf: (at: Date) => ShopTime;
}
