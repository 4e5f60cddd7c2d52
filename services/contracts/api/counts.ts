/**
 * The API of blind counts: who counts does not see what is expected until the count is submitted.
 * Quantities in thousandths of the product's unit, money in centavos.
 */
import { z } from 'zod';
import { businessDate, instant } from '../dates.ts';
import { id } from '../ids.ts';
import { maxQuantityMilli } from '../money.ts';
import { page, pageParameters } from '../page.ts';
import { queryBoolean } from '../query.ts';
import { description } from '../text.ts';
import { unit } from '../unit.ts';

/** More are counted in several counts, by category. */
export const maxCountProducts = 5_000;
export const maxCountLinesSaved = 500;

export const countStatuses = ['open', 'submitted', 'cancelled'] as const;
export const countStatus = z.enum(countStatuses);
export type CountStatus = z.infer<typeof countStatus>;

/** Without products and category: all that is sold, and whatever is left of archived products. */
export const createCountRequest = z
  .strictObject({
    id: id.optional(),
    productIds: z.array(id).min(1).max(maxCountProducts).optional(),
    categoryId: id.optional(),
    note: description.optional(),
  })
  .refine(({ productIds, categoryId }) => productIds === undefined || categoryId === undefined, {
    path: ['categoryId'],
    message: 'choose products or a category, not both',
  });
export type CreateCountRequest = z.infer<typeof createCountRequest>;

export const count = z.object({
  id,
  status: countStatus,
  note: z.string().nullable(),
  categoryId: id.nullable(),
  productCount: z.int(),
  /** How many of the products have been counted. */
  countedCount: z.int(),
  openedBy: id,
  openedAt: instant,
  closedBy: id.nullable(),
  closedAt: instant.nullable(),
  /** Null until it is submitted. */
  result: z
    .object({
      differenceCount: z.int(),
      /** What is missing cost, below zero; `surplusMinor` what was found, above. */
      shortageMinor: z.int(),
      surplusMinor: z.int(),
      businessDate,
    })
    .nullable(),
});
export type Count = z.infer<typeof count>;

export const countListQuery = z.strictObject({ ...pageParameters, status: countStatus.optional() });
export type CountListQuery = z.infer<typeof countListQuery>;

export const countPage = page(count);
export type CountPage = z.infer<typeof countPage>;

/**
 * What was counted of a product: all of it, wherever it lies. Saved again, the later counting holds; null takes
 * it back. `countedAt` is for what is sent some time after it was counted, or is sent again; left out, it is now.
 */
const savedLine = z.strictObject({
  productId: id,
  countedMilli: z.int().min(0).max(maxQuantityMilli).nullable(),
  countedAt: instant.optional(),
});

export const saveCountLinesRequest = z.strictObject({
  lines: z
    .array(savedLine)
    .min(1)
    .max(maxCountLinesSaved)
    .refine((lines) => new Set(lines.map(({ productId }) => productId)).size === lines.length, {
      message: 'each product at most once',
    }),
});
export type SaveCountLinesRequest = z.infer<typeof saveCountLinesRequest>;

export const countLine = z.object({
  productId: id,
  sku: z.string(),
  name: z.string(),
  unit,
  /** Null where it has not been counted. */
  countedMilli: z.int().nullable(),
  countedBy: id.nullable(),
  countedAt: instant.nullable(),
  /** What the books held when it was counted; it, the difference and its cost are null until the count is submitted. */
  expectedMilli: z.int().nullable(),
  /** Counted less expected: what is missing is below zero. */
  differenceMilli: z.int().nullable(),
  costMinor: z.int().nullable(),
});
export type CountLine = z.infer<typeof countLine>;

export const countLineListQuery = z.strictObject({
  ...pageParameters,
  isCounted: queryBoolean.optional(),
});
export type CountLineListQuery = z.infer<typeof countLineListQuery>;

export const countLinePage = page(countLine);
export type CountLinePage = z.infer<typeof countLinePage>;

/** `uncounted` names what nobody counted: its stock is left as it was. */
export const submitCountResponse = z.object({
  count,
  lines: z.array(countLine),
  uncounted: z.array(z.object({ productId: id, sku: z.string(), name: z.string() })),
});
export type SubmitCountResponse = z.infer<typeof submitCountResponse>;
