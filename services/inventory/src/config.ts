/** The settings of inventory. */
import { type ConfigOf, integer, setting } from '@balcao/kit/config.ts';
import { baseSettings } from '@balcao/kit/settings.ts';

export const settings = {
  ...baseSettings(8003),
  reservationSweepMs: setting(
    'RESERVATION_SWEEP_MS',
    integer(100, 86_400_000).default(60_000),
    'how often reservations whose time is over are looked for',
  ),
  stockGaugeMs: setting(
    'STOCK_GAUGE_MS',
    integer(100, 86_400_000).default(15_000),
    'how often the metric stock_level_milli is brought up to date',
  ),
  stockProofMs: setting(
    'STOCK_PROOF_MS',
    integer(100, 86_400_000).default(300_000),
    'how often the stock is proved for the metric stock_is_consistent',
  ),
};

export type InventoryConfig = ConfigOf<typeof settings>;
