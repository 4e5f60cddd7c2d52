/** The settings of payment. */
import { pixKey, pixText } from '@balcao/contracts/pix-br-code.ts';
import { type ConfigOf, integer, setting } from '@balcao/kit/config.ts';
import { baseSettings } from '@balcao/kit/settings.ts';
import { z } from 'zod';
import type { CardFees } from './card-fee.ts';
import type { PixPayee } from './pix-charge.ts';

/** The folder of its migrations. */
export const migrations = new URL('../migrations/', import.meta.url);

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
  shopName: setting(
    'SHOP_NAME',
    pixText.default('Balcão'),
    'who is paid, as a customer sees it in a PIX: 25 characters of it, without accents',
  ),
  shopCity: setting('SHOP_CITY', pixText.default('São Paulo'), 'where: 15 characters of it'),
  pixKey: setting(
    'PIX_KEY',
    pixKey.default('123e4567-e12b-12d1-a456-426655440000'),
    "the shop's PIX key; by default the one of the Banco Central's manual, which leads nowhere",
  ),
  pixUrl: setting(
    'PIX_URL',
    z
      .string()
      .regex(/^[\w.-]+(\/[\w.~-]+)*$/, 'host and path, without https:// and a slash at the end')
      .max(51)
      .optional(),
    'makes PIX codes dynamic: they lead to this address, a slash and the txid',
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

/** Whom a PIX pays, as the settings say. */
export function payeeOf({ shopName, shopCity, pixKey, pixUrl }: PaymentConfig): PixPayee {
  return { name: shopName, city: shopCity, key: pixKey, url: pixUrl };
}
