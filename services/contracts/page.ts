/** Lists come in pages: `?limit=&cursor=` → `{items, nextCursor}`. */
import { z } from 'zod';
import { queryInteger } from './query.ts';

export const defaultPageLimit = 50;
export const maxPageLimit = 200;

/** The parameters of every list; spread them into a list's own query schema. */
export const pageParameters = {
  limit: queryInteger({ min: 1, max: maxPageLimit }).default(defaultPageLimit),
  /** Opaque, as a former page's `nextCursor` gave it (base64url). */
  cursor: z
    .string()
    .max(500)
    .regex(/^[\w-]+$/, 'a cursor that a former page gave')
    .optional(),
};

export const pageQuery = z.strictObject(pageParameters);
export type PageQuery = z.infer<typeof pageQuery>;

/** One page of `item`; `nextCursor` is null on the last one. */
export const page = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

export type Page<Item> = { items: Item[]; nextCursor: string | null };
