/** Replaces a refresh token; one that was used before tells of a theft and ends the session. */
import type { SessionResponse } from '@balcao/contracts/api/auth.ts';
import type { Database, Tx } from '@balcao/kit/db.ts';
import type { Logger } from '@balcao/kit/log.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { hashRefreshToken } from './refresh-token.ts';
import { endSession, lockRefreshToken } from './session-store.ts';
import type { TokenIssuer } from './token-issuer.ts';

export interface RefreshDeps {
  db: Database;
  issuer: TokenIssuer;
  log: Logger;
}

/**
 * Throws `unauthenticated` (not a token of ours), `token_expired`, `token_revoked` (the session has ended)
 * or `refresh_token_reused`. Which of the two holders is the thief cannot be told, so both are logged out.
 */
export async function refreshSession(token: string, deps: RefreshDeps): Promise<SessionResponse> {
  const hash = hashRefreshToken(token);
  // A refusal is returned, not thrown: the end of a session must be committed.
  const outcome = await deps.db.transaction((tx) => tryRefresh(tx, hash, deps));
  if (outcome instanceof Problem) throw outcome;
  return outcome;
}

async function tryRefresh(
  tx: Tx,
  hash: Buffer,
  { issuer, log }: RefreshDeps,
): Promise<SessionResponse | Problem> {
  const found = await lockRefreshToken(tx, hash);
  if (found === undefined) {
    return new Problem('unauthenticated', 'The refresh token is not one of ours. Log in again.');
  }
  const { sessionId, user } = found;
  if (found.isUsed) {
    await endSession(tx, { sessionId, reason: 'reuse' });
    tx.afterCommit(() =>
      log.warn({ sessionId, userId: user.id }, 'a refresh token was used again'),
    );
    return new Problem(
      'refresh_token_reused',
      'This refresh token was used before, so its session has ended. Log in again.',
    );
  }
  if (found.hasEnded) return sessionHasEnded();
  if (found.hasExpired) {
    return new Problem('token_expired', 'The refresh token has expired. Log in again.');
  }
  return issuer.renew(tx, { sessionId, user, usedHash: hash });
}

export function sessionHasEnded(): Problem {
  return new Problem('token_revoked', 'This session has ended. Log in again.');
}
