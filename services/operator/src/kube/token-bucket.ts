/** A rate limit: so many at once, so many a second on average. */
import { type Clock, pause, systemClock } from './clock.ts';

export interface RateOptions {
  perSecond: number;
  burst: number;
}

export interface TokenBucket {
  /** Resolves in the order of the calls, each when it may go on; at once when the signal is aborted. */
  take(signal: AbortSignal): Promise<void>;
}

export function createTokenBucket(
  { perSecond, burst }: RateOptions,
  clock: Clock = systemClock,
): TokenBucket {
  const emptyMs = burst * (1000 / perSecond);
  /** When the bucket would be full again, if nobody took any more. */
  let fullAtMs = clock.nowMs();

  return {
    async take(signal) {
      const nowMs = clock.nowMs();
      // A place is taken before it is waited for: that keeps the order.
      fullAtMs = Math.max(fullAtMs, nowMs) + 1000 / perSecond;
      const waitMs = fullAtMs - nowMs - emptyMs;
      if (waitMs > 0) await pause(clock, waitMs, signal);
    },
  };
}
