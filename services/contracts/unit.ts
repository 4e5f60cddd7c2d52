/** What a product is sold by: `kg` (weighed, thousandths are grams) or `un` (pieces, whole ones only). */
import { z } from 'zod';

export const units = ['kg', 'un'] as const;
export const unit = z.enum(units);
export type Unit = z.infer<typeof unit>;
