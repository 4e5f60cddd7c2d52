/** Alpha Vantage (https://www.alphavantage.co/documentation): shares (`IBM`) and pairs of currencies (`USD/BRL`). */
import { z } from 'zod';
import type { Adapter, AdapterConfig, ProviderQuote } from './adapter.ts';
import type { Fetch } from './http-get.ts';
import { ProviderFault } from './provider-fault.ts';
import { providerPrice, readAnswer } from './read-answer.ts';

/** A spent budget comes as 200 with a text in the place of the quote. */
const refusal = z.object({
  Information: z.string().optional(),
  Note: z.string().optional(),
  'Error Message': z.string().optional(),
});

const share = z.object({
  'Global Quote': z.object({
    '05. price': providerPrice.optional(),
    '07. latest trading day': z.iso.date().optional(),
  }),
});

const currencies = z.object({
  'Realtime Currency Exchange Rate': z.object({
    '5. Exchange Rate': providerPrice,
    '6. Last Refreshed': z.string().regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
    '7. Time Zone': z.literal('UTC'),
  }),
});

export const alphaVantage: Adapter = {
  collect: (config, get, signal) =>
    config.code.includes('/')
      ? collectRate(config, get, signal)
      : collectShare(config, get, signal),
};

async function collectShare(
  config: AdapterConfig,
  get: Fetch,
  signal: AbortSignal,
): Promise<ProviderQuote[]> {
  const { code, now } = config;
  const text = await ask(config, { function: 'GLOBAL_QUOTE', symbol: code }, { get, signal });
  const quote = readAnswer(share, text)['Global Quote'];
  const { '05. price': price, '07. latest trading day': day } = quote;
  if (price === undefined || day === undefined) {
    throw new ProviderFault('refused', `the provider does not know ${code}`);
  }
  return [{ at: tradedAt(day, now), price }];
}

/** New York closes at 21:00 UTC in winter; until then the price is that of the moment. */
function tradedAt(day: string, now: Date): string {
  const close = Date.parse(`${day}T21:00:00Z`);
  return new Date(Math.min(close, now.getTime())).toISOString();
}

async function collectRate(
  config: AdapterConfig,
  get: Fetch,
  signal: AbortSignal,
): Promise<ProviderQuote[]> {
  const [from = '', to = ''] = config.code.split('/');
  const parameters = {
    function: 'CURRENCY_EXCHANGE_RATE',
    from_currency: from,
    to_currency: to,
  };
  const text = await ask(config, parameters, { get, signal });
  const rate = readAnswer(currencies, text)['Realtime Currency Exchange Rate'];
  const at = new Date(`${rate['6. Last Refreshed'].replace(' ', 'T')}Z`);
  return [{ at: at.toISOString(), price: rate['5. Exchange Rate'] }];
}

async function ask(
  { baseUrl, apiKey }: AdapterConfig,
  parameters: Record<string, string>,
  { get, signal }: { get: Fetch; signal: AbortSignal },
): Promise<string> {
  const query = new URLSearchParams({ ...parameters, apikey: apiKey ?? '' });
  const text = await get({ url: `${baseUrl}/query?${query}` }, signal);
  const told = readAnswer(refusal, text);
  const limit = told.Information ?? told.Note;
  if (limit !== undefined) throw new ProviderFault('limited', limit.slice(0, 200));
  const error = told['Error Message'];
  if (error !== undefined) throw new ProviderFault('refused', error.slice(0, 200));
  return text;
}
