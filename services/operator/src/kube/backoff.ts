/** Pure: how long to wait before the next attempt. */

export interface BackoffOptions {
  /** The first wait at its longest. */
  baseMs: number;
  maxMs: number;
}

/**
 * Exponential with half jitter: between half and the whole of `baseMs × 2^failures`, at most `maxMs`. Jitter keeps
 * replicas and keys that failed together from trying together; the half keeps a busy loop away.
 * @param failures attempts that have failed before this one, from 0
 * @param random in [0, 1)
 */
export function backoffMs(
  { baseMs, maxMs }: BackoffOptions,
  failures: number,
  random: number,
): number {
  const ceiling = Math.min(maxMs, baseMs * 2 ** Math.min(failures, 52));
  return ceiling * (0.5 + random / 2);
}
