/** The settings of market-analyzer. */
import type { FeedProvider } from '@balcao/contracts/api/market-feeds.ts';
import { type ConfigOf, integer, setting } from '@balcao/kit/config.ts';
import { baseSettings } from '@balcao/kit/settings.ts';
import { z } from 'zod';
import type { ProviderAccess } from './ask-provider.ts';

/** Where a provider answers; a slash at the end is dropped. */
const address = (standard: string) =>
  z
    .url({ protocol: /^https?$/ })
    .default(standard)
    .transform((url) => url.replace(/\/+$/, ''));

const key = z.string().min(1).optional();
const requests = (standard: number) => integer(1, 1_000_000).default(standard);

/** The folder of its migrations. */
export const migrations = new URL('../migrations/', import.meta.url);

export const settings = {
  ...baseSettings(8007),
  quoteRetentionMonths: setting(
    'QUOTE_RETENTION_MONTHS',
    integer(13, 1_200).default(120),
    'how many months of quotes are kept beside the present one, before only hours stay: at least as long as a window may be',
  ),
  maxActiveRules: setting(
    'MAX_ACTIVE_RULES',
    integer(1, 10_000).default(1_000),
    'the most rules that may be active at a time',
  ),
  maxWindowQuotes: setting(
    'MAX_WINDOW_QUOTES',
    integer(1_000, 100_000_000).default(1_000_000),
    'the most stored quotes that the windows of all rules may hold together, 32 bytes each',
  ),
  alertRetentionDays: setting(
    'ALERT_RETENTION_DAYS',
    integer(1, 36_500).default(730),
    'how long alerts that have ended and silences that are over are kept',
  ),
  feedTimeoutMs: setting(
    'FEED_TIMEOUT_MS',
    integer(50, 60_000).default(10_000),
    'how long a provider may take to answer',
  ),
  awesomeApiUrl: setting(
    'AWESOMEAPI_URL',
    address('https://economia.awesomeapi.com.br'),
    'where AwesomeAPI answers',
  ),
  awesomeApiKey: setting('AWESOMEAPI_KEY', key, 'its key, which it asks heavy users for'),
  awesomeApiPerMinute: setting(
    'AWESOMEAPI_PER_MINUTE',
    requests(60),
    'requests that it may get in a minute',
  ),
  coinCapUrl: setting('COINCAP_URL', address('https://rest.coincap.io'), 'where CoinCap answers'),
  coinCapKey: setting('COINCAP_KEY', key, 'its key, without which it refuses'),
  coinCapPerMinute: setting(
    'COINCAP_PER_MINUTE',
    requests(30),
    'requests that it may get in a minute',
  ),
  alphaVantageUrl: setting(
    'ALPHAVANTAGE_URL',
    address('https://www.alphavantage.co'),
    'where Alpha Vantage answers',
  ),
  alphaVantageKey: setting('ALPHAVANTAGE_KEY', key, 'its key, without which it refuses'),
  alphaVantagePerDay: setting(
    'ALPHAVANTAGE_PER_DAY',
    requests(25),
    'requests that it may get in a day; without pay it answers 25',
  ),
  bcbSgsUrl: setting(
    'BCB_SGS_URL',
    address('https://api.bcb.gov.br'),
    "where the Banco Central's series are",
  ),
  bcbSgsPerMinute: setting(
    'BCB_SGS_PER_MINUTE',
    requests(60),
    'requests that it may get in a minute',
  ),
  bcbPtaxUrl: setting(
    'BCB_PTAX_URL',
    address('https://olinda.bcb.gov.br'),
    "where the Banco Central's PTAX is",
  ),
  bcbPtaxPerMinute: setting(
    'BCB_PTAX_PER_MINUTE',
    requests(30),
    'requests that it may get in a minute',
  ),
};

export type MarketConfig = ConfigOf<typeof settings>;

const perMinute = (points: number) => ({ points, perSeconds: 60 });

/** Where each provider answers, its key and its budget. */
export const accessOf = (config: MarketConfig): Record<FeedProvider, ProviderAccess> => ({
  awesomeapi: {
    baseUrl: config.awesomeApiUrl,
    apiKey: config.awesomeApiKey ?? null,
    budget: perMinute(config.awesomeApiPerMinute),
  },
  coincap: {
    baseUrl: config.coinCapUrl,
    apiKey: config.coinCapKey ?? null,
    budget: perMinute(config.coinCapPerMinute),
  },
  alphavantage: {
    baseUrl: config.alphaVantageUrl,
    apiKey: config.alphaVantageKey ?? null,
    budget: { points: config.alphaVantagePerDay, perSeconds: 86_400 },
  },
  'bcb-sgs': {
    baseUrl: config.bcbSgsUrl,
    apiKey: null,
    budget: perMinute(config.bcbSgsPerMinute),
  },
  'bcb-ptax': {
    baseUrl: config.bcbPtaxUrl,
    apiKey: null,
    budget: perMinute(config.bcbPtaxPerMinute),
  },
  // Nobody is asked, so nobody is asked too often.
  replay: { baseUrl: '', apiKey: null, budget: perMinute(1_000_000) },
});
