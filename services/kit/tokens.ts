/** Verifies access tokens: ES256 by the keys of auth's JWKS, with verified tokens cached and revoked sessions refused. */
import { createPublicKey, type KeyObject } from 'node:crypto';
import { type Role, roles } from '@balcao/contracts/permissions.ts';
import jsonwebtoken from 'jsonwebtoken';
import { z } from 'zod';
import type { Logger } from './log.ts';
import { Problem } from './problem.ts';
import type { Wording } from './wording.ts';

/** Who calls. */
export interface Caller {
  userId: string;
  role: Role;
  sessionId: string;
}

export interface TokenVerifier {
  /** Throws `unauthenticated`, `token_expired` or `token_revoked`. */
  verify(token: string): Promise<Caller>;
  /** Whether keys and revocation list have been read at least once. */
  isReady(): boolean;
  /** Reads both lists again. */
  refresh(): Promise<void>;
}

/** Where keys and revoked sessions are read: from auth over HTTP, or, in auth itself, from its store. */
export interface TokenSource {
  /** A JSON Web Key Set (RFC 7517). */
  readKeys(): Promise<unknown>;
  /** `{items: [{sessionId}]}`: every session that ended within the life of an access token. */
  readRevocations(): Promise<unknown>;
}

export const tokenIssuer = 'balcao';
export const tokenAudience = 'balcao-api';

const maxCachedTokens = 10_000;
const fetchTimeoutMs = 2_000;
const minKeyReadIntervalMs = 1_000;

const jwksSchema = z.object({
  keys: z.array(
    z.object({
      kid: z.string(),
      kty: z.literal('EC'),
      crv: z.literal('P-256'),
      x: z.string(),
      y: z.string(),
    }),
  ),
});
const revocationsSchema = z.object({ items: z.array(z.object({ sessionId: z.string() })) });
const claimsSchema = z.object({
  sub: z.string(),
  sid: z.string(),
  role: z.enum(roles),
  exp: z.number(),
});

interface Verified {
  caller: Caller;
  expiresAtMs: number;
}

/** Reads from auth's public endpoints; `authUrl` is its base, such as `http://auth:8001`. */
export function httpTokenSource(authUrl: string): TokenSource {
  async function read(path: string): Promise<unknown> {
    const response = await fetch(`${authUrl}/api/v1/auth/${path}`, {
      signal: AbortSignal.timeout(fetchTimeoutMs),
    });
    if (!response.ok) throw new Error(`auth answered ${response.status} to ${path}`);
    return response.json();
  }
  return { readKeys: () => read('jwks.json'), readRevocations: () => read('revocations') };
}

export function createTokenVerifier(source: TokenSource, log: Logger): TokenVerifier {
  const verified = new Map<string, Verified>();
  let keys = new Map<string, KeyObject>();
  let revoked = new Set<string>();
  let keysReadAtMs = 0;
  let hasRevocations = false;
  let readingKeys: Promise<void> | undefined;

  async function readKeys(): Promise<void> {
    const jwks = jwksSchema.parse(await source.readKeys());
    keys = new Map(jwks.keys.map((jwk) => [jwk.kid, createPublicKey({ key: jwk, format: 'jwk' })]));
    keysReadAtMs = Date.now();
  }

  /** Concurrent callers share one read. */
  function refreshKeys(): Promise<void> {
    readingKeys ??= readKeys().finally(() => {
      readingKeys = undefined;
    });
    return readingKeys;
  }

  async function keyFor(kid: string): Promise<KeyObject> {
    const known = keys.get(kid);
    if (known !== undefined) return known;
    // A key of tomorrow: read again, but not for every forged token.
    if (Date.now() - keysReadAtMs > minKeyReadIntervalMs) {
      await refreshKeys().catch((cause: unknown) => {
        log.warn({ err: cause }, 'the signing keys cannot be read');
        throw new Problem('unavailable', 'Tokens cannot be checked at the moment. Try again.', {
          pt: 'Os tokens não podem ser conferidos no momento. Tente de novo.',
          cause,
          retryAfterSeconds: 1,
        });
      });
    }
    const key = keys.get(kid);
    if (key === undefined) throw invalidToken(unknownKey);
    return key;
  }

  async function check(token: string): Promise<Verified> {
    const decoded = jsonwebtoken.decode(token, { complete: true });
    if (decoded === null || decoded.header.alg !== 'ES256' || decoded.header.kid === undefined) {
      throw invalidToken(notOurs);
    }
    const key = await keyFor(decoded.header.kid);
    try {
      const claims = claimsSchema.parse(
        jsonwebtoken.verify(token, key, {
          algorithms: ['ES256'],
          issuer: tokenIssuer,
          audience: tokenAudience,
        }),
      );
      return {
        caller: { userId: claims.sub, role: claims.role, sessionId: claims.sid },
        expiresAtMs: claims.exp * 1000,
      };
    } catch (cause) {
      if (cause instanceof jsonwebtoken.TokenExpiredError) throw expiredToken();
      throw invalidToken(notRight, cause);
    }
  }

  function remember(token: string, entry: Verified): void {
    if (verified.size >= maxCachedTokens) {
      const [oldest] = verified.keys();
      if (oldest !== undefined) verified.delete(oldest);
    }
    verified.set(token, entry);
  }

  return {
    async verify(token) {
      let entry = verified.get(token);
      if (entry === undefined) {
        entry = await check(token);
        remember(token, entry);
      }
      if (entry.expiresAtMs <= Date.now()) {
        verified.delete(token);
        throw expiredToken();
      }
      if (revoked.has(entry.caller.sessionId)) {
        throw new Problem('token_revoked', 'This session has ended. Log in again.', {
          pt: 'Esta sessão foi encerrada. Entre de novo.',
        });
      }
      return entry.caller;
    },
    isReady: () => keysReadAtMs > 0 && hasRevocations,
    async refresh() {
      const [revocations] = await Promise.all([
        source.readRevocations(),
        keysReadAtMs === 0 ? refreshKeys() : undefined,
      ]);
      revoked = new Set(
        revocationsSchema.parse(revocations).items.map(({ sessionId }) => sessionId),
      );
      hasRevocations = true;
    },
  };
}

const unknownKey: Wording = {
  message: 'it was signed with an unknown key',
  pt: 'foi assinado com uma chave desconhecida',
};
const notOurs: Wording = {
  message: 'it is not an ES256 token of ours',
  pt: 'não é um token ES256 nosso',
};
const notRight: Wording = {
  message: 'its signature or claims are not right',
  pt: 'a assinatura ou o conteúdo não está certo',
};

function invalidToken({ message, pt }: Wording, cause?: unknown): Problem {
  return new Problem('unauthenticated', `The access token is not valid: ${message}.`, {
    pt: `O token de acesso não é válido: ${pt}.`,
    cause,
  });
}

function expiredToken(): Problem {
  return new Problem('token_expired', 'The access token has expired. Refresh it.', {
    pt: 'O token de acesso venceu. Renove-o.',
  });
}
