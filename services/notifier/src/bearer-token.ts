/** The token of a caller that is no user: compared by its digest, so that the time taken tells nothing of it. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { Problem } from '@balcao/kit/problem.ts';

/** Throws `unauthenticated` unless the header is `Bearer` and the token; where there is no token, nobody has it. */
export function requireBearer(header: string | undefined, token: string | undefined): void {
  const [, given] = /^Bearer +(\S+)$/i.exec(header ?? '') ?? [];
  const isRight =
    token !== undefined && given !== undefined && timingSafeEqual(digest(given), digest(token));
  if (!isRight) throw new Problem('unauthenticated', 'Send Authorization: Bearer <token>.');
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
