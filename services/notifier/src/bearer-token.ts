/** The token of a caller that is no user: compared by its digest, so that the time taken tells nothing of it. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { Problem } from '@balcao/kit/problem.ts';

/** Throws `unauthenticated` unless the header is `Bearer` and the token, and `not_found` where there is no token. */
export function requireBearer(header: string | undefined, token: string | undefined): void {
  if (token === undefined) throw new Problem('not_found', 'There is nothing at this address.');
  const [, given] = /^Bearer +(\S+)$/i.exec(header ?? '') ?? [];
  const isRight = given !== undefined && timingSafeEqual(digest(given), digest(token));
  if (!isRight) throw new Problem('unauthenticated', 'Send Authorization: Bearer <token>.');
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
