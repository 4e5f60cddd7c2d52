/** The settings of finance. */
import { type ConfigOf, integer, setting } from '@balcao/kit/config.ts';
import { baseSettings } from '@balcao/kit/settings.ts';
import { opinionSettings } from './opinion/settings.ts';

/** The folder of its migrations. */
export const migrations = new URL('../migrations/', import.meta.url);

export const settings = {
  ...baseSettings(8006),
  ...opinionSettings,
  ledgerProofMs: setting(
    'LEDGER_PROOF_MS',
    integer(100, 86_400_000).default(300_000),
    'how often the ledger is proved for the metric ledger_is_balanced',
  ),
  categoryThresholdPercent: setting(
    'CATEGORY_THRESHOLD_PERCENT',
    integer(34, 100).default(75),
    'how sure the model must be to give an entry its category; below, it only suggests',
  ),
  categoryLearnMs: setting(
    'CATEGORY_LEARN_MS',
    integer(0, 86_400_000).default(30_000),
    'how old the newest version of the model is before corrections make another one',
  ),
  ledgerChainMs: setting(
    'LEDGER_CHAIN_MS',
    integer(10, 600_000).default(1_000),
    'how often what was posted is added to the chain of hashes',
  ),
};

export type FinanceConfig = ConfigOf<typeof settings>;
