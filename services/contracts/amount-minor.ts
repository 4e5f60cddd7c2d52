/** Amounts, prices and quantities as requests and answers have them. */
import { z } from 'zod';
import { maxAmountMinor, maxQuantityMilli, maxUnitPriceMinor } from './money.ts';

export const amountMinor = z.int().min(0).max(maxAmountMinor);
export const positiveAmountMinor = z.int().min(1).max(maxAmountMinor);
export const unitPriceMinor = z.int().min(0).max(maxUnitPriceMinor);
export const quantityMilli = z.int().min(1).max(maxQuantityMilli);
/** What an adjustment adds (above zero) or takes away (below zero); never zero. */
export const signedQuantityMilli = z
  .int()
  .min(-maxQuantityMilli)
  .max(maxQuantityMilli)
  .refine((value) => value !== 0, 'must not be zero');
