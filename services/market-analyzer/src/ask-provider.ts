/** Asks providers within their budgets, and leaves those alone that are away. */
import { type FeedProvider, feedProviders } from '@balcao/contracts/api/market-feeds.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { createRateLimit, type RateLimit } from '@balcao/kit/rate-limit.ts';
import type { Redis } from '@balcao/kit/redis.ts';
import type { DayRange, ProviderQuote } from './adapters/adapter.ts';
import { createFetch } from './adapters/http-get.ts';
import { ProviderFault } from './adapters/provider-fault.ts';
import { providers } from './adapters/providers.ts';
import { type CircuitBreaker, createCircuitBreaker } from './circuit-breaker.ts';
import type { Inquiry } from './feed-task-store.ts';

/** Where a provider answers, its key, and how often it may be asked by all replicas together. */
export interface ProviderAccess {
  baseUrl: string;
  apiKey: string | null;
  budget: { points: number; perSeconds: number };
}

export interface AskOptions {
  redis: Redis | null;
  access: Record<FeedProvider, ProviderAccess>;
  timeoutMs: number;
  /** The shop's clock. */
  now: () => Date;
}

export interface Question extends Inquiry {
  /** The days of the past that are wanted; null for the latest quotes. */
  range: DayRange | null;
}

/** Rejects with a ProviderFault, and when the signal is aborted. */
export type AskProvider = (question: Question, signal: AbortSignal) => Promise<ProviderQuote[]>;

const failuresUntilOpen = 5;
const openMs = 30_000;

/** Budgets hold over all replicas, through Redis; while it is away each replica counts for itself. */
export function createAskProvider({ redis, access, timeoutMs, now }: AskOptions): AskProvider {
  const get = createFetch(timeoutMs);
  const budgets = new Map<FeedProvider, RateLimit>();
  const breakers = new Map<FeedProvider, CircuitBreaker>();
  for (const name of feedProviders) {
    budgets.set(name, createRateLimit(redis, { name: `feed:${name}`, ...access[name].budget }));
    const clock = () => performance.now();
    breakers.set(name, createCircuitBreaker({ threshold: failuresUntilOpen, openMs, clock }));
  }

  return async ({ provider, code, range }, signal) => {
    const adapter = providers[provider];
    const breaker = breakers.get(provider);
    if (breaker?.allows() === false) {
      const message = `${provider} has failed again and again: it rests`;
      throw new ProviderFault('unavailable', message, { retryAfterMs: breaker.restMs() });
    }
    await takeBudget(budgets.get(provider));
    const config = { ...access[provider], code, now: now() };
    try {
      const quotes =
        range === null
          ? await adapter.collect(config, get, signal)
          : await adapter.history?.collect({ ...config, range }, get, signal);
      breaker?.succeeded();
      return quotes ?? [];
    } catch (error) {
      if (error instanceof ProviderFault) {
        // Whatever it answers, it is there: one thing that it has no price for is no reason to ask for no other.
        if (error.kind === 'unavailable') breaker?.failed();
        else breaker?.succeeded();
      }
      throw error;
    }
  };
}

async function takeBudget(budget: RateLimit | undefined): Promise<void> {
  try {
    await budget?.take('all');
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const retryAfterMs = (error.options.retryAfterSeconds ?? 60) * 1000;
    throw new ProviderFault('limited', 'the budget of the provider is spent', { retryAfterMs });
  }
}
