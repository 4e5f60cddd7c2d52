/** What an adapter of a provider is: it asks once, and answers quotes or says what went wrong. */
import type { Fetch } from './http-get.ts';

/** A price as a provider says it; `price` is a decimal with at most 12 digits after the point. */
export interface ProviderQuote {
  at: string;
  price: string;
}

export interface AdapterConfig {
  /** Where the provider answers, without a slash at the end. */
  baseUrl: string;
  /** Null where the provider asks for none, or nobody has set one. */
  apiKey: string | null;
  /** What the provider calls the thing, such as `USD-BRL`, `bitcoin` or a series' number. */
  code: string;
  now: Date;
}

/** Two days, both of which belong to it. */
export interface DayRange {
  from: string;
  to: string;
}

/** Each call rejects with a ProviderFault, and when the signal is aborted. */
export interface Adapter {
  /** The latest quotes; none where there is nothing new, as on a holiday. */
  collect(config: AdapterConfig, get: Fetch, signal: AbortSignal): Promise<ProviderQuote[]>;
  /** The quotes of some days, where the provider has a past. */
  history?: History;
}

export interface History {
  /** The longest range that one request may ask for, in days. */
  maxDays: number;
  collect(
    config: AdapterConfig & { range: DayRange },
    get: Fetch,
    signal: AbortSignal,
  ): Promise<ProviderQuote[]>;
}
