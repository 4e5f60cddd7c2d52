/** The `Prefer: wait=N` request header (RFC 7240). */
import { Problem } from '../problem.ts';

export const maxWaitSeconds = 30;

/** Seconds that the caller is willing to wait, at most 30; undefined when it does not say. */
export function preferredWaitSeconds(header: string | undefined): number | undefined {
  const match = header?.match(/(?:^|[,;\s])wait\s*=\s*"?([^",;\s]*)"?/i);
  if (match === null || match === undefined) return undefined;
  const text = match[1] ?? '';
  if (!/^\d{1,6}$/.test(text)) {
    throw new Problem('validation_failed', 'Prefer: wait takes a whole number of seconds.', {
      pt: 'Prefer: wait leva um número inteiro de segundos.',
      errors: [
        {
          path: 'headers.prefer',
          message: 'use wait=N with N from 0 to 30',
          pt: 'use wait=N, com N de 0 a 30',
        },
      ],
    });
  }
  return Math.min(Number(text), maxWaitSeconds);
}
