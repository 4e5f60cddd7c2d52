/** Replaces a refresh token; one that was used before tells of a theft and ends the session. */
import type { RefreshRequest, SessionResponse } from '@balcao/contracts/api/auth.ts';
import type { Database, Tx } from '@balcao/kit/db.ts';
import type { Logger } from '@balcao/kit/log.ts';
import { Problem } from '@balcao/kit/problem.ts';
import type { Origin } from './origin.ts';
import { hashToken } from './secret-token.ts';
import { record } from './security-event-store.ts';
import { endSessions, type FoundToken, lockRefreshToken } from './session-store.ts';
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
export async function refreshSession(
  { refreshToken, origin }: RefreshRequest & { origin: Origin },
  deps: RefreshDeps,
): Promise<SessionResponse> {
  const hash = hashToken(refreshToken);
  // A refusal is returned, not thrown: the end of a session must be committed.
  const outcome = await deps.db.transaction((tx) => tryRefresh(tx, { hash, origin }, deps));
  if (outcome instanceof Problem) throw outcome;
  return outcome;
}

async function tryRefresh(
  tx: Tx,
  { hash, origin }: { hash: Buffer; origin: Origin },
  { issuer, log }: RefreshDeps,
): Promise<SessionResponse | Problem> {
  const found = await lockRefreshToken(tx, hash);
  if (found === undefined) {
    return new Problem('unauthenticated', 'The refresh token is not one of ours. Log in again.');
  }
  if (found.isUsed) {
    endForReuse(tx, found, origin);
    const { sessionId, user } = found;
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
  const { sessionId, user } = found;
  return issuer.renew(tx, { sessionId, user, usedHash: hash, origin });
}

/** Whoever holds the token is not known, so the trail names no actor. */
function endForReuse(tx: Tx, { sessionId, user }: FoundToken, origin: Origin): void {
  const { id: userId } = user;
  record(tx, origin, [{ type: 'refresh_token.reused', userId, sessionId }]);
  endSessions(tx, { userId, sessionId, reason: 'reuse', origin });
}

export function sessionHasEnded(): Problem {
  return new Problem('token_revoked', 'This session has ended. Log in again.');
}
