/** How long to wait before asking a provider again. */

const firstMs = 500;
const longestMs = 60_000;

/** Milliseconds after `attempts` failures in a row: half a second, doubled each time up to a minute. */
export function retryDelayMs(attempts: number): number {
  return Math.min(firstMs * 2 ** (attempts - 1), longestMs);
}
