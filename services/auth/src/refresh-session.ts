/** Replaces a refresh token; one that was used before tells of a theft and ends the session. */
import { randomBytes } from 'node:crypto';
import type { SessionResponse } from '@balcao/contracts/api/auth.ts';
import type { Database, Tx } from '@balcao/kit/db.ts';
import type { Logger } from '@balcao/kit/log.ts';
import { Problem } from '@balcao/kit/problem.ts';
import type { Origin } from './origin.ts';
import { createToken, hashToken, successorOf } from './secret-token.ts';
import { record } from './security-event-store.ts';
import { endSessions, type FoundToken, lockRefreshToken } from './session-store.ts';
import type { Successor, TokenIssuer } from './token-issuer.ts';

export interface RefreshDeps {
  db: Database;
  issuer: TokenIssuer;
  log: Logger;
}

export interface Presented {
  refreshToken: string;
  /** Tabs of one browser share it, and know nothing of each other. */
  isCookie: boolean;
  origin: Origin;
}

/**
 * Throws `unauthenticated` (not a token of ours), `token_expired`, `token_revoked` (the session has ended)
 * or `refresh_token_reused`. Which of the two holders is the thief cannot be told, so both are logged out.
 * A cookie that was used a moment ago gets what its first use got, the same next cookie: so tabs that renew together,
 * or a browser whose answer was lost, stay in one line, and a thief who is not that quick is still found out.
 */
export async function refreshSession(
  presented: Presented,
  deps: RefreshDeps,
): Promise<SessionResponse> {
  // A refusal is returned, not thrown: the end of a session must be committed.
  const outcome = await deps.db.transaction((tx) =>
    tryRefresh(tx, { ...presented, isRepeat: false }, deps),
  );
  if (outcome instanceof Problem) throw outcome;
  return outcome;
}

async function tryRefresh(
  tx: Tx,
  presented: Presented & { isRepeat: boolean },
  deps: RefreshDeps,
): Promise<SessionResponse | Problem> {
  const { refreshToken, isCookie, isRepeat, origin } = presented;
  const hash = hashToken(refreshToken);
  const found = await lockRefreshToken(tx, hash);
  if (found === undefined) {
    return new Problem('unauthenticated', 'The refresh token is not one of ours. Log in again.');
  }
  if (found.isUsed) {
    if (!isCookie || found.successorKey === null) return endForReuse(tx, { found, origin }, deps);
    const { token } = successorOf(refreshToken, found.successorKey);
    return tryRefresh(tx, { ...presented, refreshToken: token, isRepeat: true }, deps);
  }
  if (found.hasEnded) return sessionHasEnded();
  if (found.hasExpired) {
    return new Problem('token_expired', 'The refresh token has expired. Log in again.');
  }
  const former = { sessionId: found.sessionId, user: found.user, origin };
  if (isRepeat) return deps.issuer.repeat(tx, { ...former, refreshToken });
  const successor = nextOf(presented);
  return deps.issuer.renew(tx, { ...former, usedHash: hash, successor });
}

function nextOf({ refreshToken, isCookie }: Presented): Successor {
  if (!isCookie) return { ...createToken(), key: null };
  const key = randomBytes(32);
  return { ...successorOf(refreshToken, key), key };
}

/** Whoever holds the token is not known, so the trail names no actor. */
function endForReuse(
  tx: Tx,
  { found, origin }: { found: FoundToken; origin: Origin },
  { log }: RefreshDeps,
): Problem {
  const { sessionId } = found;
  const { id: userId } = found.user;
  record(tx, origin, [{ type: 'refresh_token.reused', userId, sessionId }]);
  endSessions(tx, { userId, sessionId, reason: 'reuse', origin });
  tx.afterCommit(() => log.warn({ sessionId, userId }, 'a refresh token was used again'));
  return new Problem(
    'refresh_token_reused',
    'This refresh token was used before, so its session has ended. Log in again.',
  );
}

export function sessionHasEnded(): Problem {
  return new Problem('token_revoked', 'This session has ended. Log in again.');
}
