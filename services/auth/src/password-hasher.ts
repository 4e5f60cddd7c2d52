/** Hashes and checks passwords with the work that is set, and knows hashes that were made with less. */
import { randomBytes } from 'node:crypto';
import { type Derive, deriveTag, formatHash, parseHash, tagsAreEqual } from './password-hash.ts';

/** How much an Argon2id hash costs; lanes stay at one. */
export interface HashWork {
  memoryKib: number;
  passes: number;
}

export interface PasswordHasher {
  /** Hashes with a new salt. Takes some 30 ms and the memory that is set, on a thread: call it through the gate. */
  hash(password: string): Promise<string>;
  /** Whether the password is the hash's, by the hash's own parameters and in constant time. */
  verify(password: string, hash: string): Promise<boolean>;
  /** A hash that no password has: checked for unknown users, so that they take as long as known ones. */
  impossibleHash(): string;
  /** Whether the hash was made with less work than is set now, so that the password is to be hashed anew. */
  isOutdated(hash: string): boolean;
}

const lanes = 1;
const saltBytes = 16;
const tagBytes = 32;

/** `derive` computes Argon2id. Throws for a stored hash that is damaged. */
export function createPasswordHasher(
  { memoryKib, passes }: HashWork,
  derive: Derive = deriveTag,
): PasswordHasher {
  const newShape = () => ({ memoryKib, passes, lanes, salt: randomBytes(saltBytes) });
  return {
    async hash(password) {
      const shape = newShape();
      return formatHash({ ...shape, tag: await derive(password, { ...shape, tagBytes }) });
    },
    async verify(password, hash) {
      const { tag, ...shape } = parseHash(hash);
      return tagsAreEqual(await derive(password, { ...shape, tagBytes: tag.length }), tag);
    },
    impossibleHash: () => formatHash({ ...newShape(), tag: randomBytes(tagBytes) }),
    isOutdated(hash) {
      const { salt, tag, ...former } = parseHash(hash);
      const isShorter = salt.length < saltBytes || tag.length < tagBytes;
      return isShorter || former.memoryKib * former.passes < memoryKib * passes;
    },
  };
}
