/** CoinCap v3 (https://rest.coincap.io): crypto currencies in US dollars; needs a key. */
import { z } from 'zod';
import type { Adapter } from './adapter.ts';
import { ProviderFault } from './provider-fault.ts';
import { providerPrice, readAnswer } from './read-answer.ts';

/** Version 2 answers 200 and says in `message` that it has ended. A price is null where there is no trade. */
const answer = z.object({
  data: z.object({ message: z.string().optional(), priceUsd: providerPrice.nullish() }),
  timestamp: z.int().optional(),
});

export const coinCap: Adapter = {
  async collect({ baseUrl, apiKey, code, now }, get, signal) {
    const headers: Record<string, string> =
      apiKey === null ? {} : { authorization: `Bearer ${apiKey}` };
    const url = `${baseUrl}/v3/assets/${encodeURIComponent(code)}`;
    const { data, timestamp } = readAnswer(answer, await get({ url, headers }, signal));
    if (data.message !== undefined) throw new ProviderFault('refused', data.message.slice(0, 200));
    const price = data.priceUsd ?? null;
    if (price === null) throw new ProviderFault('broken', `there is no price of ${code}`);
    return [{ at: new Date(timestamp ?? now).toISOString(), price }];
  },
};
