/** Signs access tokens; only auth does. What makes one valid is in `tokens.ts`. */
import type { KeyObject } from 'node:crypto';
import type { Role } from '@balcao/contracts/permissions.ts';
import jsonwebtoken from 'jsonwebtoken';
import { tokenAudience, tokenIssuer } from './tokens.ts';

export interface AccessTokenClaims {
  /** The user's id. */
  sub: string;
  /** The session's id, which a revocation names. */
  sid: string;
  role: Role;
}

export interface AccessTokenOptions {
  /** A private key on P-256. */
  privateKey: KeyObject;
  /** Id of the key in the JWKS. */
  kid: string;
  claims: AccessTokenClaims;
  expiresInSeconds: number;
}

/** A JWT signed by ES256 (RFC 7519, RFC 7518 section 3.4). */
export function signAccessToken(options: AccessTokenOptions): string {
  const { privateKey, kid, claims, expiresInSeconds } = options;
  return jsonwebtoken.sign({ ...claims }, privateKey, {
    algorithm: 'ES256',
    keyid: kid,
    issuer: tokenIssuer,
    audience: tokenAudience,
    expiresIn: expiresInSeconds,
  });
}
