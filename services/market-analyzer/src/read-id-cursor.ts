/** Cursors of lists that are sorted by id. */
import { id } from '@balcao/contracts/ids.ts';
import { decodeCursor, unusableCursor } from '@balcao/kit/cursor.ts';

export const nilId = '00000000-0000-0000-0000-000000000000';

/** The id of the last row before; null for the first page. Throws `validation_failed`. */
export function readIdCursor(cursor: string | undefined): string | null {
  const key = decodeCursor(cursor, 1);
  if (key === null) return null;
  const parsed = id.safeParse(key[0]);
  if (!parsed.success) throw unusableCursor();
  return parsed.data;
}
