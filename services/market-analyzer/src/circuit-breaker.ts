/** Leaves a provider alone that fails again and again: closed, open for a while, then one trial. */

export interface CircuitBreaker {
  /** Whether it may be asked; the first question after the pause is the trial, and others wait for its outcome. */
  allows(): boolean;
  /** Milliseconds until the next trial. */
  restMs(): number;
  succeeded(): void;
  failed(): void;
}

export interface BreakerOptions {
  /** How many failures in a row open it. */
  threshold: number;
  openMs: number;
  /** Milliseconds of a clock that never goes back. */
  clock: () => number;
}

export function createCircuitBreaker({ threshold, openMs, clock }: BreakerOptions): CircuitBreaker {
  let failures = 0;
  let closedAgainAt = 0;
  return {
    allows() {
      if (failures < threshold) return true;
      if (clock() < closedAgainAt) return false;
      // A trial that is never heard of again is followed by another one.
      closedAgainAt = clock() + openMs;
      return true;
    },
    restMs() {
      return failures < threshold ? 0 : Math.max(closedAgainAt - clock(), 0);
    },
    succeeded() {
      failures = 0;
    },
    failed() {
      failures += 1;
      if (failures >= threshold) closedAgainAt = clock() + openMs;
    },
  };
}
