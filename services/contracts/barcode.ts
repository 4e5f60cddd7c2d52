/** What a product may have as its barcode. */
import { z } from 'zod';
import { gtinDigits, isGtin, isScaleCode } from './gtin.ts';

/** A product's barcode. A scale's code is refused, since a scan would read it as a label. */
export const barcode = z
  .string()
  .trim()
  .regex(gtinDigits, '8, 12, 13 or 14 digits')
  .refine(isGtin, 'the check digit is wrong')
  .refine((digits) => !isScaleCode(digits), '13 digits that start with 2 are a scale label');
