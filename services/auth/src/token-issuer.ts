/** Gives a session its tokens: a short-lived access token and a refresh token that is used once. */
import { createPrivateKey, type KeyObject } from 'node:crypto';
import type { SessionResponse } from '@balcao/contracts/api/auth.ts';
import type { User } from '@balcao/contracts/api/users.ts';
import { signAccessToken } from '@balcao/kit/access-tokens.ts';
import type { Tx } from '@balcao/kit/db.ts';
import { newId } from '@balcao/kit/ids.ts';
import type { AuthConfig } from './config.ts';
import { readSigningKey } from './key-store.ts';
import type { Origin } from './origin.ts';
import { createRefreshToken } from './refresh-token.ts';
import { record } from './security-event-store.ts';
import {
  insertRefreshToken,
  insertSession,
  markUsed,
  prolongSession,
  type SessionLife,
} from './session-store.ts';

export interface TokenIssuer {
  /** Opens a session. The caller holds the user's row, so that it is not disabled meanwhile. */
  open(tx: Tx, opened: { user: User; origin: Origin }): Promise<SessionResponse>;
  /** Replaces a refresh token. The caller holds the token and its session. */
  renew(
    tx: Tx,
    former: { sessionId: string; user: User; usedHash: Buffer; origin: Origin },
  ): Promise<SessionResponse>;
}

const secondsPerDay = 86_400;

export function createTokenIssuer(config: AuthConfig): TokenIssuer {
  const { accessTokenSeconds: accessSeconds, refreshTokenDays } = config;
  const refreshSeconds = refreshTokenDays * secondsPerDay;
  const privateKeyOf = createKeyReader();

  async function issue(tx: Tx, user: User, life: SessionLife): Promise<SessionResponse> {
    const { token, hash } = createRefreshToken();
    const [key] = await Promise.all([
      readSigningKey(tx),
      insertRefreshToken(tx, { ...life, hash }),
    ]);
    const accessToken = signAccessToken({
      privateKey: privateKeyOf(key),
      kid: key.kid,
      claims: { sub: user.id, sid: life.sessionId, role: user.role },
      expiresInSeconds: accessSeconds,
    });
    return { accessToken, refreshToken: token, expiresInSeconds: accessSeconds, user };
  }

  return {
    async open(tx, { user, origin }) {
      const life = { sessionId: newId(), accessSeconds, refreshSeconds, origin };
      const [, session] = await Promise.all([
        insertSession(tx, { ...life, userId: user.id }),
        issue(tx, user, life),
      ]);
      const { id: userId } = user;
      const { sessionId } = life;
      record(tx, { ...origin, actorId: userId }, [{ type: 'login.succeeded', userId, sessionId }]);
      return session;
    },
    async renew(tx, { sessionId, user, usedHash, origin }) {
      const life = { sessionId, accessSeconds, refreshSeconds, origin };
      const [, , session] = await Promise.all([
        markUsed(tx, usedHash),
        prolongSession(tx, life),
        issue(tx, user, life),
      ]);
      return session;
    },
  };
}

/** Parses a private key once; only the one that signs is kept. */
function createKeyReader(): (key: { kid: string; privatePkcs8: string }) => KeyObject {
  let known: { kid: string; key: KeyObject } | undefined;
  return ({ kid, privatePkcs8 }) => {
    if (known?.kid !== kid) known = { kid, key: createPrivateKey(privatePkcs8) };
    return known.key;
  };
}
