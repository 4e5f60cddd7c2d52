/** What is left to sell of some products: what the till may know of the stock, without its costs. */
import { z } from 'zod';
import { id } from '../ids.ts';

/** As many as a search at the till finds. */
const maxProducts = 20;

export const availableStockQuery = z.strictObject({
  productIds: z
    .string()
    .transform((list) => list.split(','))
    .pipe(z.array(id).min(1).max(maxProducts))
    .meta({ type: 'string', description: `ids separated by commas, at most ${maxProducts}` }),
});

/** On hand less expired and reserved, in thousandths; below zero, more was sold than there was. */
const availableStock = z.object({ productId: id, availableMilli: z.int() });
export type AvailableStock = z.infer<typeof availableStock>;

/** A product that inventory does not know is left out. */
export const availableStockList = z.object({ items: z.array(availableStock) });
