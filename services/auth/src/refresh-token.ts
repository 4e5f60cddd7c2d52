/** Refresh tokens: opaque, 256 random bits, known to the database by their hash only. */
import { createHash, randomBytes } from 'node:crypto';

export interface RefreshToken {
  token: string;
  hash: Buffer;
}

/** A new token; 43 characters that are safe in a URL. */
export function createRefreshToken(): RefreshToken {
  const token = randomBytes(32).toString('base64url');
  return { token, hash: hashRefreshToken(token) };
}

/** SHA-256 suffices, without salt or delay: nobody can guess 256 random bits. */
export function hashRefreshToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
