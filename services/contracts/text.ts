/** Text that people type and machines send: trimmed, bounded, free of characters that a database refuses. */
import { z } from 'zod';

/** No control characters (NUL breaks PostgreSQL's text) and no half surrogate pairs (they break jsonb). */
const printable = /^[^\p{Cc}\p{Cs}]*$/u;

/** No later check of the same value sees it. */
const bounded = { abort: true };

export const maxNameLength = 120;
export const maxDescriptionLength = 500;

/**
 * One line of text: trimmed, not empty, at most `maxLength` UTF-16 units, without control characters. What is longer is
 * not looked at any further: a pattern over a megabyte may take minutes.
 */
export const text = (maxLength: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(maxLength, bounded)
    .regex(printable, 'control characters are not allowed');

export const name = text(maxNameLength);
export const description = text(maxDescriptionLength);

/** An address as it is compared and stored: trimmed and in lower case; 254 characters by RFC 5321. */
export const email = z.string().trim().toLowerCase().max(254, bounded).check(z.email());

/** Text that is compared byte for byte (a token, a cursor), so that it is neither trimmed nor altered. */
export const opaque = (maxLength: number) =>
  z
    .string()
    .min(1)
    .max(maxLength, bounded)
    .regex(/^[\x21-\x7e]*$/, 'printable ASCII without spaces');
