/** The SQL of the categories of entries. */
import type {
  CategoryKind,
  CounterAccountCode,
  CreateEntryCategoryRequest,
  EntryCategory,
  UpdateEntryCategoryRequest,
} from '@balcao/contracts/api/entry-categories.ts';
import type { Queryable } from '@balcao/kit/db.ts';

interface CategoryRow {
  id: string;
  slug: string;
  name_pt: string;
  name_en: string;
  kind: CategoryKind;
  counter_account: CounterAccountCode | null;
  is_archived: boolean;
}

const columns = `id, slug, name_pt, name_en, kind, is_archived,
  (SELECT code FROM account a WHERE a.id = counter_account_id) AS counter_account`;

function toCategory(row: CategoryRow): EntryCategory {
  const { id, slug, name_pt: pt, name_en: en, kind, is_archived: isArchived } = row;
  return { id, slug, name: { pt, en }, kind, counterAccount: row.counter_account, isArchived };
}

/** By slug: one row more than the limit where there are more. */
export async function listCategories(
  db: Queryable,
  { after, limit }: { after: string | null; limit: number },
): Promise<EntryCategory[]> {
  const rows = await db.query<CategoryRow>(
    `SELECT ${columns} FROM category WHERE slug > coalesce($1, '') ORDER BY slug LIMIT $2`,
    [after, limit + 1],
  );
  return rows.map(toCategory);
}

/** Those of the ids that are categories. */
export async function findCategories(db: Queryable, ids: string[]): Promise<EntryCategory[]> {
  const rows = await db.query<CategoryRow>(
    `SELECT ${columns} FROM category WHERE id = ANY($1::uuid[])`,
    [ids],
  );
  return rows.map(toCategory);
}

/** Those that new entries may be given, by slug. */
export async function listUsableCategories(db: Queryable): Promise<EntryCategory[]> {
  const rows = await db.query<CategoryRow>(
    `SELECT ${columns} FROM category WHERE NOT is_archived ORDER BY slug`,
  );
  return rows.map(toCategory);
}

/** Undefined where the id or the slug is taken. */
export async function insertCategory(
  db: Queryable,
  { id, slug, name, kind, counterAccount }: CreateEntryCategoryRequest & { id: string },
): Promise<EntryCategory | undefined> {
  const [row] = await db.query<CategoryRow>(
    `INSERT INTO category (id, slug, name_pt, name_en, kind, counter_account_id)
     VALUES ($1, $2, $3, $4, $5, (SELECT id FROM account WHERE code = $6))
     ON CONFLICT DO NOTHING RETURNING ${columns}`,
    [id, slug, name.pt, name.en, kind, counterAccount],
  );
  return row && toCategory(row);
}

/** Undefined where there is none. */
export async function updateCategory(
  db: Queryable,
  id: string,
  { name, isArchived }: UpdateEntryCategoryRequest,
): Promise<EntryCategory | undefined> {
  const [row] = await db.query<CategoryRow>(
    `UPDATE category SET name_pt = $2, name_en = $3, is_archived = $4 WHERE id = $1 RETURNING ${columns}`,
    [id, name.pt, name.en, isArchived],
  );
  return row && toCategory(row);
}
