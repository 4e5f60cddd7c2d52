/** What finance tells the others about entries made by hand. */
import { z } from 'zod';
import { positiveAmountMinor } from '../amount-minor.ts';
import { entryType, moneyAccountCode } from '../api/finance.ts';
import { businessDate } from '../dates.ts';
import { id } from '../ids.ts';

/** By hand, from a bank's file, or by the API in Portuguese. */
export const entryOrigin = z.enum(['manual', 'import', 'compat']);
export type EntryOrigin = z.infer<typeof entryOrigin>;

/** The defaults are for what a version before them told. */
export const entryCreated = z.object({
  entryId: id,
  type: entryType,
  amountMinor: positiveAmountMinor,
  date: businessDate,
  description: z.string(),
  account: moneyAccountCode.default('cash'),
  categoryId: id.nullable().default(null),
  source: entryOrigin.default('manual'),
});
export type EntryCreated = z.infer<typeof entryCreated>;

/** An entry has a category, or another one than before. */
export const entryCategorized = z.object({
  entryId: id,
  categoryId: id,
  by: z.enum(['person', 'model']),
  /** 0 to 1; null where a person decided, as is `modelVersion`. */
  confidence: z.number().min(0).max(1).nullable(),
  modelVersion: z.int().nullable(),
});
export type EntryCategorized = z.infer<typeof entryCategorized>;

/** An entry was taken back by another one, of which no `entry.created` tells. */
export const entryReversed = z.object({ entryId: id, reversalId: id });
export type EntryReversed = z.infer<typeof entryReversed>;
