/** The price look-up code: what a person types at the counter and a scale prints, 1 to 6 digits. */
import { z } from 'zod';
import { canonicalPlu } from './canonical-plu.ts';

export const plu = z
  .string()
  .trim()
  .max(6)
  .regex(/^0*[1-9]\d*$/, '1 to 6 digits, not all zero')
  .overwrite(canonicalPlu);
