/** Passwords: how long they are and how they are brought to one form before they are hashed. */
import { z } from 'zod';

/**
 * A password as it is typed at sign-in: any length that could have been chosen. Unicode is brought to
 * NFKC, since keyboards differ in how they compose letters (NIST SP 800-63B); it is never trimmed.
 */
export const typedPassword = z
  .string()
  .normalize('NFKC')
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'control characters are not allowed');

/**
 * A new password. At least 10 characters, above NIST SP 800-63B's 8 and without rules about which: length
 * is what makes guessing slow. At most 200, so that nobody buys our CPU time by making us hash megabytes,
 * and far above what a password manager makes.
 */
export const password = typedPassword.min(10);
