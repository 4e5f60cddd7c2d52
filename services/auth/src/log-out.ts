/** Ends the session of a browser or of an access token. */
import type { Tx } from '@balcao/kit/db.ts';
import type { Caller } from '@balcao/kit/tokens.ts';
import type { Origin } from './origin.ts';
import { hashToken } from './secret-token.ts';
import { endSessions, lockRefreshToken } from './session-store.ts';

interface Leaving {
  /** A browser's, which may have no access token that is still alive. */
  refreshToken: string | undefined;
  /** Throws `unauthenticated` without one; asked only where the cookie names no session. */
  readCaller(): Caller;
  origin: Origin;
}

/** Throws `unauthenticated` where nothing says whose session it is. */
export async function logOut(tx: Tx, { refreshToken, readCaller, origin }: Leaving): Promise<void> {
  const found =
    refreshToken === undefined ? undefined : await lockRefreshToken(tx, hashToken(refreshToken));
  const { userId, sessionId } =
    found === undefined ? readCaller() : { userId: found.user.id, sessionId: found.sessionId };
  endSessions(tx, { userId, sessionId, reason: 'logout', origin: { ...origin, actorId: userId } });
}
