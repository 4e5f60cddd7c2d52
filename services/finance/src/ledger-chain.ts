/**
 * The chain of hashes: each link's hash is SHA-256 over the hash before it and the digest of its transaction, so
 * that a change of any transaction, or of their order, is a change of all that follow.
 */
import { createHash } from 'node:crypto';

/** Before the first link: SHA-256 of nothing. */
export const genesis: Buffer = createHash('sha256').digest();

export function nextHash(before: Uint8Array, digest: Uint8Array): Buffer {
  return createHash('sha256').update(before).update(digest).digest();
}
