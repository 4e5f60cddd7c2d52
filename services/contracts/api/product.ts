/** The API of product: categories, products, price history and the look-up of a code. Money in centavos. */
import { z } from 'zod';
import { unitPriceMinor } from '../amount-minor.ts';
import { barcode } from '../barcode.ts';
import { instant } from '../dates.ts';
import { id } from '../ids.ts';
import { page, pageParameters } from '../page.ts';
import { plu } from '../plu.ts';
import { queryBoolean } from '../query.ts';
import { scaleLayout } from '../scale-layout.ts';
import { name, text } from '../text.ts';
import { unit } from '../unit.ts';
import { version } from '../version.ts';

export const category = z.object({
  id,
  name: z.string(),
  version,
  createdAt: instant,
  updatedAt: instant,
});
export type Category = z.infer<typeof category>;

export const createCategoryRequest = z.strictObject({ id: id.optional(), name });
export type CreateCategoryRequest = z.infer<typeof createCategoryRequest>;

export const updateCategoryRequest = z.strictObject({ name });
export type UpdateCategoryRequest = z.infer<typeof updateCategoryRequest>;

export const categoryPage = page(category);
export type CategoryPage = z.infer<typeof categoryPage>;

const productFields = {
  sku: text(40),
  name,
  categoryId: id.nullable().default(null),
  unit,
  /** Of one kilogram or one piece. */
  priceMinor: unitPriceMinor,
  costMinor: unitPriceMinor.nullable().default(null),
  plu: plu.nullable().default(null),
  barcode: barcode.nullable().default(null),
  shelfLifeDays: z.int().min(0).max(3650).nullable().default(null),
};

export const createProductRequest = z.strictObject({
  id: id.optional(),
  ...productFields,
  active: z.boolean().default(true),
});
export type CreateProductRequest = z.infer<typeof createProductRequest>;

/** Replaces the product that has the version in `If-Match`; `active` is named so that no one revives it unawares. */
export const updateProductRequest = z.strictObject({ ...productFields, active: z.boolean() });
export type UpdateProductRequest = z.infer<typeof updateProductRequest>;

export const product = z.object({
  id,
  sku: z.string(),
  name: z.string(),
  categoryId: id.nullable(),
  unit,
  priceMinor: z.int(),
  costMinor: z.int().nullable(),
  plu: z.string().nullable(),
  barcode: z.string().nullable(),
  shelfLifeDays: z.int().nullable(),
  active: z.boolean(),
  /** What inventory last said may be sold, in thousandths; null before its first word. */
  availableMilli: z.int().nullable(),
  version,
  createdAt: instant,
  updatedAt: instant,
});
export type Product = z.infer<typeof product>;

export const productListQuery = z
  .strictObject({
    ...pageParameters,
    /** Words of the name, SKU, PLU or barcode; accents, case and small typing errors do not matter. */
    q: text(120).optional(),
    categoryId: id.optional(),
    active: queryBoolean.optional(),
    /**
     * Only what was changed then or later, archived products too: for whoever keeps a copy. A change is told when it
     * is committed, a little later than its time, so ask from two minutes before the last reading began.
     */
    updatedSince: instant.optional(),
  })
  .refine(({ q, updatedSince }) => q === undefined || updatedSince === undefined, {
    path: ['updatedSince'],
    message: 'a search says nothing of changes; leave q out',
  });
export type ProductListQuery = z.infer<typeof productListQuery>;

export const productPage = page(product);
export type ProductPage = z.infer<typeof productPage>;

/** One price and how long it held; `validTo` is null for today's. */
export const price = z.object({
  priceMinor: z.int(),
  costMinor: z.int().nullable(),
  validFrom: instant,
  validTo: instant.nullable(),
  changedBy: id.nullable(),
});
export type Price = z.infer<typeof price>;

export const pricePage = page(price);
export type PricePage = z.infer<typeof pricePage>;

/** `layout` stands in for the shop's setting for this one look-up. */
export const lookupQuery = z.strictObject({ code: text(32), layout: scaleLayout.optional() });
export type LookupQuery = z.infer<typeof lookupQuery>;

/** For a weighed product without a label the quantity is 1 kg, so that the total is the price. */
export const lookupResponse = z.object({
  kind: z.enum(['plu', 'barcode', 'label']),
  product,
  quantityMilli: z.int(),
  quantityDisplay: z.string(),
  totalMinor: z.int(),
  /** What a kilogram or piece costs now: the lowest that a promotion makes of the product's price. */
  unitPriceMinor: z.int(),
  /** The promotion that made it; null when the list price holds. */
  promotion: z.object({ id, name: z.string() }).nullable(),
  /** The label was printed at another price than the one that holds. */
  isPriceStale: z.boolean(),
});
export type LookupResponse = z.infer<typeof lookupResponse>;

export const productSettings = z.object({ scaleLayout });
export type ProductSettings = z.infer<typeof productSettings>;
