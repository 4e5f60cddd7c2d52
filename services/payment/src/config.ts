/** The settings of payment. */
import { type ConfigOf, integer, setting } from '@balcao/kit/config.ts';
import { baseSettings } from '@balcao/kit/settings.ts';
import { z } from 'zod';

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
};

export type PaymentConfig = ConfigOf<typeof settings>;
