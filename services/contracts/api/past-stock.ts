/** Stock as it was at the end of a day. Quantities in thousandths, money in centavos. */
import { z } from 'zod';
import { businessDate } from '../dates.ts';
import { id } from '../ids.ts';
import { page } from '../page.ts';
import { unit } from '../unit.ts';

export const pastStock = z.object({
  productId: id,
  name: z.string(),
  unit,
  asOf: businessDate,
  /** By all movements whose business date is not after that day. */
  onHandMilli: z.int(),
  valueMinor: z.int(),
});
export type PastStock = z.infer<typeof pastStock>;

export const pastStockPage = page(pastStock);
export type PastStockPage = z.infer<typeof pastStockPage>;
