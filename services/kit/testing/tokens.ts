/** Access tokens for tests, signed by a key of the test's own. */
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import type { Role } from '@balcao/contracts/permissions.ts';
import jsonwebtoken from 'jsonwebtoken';
import { type TokenSource, tokenAudience, tokenIssuer } from '../tokens.ts';

export interface TestTokens {
  source: TokenSource;
  /** A token of a new session; `userId` is a new one unless given. */
  tokenFor(role: Role, userId?: string): string;
  revoke(sessionId: string): void;
  sign(claims: object, options?: jsonwebtoken.SignOptions): string;
}

export function createTestTokens(): TestTokens {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const kid = randomUUID();
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid, alg: 'ES256', use: 'sig' };
  const revoked: { sessionId: string }[] = [];
  const sign = (claims: object, options: jsonwebtoken.SignOptions = {}) =>
    jsonwebtoken.sign(claims, privateKey.export({ format: 'pem', type: 'pkcs8' }), {
      algorithm: 'ES256',
      keyid: kid,
      issuer: tokenIssuer,
      audience: tokenAudience,
      expiresIn: 900,
      ...options,
    });
  return {
    source: {
      readKeys: async () => ({ keys: [jwk] }),
      readRevocations: async () => ({ items: revoked }),
    },
    tokenFor: (role, userId = randomUUID()) => sign({ sub: userId, sid: randomUUID(), role }),
    revoke: (sessionId) => void revoked.push({ sessionId }),
    sign,
  };
}
