/** AwesomeAPI (https://docs.awesomeapi.com.br): currencies, every half minute. `create_date` is Brasília time and not read. */
import { z } from 'zod';
import type { Adapter } from './adapter.ts';
import { ProviderFault } from './provider-fault.ts';
import { providerPrice, readAnswer } from './read-answer.ts';

/** Seconds since 1970, as text. */
const timestamp = z
  .string()
  .regex(/^\d{9,10}$/)
  .transform((seconds) => new Date(Number(seconds) * 1000).toISOString());

/** Only what every item of a history has too: the later ones lack names and dates. */
const rate = z.object({ bid: providerPrice, timestamp }).transform((read) => ({
  at: read.timestamp,
  price: read.bid,
}));

const latest = z.record(z.string(), rate);
const history = z.array(rate);

const headersOf = (apiKey: string | null): Record<string, string> =>
  apiKey === null ? {} : { 'x-api-key': apiKey };

export const awesomeApi: Adapter = {
  async collect({ baseUrl, apiKey, code }, get, signal) {
    const url = `${baseUrl}/json/last/${encodeURIComponent(code)}`;
    const text = await get({ url, headers: headersOf(apiKey) }, signal);
    const found = readAnswer(latest, text)[code.replace('-', '')];
    if (found === undefined) throw new ProviderFault('broken', `${code} is not in the answer`);
    return [found];
  },
  history: {
    maxDays: 360,
    async collect({ baseUrl, apiKey, code, range: { from, to } }, get, signal) {
      const [start, end] = [from, to].map((day) => day.replaceAll('-', ''));
      const path = `json/daily/${encodeURIComponent(code)}/360?start_date=${start}&end_date=${end}`;
      const text = await get({ url: `${baseUrl}/${path}`, headers: headersOf(apiKey) }, signal);
      return readAnswer(history, text);
    },
  },
};
