/** The services that a local run consists of, in the order in which they start. */
import { settings as authSettings, start as startAuth } from '@balcao/auth';
import { prefixes, type ServiceName } from '@balcao/contracts/prefixes.ts';
import { settings as financeSettings, start as startFinance } from '@balcao/finance';
import { settings as inventorySettings, start as startInventory } from '@balcao/inventory';
import { type ConfigOf, type Environment, readConfig, type Settings } from '@balcao/kit/config.ts';
import type { Deps, RunningService } from '@balcao/kit/service.ts';
import { settings as marketSettings, start as startMarket } from '@balcao/market-analyzer';
import { settings as notifierSettings, start as startNotifier } from '@balcao/notifier';
import { settings as paymentSettings, start as startPayment } from '@balcao/payment';
import { settings as productSettings, start as startProduct } from '@balcao/product';
import { settings as salesSettings, start as startSales } from '@balcao/sales';

export interface LocalService {
  name: string;
  /** First segments of its paths under `/api/v1`; its OpenAPI document is at the first. */
  prefixes: readonly string[];
  settings: Settings;
  /** Starts it in this process with the given environment. */
  start: (env: Environment, deps: Deps) => Promise<RunningService>;
}

function entry<S extends Settings>(
  name: ServiceName,
  service: { settings: S; start: (config: ConfigOf<S>, deps: Deps) => Promise<RunningService> },
): LocalService {
  return {
    name,
    prefixes: prefixes[name],
    settings: service.settings,
    start: (env, deps) => service.start(readConfig(service.settings, env), deps),
  };
}

export const localServices: LocalService[] = [
  entry('auth', { settings: authSettings, start: startAuth }),
  entry('product', { settings: productSettings, start: startProduct }),
  entry('inventory', { settings: inventorySettings, start: startInventory }),
  entry('sales', { settings: salesSettings, start: startSales }),
  entry('payment', { settings: paymentSettings, start: startPayment }),
  entry('finance', { settings: financeSettings, start: startFinance }),
  entry('market-analyzer', { settings: marketSettings, start: startMarket }),
  entry('notifier', { settings: notifierSettings, start: startNotifier }),
];
