/** The settings of finance. */
import { type ConfigOf, integer, setting } from '@balcao/kit/config.ts';
import { baseSettings } from '@balcao/kit/settings.ts';

export const settings = {
  ...baseSettings(8006),
  ledgerProofMs: setting(
    'LEDGER_PROOF_MS',
    integer(100, 86_400_000).default(300_000),
    'how often the ledger is proved for the metric ledger_is_balanced',
  ),
};

export type FinanceConfig = ConfigOf<typeof settings>;
