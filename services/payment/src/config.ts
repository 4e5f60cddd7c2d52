/** The settings of payment. */
import { type ConfigOf, integer, setting } from '@balcao/kit/config.ts';
import { baseSettings } from '@balcao/kit/settings.ts';
import { z } from 'zod';
import type { CardFees } from './card-fee.ts';

export const settings = {
  ...baseSettings(8005),
  webhookSecret: setting(
    'PAYMENT_WEBHOOK_SECRET',
    z.string().min(16, 'at least 16 characters'),
    'the secret with which providers sign their webhooks',
  ),
  webhookUrl: setting(
    'PAYMENT_WEBHOOK_URL',
    z.url({ protocol: /^https?$/ }).optional(),
    'where the simulated provider sends its webhooks; by default to this service on its own port',
  ),
  providerTimeoutMs: setting(
    'PAYMENT_PROVIDER_TIMEOUT_MS',
    integer(50, 60_000).default(5_000),
    'how long one call to the provider may take',
  ),
  providerAttempts: setting(
    'PAYMENT_PROVIDER_ATTEMPTS',
    integer(1, 100).default(20),
    'how often a call to the provider is tried before a person must look',
  ),
  simulatorLateMs: setting(
    'PAYMENT_SIMULATOR_LATE_MS',
    integer(0, 3_600_000).default(3_000),
    'how late a late webhook of the simulated provider is',
  ),
  debitFeeBasisPoints: setting(
    'PAYMENT_DEBIT_FEE_BASIS_POINTS',
    integer(0, 10_000).default(0),
    'what the card company keeps of a debit payment, in hundredths of a per cent',
  ),
  debitFeeFixedMinor: setting(
    'PAYMENT_DEBIT_FEE_FIXED_MINOR',
    integer(0, 100_000).default(0),
    'what it keeps of each debit payment beside that, in centavos',
  ),
  creditFeeBasisPoints: setting(
    'PAYMENT_CREDIT_FEE_BASIS_POINTS',
    integer(0, 10_000).default(0),
    'what the card company keeps of a credit payment, in hundredths of a per cent',
  ),
  creditFeeFixedMinor: setting(
    'PAYMENT_CREDIT_FEE_FIXED_MINOR',
    integer(0, 100_000).default(0),
    'what it keeps of each credit payment beside that, in centavos',
  ),
};

export type PaymentConfig = ConfigOf<typeof settings>;

/** What cards cost, as the settings say. */
export function cardFeesOf(config: PaymentConfig): CardFees {
  return {
    debit: { basisPoints: config.debitFeeBasisPoints, fixedMinor: config.debitFeeFixedMinor },
    credit: { basisPoints: config.creditFeeBasisPoints, fixedMinor: config.creditFeeFixedMinor },
  };
}
