/** The API of the categories of entries. */
import { z } from 'zod';
import { id } from '../ids.ts';
import { page } from '../page.ts';
import { name } from '../text.ts';

/** Credits are of income, debits of expense; a reversal has the category of what it takes back. */
export const categoryKind = z.enum(['income', 'expense']);
export type CategoryKind = z.infer<typeof categoryKind>;

const slug = z
  .string()
  .max(60)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case words joined by hyphens');

const names = z.strictObject({ pt: name, en: name });

/** `slug` and `kind` stay as they are: programs and old entries go by them. */
export const createEntryCategoryRequest = z.strictObject({
  id: id.optional(),
  slug,
  name: names,
  kind: categoryKind,
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
  isArchived: z.boolean(),
});
export type EntryCategory = z.infer<typeof entryCategory>;

export const entryCategoryPage = page(entryCategory);
export type EntryCategoryPage = z.infer<typeof entryCategoryPage>;
