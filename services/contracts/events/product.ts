/** What product tells the others: whole states with a version, of which a consumer keeps the highest. */
import { z } from 'zod';
import { id } from '../ids.ts';
import { promotionRule } from '../promotion.ts';
import { unit } from '../unit.ts';
import { version } from '../version.ts';

export const productChanged = z.object({
  product: z.object({
    id,
    sku: z.string(),
    name: z.string(),
    categoryId: id.nullable(),
    unit,
    /** Centavos for one kilogram or one piece. */
    priceMinor: z.int().min(0),
    costMinor: z.int().min(0).nullable(),
    plu: z.string().nullable(),
    barcode: z.string().nullable(),
    shelfLifeDays: z.int().min(0).nullable(),
    active: z.boolean(),
    version,
  }),
});
export type ProductChanged = z.infer<typeof productChanged>;

export const categoryChanged = z.object({
  category: z.object({ id, name: z.string(), version }),
});
export type CategoryChanged = z.infer<typeof categoryChanged>;

export const promotionChanged = z.object({
  promotion: promotionRule.extend({ name: z.string(), version }),
});
export type PromotionChanged = z.infer<typeof promotionChanged>;
