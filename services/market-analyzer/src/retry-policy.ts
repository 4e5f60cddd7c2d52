/** Whether what a provider did not answer is asked again, and when. */
import type { ProviderFault } from './adapters/provider-fault.ts';

/** What has broken, or is away from a feed that is due often, is asked so often. */
const fewAttempts = 4;
const firstMs = 1_000;
const longestMs = 600_000;
/** Whoever asks for a longer pause is asked again when the feed is due next, unless that is far away. */
const longestPauseMs = 60_000;
/** The past does not run away: it waits a day for a budget, or for a provider that is away. */
const maxHistoryAttempts = 1_440;

export interface Attempt {
  /** How often it was asked, this time included. */
  attempts: number;
  /** How often the feed is due. */
  everySeconds: number;
  isHistory: boolean;
  /** 0 to 1: spreads those who failed together. */
  random: number;
}

/**
 * Milliseconds until the next attempt; null: it is given up. Seconds, doubled each time up to ten minutes and spread
 * by half, or the pause that the provider asks for. A provider that is away is asked for a quarter of the time until
 * the feed is due again, so that an outage does not cost a daily feed its day.
 */
export function retryDelayMs(
  { kind, retryAfterMs }: ProviderFault,
  { attempts, everySeconds, isHistory, random }: Attempt,
): number | null {
  if (kind === 'refused') return null;
  if (kind === 'broken' && attempts >= fewAttempts) return null;
  const ownMs = pauseMs(attempts) * (0.75 + random / 2);
  if (isHistory && kind !== 'broken') {
    if (attempts >= maxHistoryAttempts) return null;
    if (kind === 'limited') return retryAfterMs ?? longestPauseMs;
    return Math.max(Math.min(ownMs, longestPauseMs), retryAfterMs ?? 0);
  }
  const patienceMs = (everySeconds * 1_000) / 4;
  if (attempts >= fewAttempts && waitedMs(attempts) >= patienceMs) return null;
  const wishMs = retryAfterMs ?? (kind === 'limited' ? Number.POSITIVE_INFINITY : 0);
  return wishMs > Math.max(longestPauseMs, patienceMs) ? null : Math.max(ownMs, wishMs);
}

/** After so many attempts, unspread. */
const pauseMs = (attempts: number): number => Math.min(firstMs * 2 ** (attempts - 1), longestMs);

/** Before this attempt, unspread. */
function waitedMs(attempts: number): number {
  let sum = 0;
  for (let earlier = 1; earlier < attempts; earlier += 1) sum += pauseMs(earlier);
  return sum;
}
