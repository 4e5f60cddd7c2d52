/** The cursors of inventory's lists: what a forged one holds must not reach the database. */
import { businessDate } from '@balcao/contracts/dates.ts';
import { id } from '@balcao/contracts/ids.ts';
import { decodeCursor, unusableCursor } from '@balcao/kit/cursor.ts';
import { z } from 'zod';

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

/** A cursor of suppliers: name and id; null for the first page. */
export function supplierCursor(
  cursor: string | undefined,
): { sortName: string; id: string } | null {
  const key = stockCursor(cursor);
  return key === null ? null : { sortName: key.name, id: key.productId };
}

/** A cursor of lots in the order of expiry; null for the first page. */
export function lotCursor(cursor: string | undefined): [string, string, string] | null {
  const key = decodeCursor(cursor, 3);
  if (key === null) return null;
  const [expiresOn, receivedOn, lotId] = key;
  const parsed = {
    expiresOn: businessDate.or(z.literal('9999-12-31')).safeParse(expiresOn),
    receivedOn: businessDate.safeParse(receivedOn),
    id: id.safeParse(lotId),
  };
  if (!parsed.expiresOn.success || !parsed.receivedOn.success || !parsed.id.success) {
    throw unusableCursor();
  }
  return [parsed.expiresOn.data, parsed.receivedOn.data, parsed.id.data];
}

/** A cursor of receipts: day of receipt and id; null for the first page. */
export function receiptCursor(cursor: string | undefined): [string, string] | null {
  const key = decodeCursor(cursor, 2);
  if (key === null) return null;
  const receivedOn = businessDate.safeParse(key[0]);
  const receiptId = id.safeParse(key[1]);
  if (!receivedOn.success || !receiptId.success) throw unusableCursor();
  return [receivedOn.data, receiptId.data];
}
