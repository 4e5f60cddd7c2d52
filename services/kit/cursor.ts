/** Cursors of lists: the sort key of the last row, made opaque. */
import { Problem } from './problem.ts';

/** Packs the sort key of a page's last row. */
export function encodeCursor(key: (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** Unpacks a cursor of `length` parts; null for the first page. Anything else is `validation_failed`. */
export function decodeCursor(cursor: string | undefined, length: number): string[] | null {
  if (cursor === undefined) return null;
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(key) && key.length === length && key.every(isKeyPart)) return key.map(String);
  } catch {
    // Falls through to the one answer for every unusable cursor.
  }
  throw unusableCursor();
}

/** The answer to a cursor whose parts are not what the list packed; a forged one must not reach the database. */
export function unusableCursor(): Problem {
  return new Problem('validation_failed', 'The cursor is not one that a former page gave.', {
    pt: 'O cursor não é um que uma página anterior deu.',
    errors: [
      {
        path: 'query.cursor',
        message: 'use nextCursor of the page before',
        pt: 'use o nextCursor da página anterior',
      },
    ],
  });
}

function isKeyPart(part: unknown): boolean {
  const isText = typeof part === 'string' && part.length <= 300 && !part.includes('\0');
  return isText || typeof part === 'number';
}

/** Cuts one row too many into `{items, nextCursor}`: ask the database for `limit + 1` rows. */
export function toPage<Row, Item>(
  rows: Row[],
  limit: number,
  { item, key }: { item: (row: Row) => Item; key: (row: Row) => (string | number)[] },
): { items: Item[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const hasMore = rows.length > limit && last !== undefined;
  return { items: shown.map(item), nextCursor: hasMore ? encodeCursor(key(last)) : null };
}
