/** Where a page begins: the sort key of the row before it, checked before it meets the database. */
import { instant } from '@balcao/contracts/dates.ts';
import { id as idSchema } from '@balcao/contracts/ids.ts';
import { decodeCursor } from '@balcao/kit/cursor.ts';
import { Problem } from '@balcao/kit/problem.ts';
import type { RankKey } from './search-index.ts';

/** The last row of a list that is sorted by name. */
export interface NameKey {
  sortName: string;
  id: string;
}

/** The last row of a list that is sorted by a moment. */
export interface TimeKey {
  at: string;
  id: string;
}

const firstId = '00000000-0000-0000-0000-000000000000';
const beforeAll: NameKey = { sortName: '', id: firstId };
const beforeAllTimes: TimeKey = { at: '1900-01-01T00:00:00Z', id: firstId };
const maxVersion = 2_147_483_647;

/** The row after which a list by name goes on; before all rows without a cursor. */
export function nameKeyOf(cursor: string | undefined): NameKey {
  const parts = decodeCursor(cursor, 2);
  if (parts === null) return beforeAll;
  const [sortName = '', id] = parts;
  const parsed = idSchema.safeParse(id);
  if (!parsed.success) throw unusable();
  return { sortName, id: parsed.data };
}

/** The row after which a search goes on; undefined at its beginning. */
export function rankKeyOf(cursor: string | undefined): RankKey | undefined {
  const parts = decodeCursor(cursor, 3);
  if (parts === null) return undefined;
  const [rank = '', sortName = '', id] = parts;
  const parsed = idSchema.safeParse(id);
  if (!parsed.success || !/^\d{1,3}$/.test(rank)) throw unusable();
  return { rank: Number(rank), sortName, id: parsed.data };
}

/** The version before which a list from newest to oldest goes on; above all without a cursor. */
export function versionOf(cursor: string | undefined): number {
  const parts = decodeCursor(cursor, 1);
  if (parts === null) return maxVersion;
  const version = Number(parts[0]);
  if (!Number.isInteger(version) || version < 1 || version > maxVersion) throw unusable();
  return version;
}

/** The row after which a list by time goes on; before all rows without a cursor. */
export function timeKeyOf(cursor: string | undefined): TimeKey {
  const parts = decodeCursor(cursor, 2);
  if (parts === null) return beforeAllTimes;
  const at = instant.safeParse(parts[0]);
  const id = idSchema.safeParse(parts[1]);
  if (!at.success || !id.success) throw unusable();
  return { at: at.data, id: id.data };
}

/** The id below which a list by id goes on; null at its beginning. */
export function idOf(cursor: string | undefined): string | null {
  const parts = decodeCursor(cursor, 1);
  if (parts === null) return null;
  const parsed = idSchema.safeParse(parts[0]);
  if (!parsed.success) throw unusable();
  return parsed.data;
}

function unusable(): Problem {
  return new Problem('validation_failed', 'The cursor is not one that a former page gave.', {
    errors: [{ path: 'query.cursor', message: 'use nextCursor of the page before' }],
  });
}
