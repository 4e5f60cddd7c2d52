/** What finance tells the others about entries made by hand. */
import { z } from 'zod';
import { entryType } from '../api/finance.ts';
import { businessDate } from '../dates.ts';
import { id } from '../ids.ts';
import { positiveAmountMinor } from '../money.ts';

export const entryCreated = z.object({
  entryId: id,
  type: entryType,
  amountMinor: positiveAmountMinor,
  date: businessDate,
  description: z.string(),
});
export type EntryCreated = z.infer<typeof entryCreated>;
