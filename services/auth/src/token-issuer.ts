/** Gives a session its tokens: a short-lived access token and a refresh token that is used once. */
import { createPrivateKey, type KeyObject } from 'node:crypto';
import type { SessionResponse } from '@balcao/contracts/api/auth.ts';
import type { TokenResponse } from '@balcao/contracts/api/machines.ts';
import type { SecurityEventDetail } from '@balcao/contracts/api/security-events.ts';
import type { User } from '@balcao/contracts/api/users.ts';
import { signAccessToken } from '@balcao/kit/access-tokens.ts';
import type { Tx } from '@balcao/kit/db.ts';
import { newId } from '@balcao/kit/ids.ts';
import type { AuthConfig } from './config.ts';
import { readSigningKey } from './key-store.ts';
import type { Origin } from './origin.ts';
import { createToken, type SecretToken } from './secret-token.ts';
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
  /** Opens a session of one access token for a machine. The caller holds its row and its secret. */
  openForMachine(
    tx: Tx,
    opened: { user: User; secretId: string; origin: Origin },
  ): Promise<TokenResponse>;
  /** Replaces a refresh token. The caller holds the token and its session. */
  renew(
    tx: Tx,
    former: Former & { usedHash: Buffer; successor: Successor },
  ): Promise<SessionResponse>;
  /** Gives one more access token beside a refresh token that was not used. The caller holds both and the session. */
  repeat(tx: Tx, former: Former & { refreshToken: string }): Promise<SessionResponse>;
}

interface Former {
  sessionId: string;
  user: User;
  origin: Origin;
}

/** The token that follows, and by what it can be made again; null where it cannot. */
export interface Successor extends SecretToken {
  key: Buffer | null;
}

const secondsPerDay = 86_400;

export function createTokenIssuer(config: AuthConfig): TokenIssuer {
  const { accessTokenSeconds: accessSeconds, refreshTokenDays } = config;
  const refreshSeconds = refreshTokenDays * secondsPerDay;
  const privateKeyOf = createKeyReader();

  async function sign(tx: Tx, user: User, sessionId: string): Promise<string> {
    const key = await readSigningKey(tx);
    return signAccessToken({
      privateKey: privateKeyOf(key),
      kid: key.kid,
      claims: { sub: user.id, sid: sessionId, role: user.role },
      expiresInSeconds: accessSeconds,
    });
  }

  async function issue(
    tx: Tx,
    user: User,
    { token, hash, ...life }: SessionLife & SecretToken,
  ): Promise<SessionResponse> {
    const [accessToken] = await Promise.all([
      sign(tx, user, life.sessionId),
      insertRefreshToken(tx, { ...life, hash }),
    ]);
    return { accessToken, refreshToken: token, expiresInSeconds: accessSeconds, user };
  }

  return {
    async open(tx, { user, origin }) {
      const life = { sessionId: newId(), accessSeconds, refreshSeconds, origin };
      const [, session] = await Promise.all([
        insertSession(tx, { ...life, userId: user.id }),
        issue(tx, user, { ...life, ...createToken() }),
      ]);
      tellOfLogin(tx, user, { ...life, detail: {} });
      return session;
    },
    async openForMachine(tx, { user, secretId, origin }) {
      // It ends with its one token.
      const life = { sessionId: newId(), accessSeconds, refreshSeconds: accessSeconds, origin };
      const [, accessToken] = await Promise.all([
        insertSession(tx, { ...life, userId: user.id, machineSecretId: secretId }),
        sign(tx, user, life.sessionId),
      ]);
      tellOfLogin(tx, user, { ...life, detail: { secretId } });
      return { accessToken, expiresInSeconds: accessSeconds };
    },
    async renew(tx, { sessionId, user, usedHash: hash, successor: { key, ...next }, origin }) {
      const life = { sessionId, accessSeconds, refreshSeconds, origin };
      const [, , session] = await Promise.all([
        markUsed(tx, { hash, successorKey: key }),
        prolongSession(tx, life),
        issue(tx, user, { ...life, ...next }),
      ]);
      return session;
    },
    async repeat(tx, { sessionId, user, refreshToken, origin }) {
      const [accessToken] = await Promise.all([
        sign(tx, user, sessionId),
        prolongSession(tx, { sessionId, accessSeconds, refreshSeconds, origin }),
      ]);
      return { accessToken, refreshToken, expiresInSeconds: accessSeconds, user };
    },
  };
}

function tellOfLogin(
  tx: Tx,
  { id: userId }: User,
  { sessionId, origin, detail }: SessionLife & { detail: SecurityEventDetail },
): void {
  const login = { type: 'login.succeeded', userId, sessionId, detail } as const;
  record(tx, { ...origin, actorId: userId }, [login]);
}

/** Parses a private key once; only the one that signs is kept. */
function createKeyReader(): (key: { kid: string; privatePkcs8: string }) => KeyObject {
  let known: { kid: string; key: KeyObject } | undefined;
  return ({ kid, privatePkcs8 }) => {
    if (known?.kid !== kid) known = { kid, key: createPrivateKey(privatePkcs8) };
    return known.key;
  };
}
