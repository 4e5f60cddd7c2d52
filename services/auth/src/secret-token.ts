/** Tokens that are secrets: opaque, 256 random bits, known to the database by their hash only. */
import { createHash, createHmac, randomBytes } from 'node:crypto';

/** A refresh token, a device token or a machine's secret. */
export interface SecretToken {
  token: string;
  hash: Buffer;
}

/** A new token; 43 characters that are safe in a URL, after the prefix. */
export function createToken(prefix = ''): SecretToken {
  const token = prefix + randomBytes(32).toString('base64url');
  return { token, hash: hashToken(token) };
}

/** The token that follows another one: always the same to whoever has both token and key, and random to others. */
export function successorOf(token: string, key: Buffer): SecretToken {
  const successor = createHmac('sha256', key).update(token).digest('base64url');
  return { token: successor, hash: hashToken(successor) };
}

/** SHA-256 suffices, without salt or delay: nobody can guess 256 random bits. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
