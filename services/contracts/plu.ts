/** The price look-up code: what a person types at the counter and a scale prints, 1 to 6 digits. */
import { z } from 'zod';

/** Without leading zeros, which scales add to fill their field: 01234 and 1234 are the same product. */
export const canonicalPlu = (digits: string): string => digits.replace(/^0+/, '');

export const plu = z
  .string()
  .trim()
  .max(6)
  .regex(/^0*[1-9]\d*$/, '1 to 6 digits, not all zero')
  .overwrite(canonicalPlu);
