/** The settings of inventory. */
import { type ConfigOf, integer, setting } from '@balcao/kit/config.ts';
import { baseSettings } from '@balcao/kit/settings.ts';
import { z } from 'zod';

/** The folder of its migrations. */
export const migrations = new URL('../migrations/', import.meta.url);

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
  stockWatchMs: setting(
    'STOCK_WATCH_MS',
    integer(100, 86_400_000).default(60_000),
    'how often lots that expire and products that are low are looked for, and stock that moved without lots',
  ),
  lotNoticeDays: setting(
    'LOT_NOTICE_DAYS',
    z
      .string()
      .regex(/^\d{1,4}(,\d{1,4})*$/, 'must be days such as 3,1')
      .transform((text) => text.split(',').map(Number))
      .default([3, 1]),
    'how many days before its last day a lot is told of as stock.expiring, beside when it has expired',
  ),
  stockProofMs: setting(
    'STOCK_PROOF_MS',
    integer(100, 86_400_000).default(300_000),
    'how often the stock is proved for the metric stock_is_consistent',
  ),
};

export type InventoryConfig = ConfigOf<typeof settings>;
