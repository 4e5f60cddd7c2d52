/** Guarantees of asking providers: one that is away rests, and nothing that it answers makes it rest for other feeds. */
import assert from 'node:assert/strict';
import { ProviderFault } from '../src/adapters/provider-fault.ts';
import { type AskProvider, createAskProvider, type ProviderAccess } from '../src/ask-provider.ts';
import { json, type ProviderServer, startProvider, status } from './provider-server.ts';

describe('asking a provider', () => {
  let server: ProviderServer;
  let ask: AskProvider;
  before(async () => {
    server = await startProvider();
  });
  after(() => server?.stop());
  beforeEach(() => {
    const budget = { points: 1_000, perSeconds: 60 };
    const access: ProviderAccess = { baseUrl: server.url, apiKey: 'key', budget };
    ask = createAskProvider({
      redis: null,
      access: {
        awesomeapi: access,
        coincap: access,
        alphavantage: access,
        'bcb-sgs': access,
        'bcb-ptax': access,
        replay: access,
      },
      timeoutMs: 5_000,
      now: () => new Date(),
    });
  });

  const collect = (code: string) =>
    ask({ provider: 'coincap', code, range: null }, new AbortController().signal);
  const faultOf = async (code: string): Promise<ProviderFault> => {
    const error = await collect(code).catch((fault: unknown) => fault);
    assert.ok(error instanceof ProviderFault, String(error));
    return error;
  };
  const priced = (priceUsd: string | null) =>
    json({ data: { id: 'x', priceUsd }, timestamp: 1_718_659_799_123 });

  it('goes on with others when things have no price, however many they are', async () => {
    server.respond = priced(null);
    for (let at = 0; at < 12; at += 1) assert.equal((await faultOf('delisted')).kind, 'broken');
    server.respond = priced('5.4');
    assert.equal((await collect('bitcoin')).length, 1);
  });

  it('leaves one alone that is away, and says for how long', async () => {
    server.respond = status(503);
    for (let at = 0; at < 5; at += 1) await faultOf('bitcoin');
    const asked = server.asked.length;
    const fault = await faultOf('bitcoin');
    assert.equal(fault.kind, 'unavailable');
    const { retryAfterMs } = fault;
    assert.ok(retryAfterMs !== null && retryAfterMs > 0 && retryAfterMs <= 30_000);
    assert.equal(server.asked.length, asked);
  });
});
