/** The cursors of inventory's lists: what a forged one holds must not reach the database. */
import { id } from '@balcao/contracts/ids.ts';
import { decodeCursor, unusableCursor } from '@balcao/kit/cursor.ts';

/** A cursor of movements: the place in the ledger; null for the first page. */
export function movementCursor(cursor: string | undefined): number | null {
  const key = decodeCursor(cursor, 1);
  if (key === null) return null;
  const [seq = ''] = key;
  if (!/^\d{1,15}$/.test(seq)) throw unusableCursor();
  return Number(seq);
}

/** A cursor of a list by name: the last name and its id; null for the first page. */
export function nameCursor(cursor: string | undefined): { name: string; id: string } | null {
  const key = stockCursor(cursor);
  return key === null ? null : { name: key.name, id: key.productId };
}

/** A cursor of stock: name and product; null for the first page. */
export function stockCursor(
  cursor: string | undefined,
): { name: string; productId: string } | null {
  const key = decodeCursor(cursor, 2);
  if (key === null) return null;
  const [name = '', productId] = key;
  const parsed = id.safeParse(productId);
  if (!parsed.success || !name.isWellFormed()) throw unusableCursor();
  return { name, productId: parsed.data };
}
