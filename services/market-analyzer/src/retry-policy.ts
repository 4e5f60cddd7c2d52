/** Whether what a provider did not answer is asked again, and when. */
import type { ProviderFault } from './adapters/provider-fault.ts';

const maxAttempts = 4;
const firstMs = 1_000;
/** Whoever asks for a longer pause is asked again when the feed is due the next time. */
const longestPauseMs = 60_000;
/** The past does not run away: it waits for a budget for a day. */
const maxHistoryAttempts = 1_440;

export interface Attempt {
  /** How often it was asked, this time included. */
  attempts: number;
  isHistory: boolean;
  /** 0 to 1: spreads those who failed together. */
  random: number;
}

/**
 * Milliseconds until the next attempt; null: it is given up. Seconds, doubled each time and spread by half, or
 * the pause that the provider asks for.
 */
export function retryDelayMs(
  { kind, retryAfterMs }: ProviderFault,
  { attempts, isHistory, random }: Attempt,
): number | null {
  if (kind === 'refused') return null;
  if (kind === 'limited' && isHistory) {
    return attempts < maxHistoryAttempts ? (retryAfterMs ?? longestPauseMs) : null;
  }
  if (attempts >= maxAttempts) return null;
  if (kind === 'limited' && (retryAfterMs ?? Number.POSITIVE_INFINITY) > longestPauseMs)
    return null;
  const ownMs = firstMs * 2 ** (attempts - 1) * (0.75 + random / 2);
  return Math.max(ownMs, retryAfterMs ?? 0);
}
