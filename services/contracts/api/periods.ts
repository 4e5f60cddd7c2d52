/** The API of accounting periods: the months of the books, and which of them are closed. */
import { z } from 'zod';
import { instant } from '../dates.ts';
import { id } from '../ids.ts';
import { page } from '../page.ts';

/** YYYY-MM, 1900 to 2999. */
export const month = z.string().regex(/^(19|2\d)\d\d-(0[1-9]|1[0-2])$/, 'a month such as 2026-11');

export const monthParams = z.strictObject({ month });
export type MonthParams = z.infer<typeof monthParams>;

export const period = z.object({
  month,
  isClosed: z.boolean(),
  /** When it was last closed or opened again; null where it never was. */
  changedAt: instant.nullable(),
  changedBy: id.nullable(),
});
export type Period = z.infer<typeof period>;

export const periodPage = page(period);
export type PeriodPage = z.infer<typeof periodPage>;
