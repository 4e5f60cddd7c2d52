/** Asks one server that answers as the providers do, by the adapter of each. */
import type { FeedProvider } from '@balcao/contracts/api/market-feeds.ts';
import { createFetch } from '../src/adapters/http-get.ts';
import { type FaultKind, ProviderFault } from '../src/adapters/provider-fault.ts';
import { providers } from '../src/adapters/providers.ts';
import { type ProviderServer, type Respond, startProvider } from './provider-server.ts';

/** To be called within a `describe`; `asked` has the paths that a test has asked for. */
export function askProviders({ now }: { now: Date }) {
  const asked: string[] = [];
  let server: ProviderServer;
  before(async () => {
    server = await startProvider(asked);
  });
  after(() => server?.stop());
  beforeEach(() => {
    asked.length = 0;
  });

  const never = new AbortController().signal;
  const configOf = (code: string) => ({ baseUrl: server.url, apiKey: 'key', code, now });
  return {
    asked,
    collect(provider: FeedProvider, code: string, respond: Respond) {
      server.respond = respond;
      return providers[provider].collect(configOf(code), createFetch(200), never);
    },
    history(provider: FeedProvider, code: string, respond: Respond) {
      server.respond = respond;
      const range = { from: '2024-06-01', to: '2024-06-17' };
      const config = { ...configOf(code), range };
      return providers[provider].history?.collect(config, createFetch(200), never);
    },
  };
}

export const faults = (kind: FaultKind, message: RegExp) => (error: unknown) =>
  error instanceof ProviderFault && error.kind === kind && message.test(error.message);
