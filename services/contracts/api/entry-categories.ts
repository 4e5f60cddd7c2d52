/** The API of the categories of entries. */
import { z } from 'zod';
import { id } from '../ids.ts';
import { page } from '../page.ts';
import { name } from '../text.ts';
import { accountCode } from './finance.ts';

/** Credits are of income, debits of expense; a reversal has the category of what it takes back. */
export const categoryKind = z.enum(['income', 'expense']);
export type CategoryKind = z.infer<typeof categoryKind>;

/** Where money can come from or go to without being earned or spent: what is held, owed or the owner's. */
export const counterAccountCode = accountCode.extract([
  'cash',
  'bank',
  'pix',
  'card_receivable',
  'tabs',
  'supplier_payable',
  'equity',
]);
export type CounterAccountCode = z.infer<typeof counterAccountCode>;

const slug = z
  .string()
  .max(60)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case words joined by hyphens');

const names = z.strictObject({ pt: name, en: name });

/** `slug`, `kind` and `counterAccount` stay as they are: programs and old entries go by them. */
export const createEntryCategoryRequest = z.strictObject({
  id: id.optional(),
  slug,
  name: names,
  kind: categoryKind,
  /** The account that its entries are set against; null for those that earn or cost something. */
  counterAccount: counterAccountCode.nullable().default(null),
});
export type CreateEntryCategoryRequest = z.infer<typeof createEntryCategoryRequest>;

export const updateEntryCategoryRequest = z.strictObject({
  name: names,
  /** An archived category is given to no new entry. */
  isArchived: z.boolean(),
});
export type UpdateEntryCategoryRequest = z.infer<typeof updateEntryCategoryRequest>;

export const entryCategory = z.object({
  id,
  slug: z.string(),
  name: z.object({ pt: z.string(), en: z.string() }),
  kind: categoryKind,
  counterAccount: counterAccountCode.nullable().default(null),
  isArchived: z.boolean(),
});
export type EntryCategory = z.infer<typeof entryCategory>;

export const entryCategoryPage = page(entryCategory);
export type EntryCategoryPage = z.infer<typeof entryCategoryPage>;
