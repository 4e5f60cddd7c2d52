/** Cursors of lists that are sorted by id. */
import { id as idSchema } from '@balcao/contracts/ids.ts';
import { decodeCursor, unusableCursor } from '@balcao/kit/cursor.ts';

/** The id that a page comes after; null for the first page. */
export function readIdCursor(cursor: string | undefined): string | null {
  const [text] = decodeCursor(cursor, 1) ?? [];
  if (text === undefined) return null;
  const parsed = idSchema.safeParse(text);
  if (!parsed.success) throw unusableCursor();
  return parsed.data;
}
