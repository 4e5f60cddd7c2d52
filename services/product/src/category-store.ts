/** The SQL of categories. */
import type { Category } from '@balcao/contracts/api/product.ts';
import { sortName } from '@balcao/contracts/normalise-text.ts';
import type { Queryable, Tx } from '@balcao/kit/db.ts';
import { brokenConstraint } from '@balcao/kit/db-errors.ts';
import { Problem } from '@balcao/kit/problem.ts';
import type { NameKey } from './list-cursor.ts';

export interface CategoryRow {
  id: string;
  name: string;
  sort_name: string;
  version: number;
  created_at: string;
  updated_at: string;
}

export function toCategory(row: CategoryRow): Category {
  const { id, name, version, created_at: createdAt, updated_at: updatedAt } = row;
  return { id, name, version, createdAt, updatedAt };
}

/** Categories by name, after `after`. */
export function listCategories(
  db: Queryable,
  { after, limit }: { after: NameKey; limit: number },
): Promise<CategoryRow[]> {
  return db.query<CategoryRow>(
    `SELECT * FROM category WHERE (sort_name, id) > ($1::text, $2::uuid)
     ORDER BY sort_name, id LIMIT $3`,
    [after.sortName, after.id, limit],
  );
}

/** Throws `not_found`. */
export async function getCategory(db: Queryable, id: string): Promise<Category> {
  return only(await db.query<CategoryRow>('SELECT * FROM category WHERE id = $1', [id]), id);
}

/** The category, held until the transaction ends. Throws `not_found`. */
export async function lockCategory(tx: Tx, id: string): Promise<Category> {
  const rows = await tx.query<CategoryRow>('SELECT * FROM category WHERE id = $1 FOR UPDATE', [id]);
  return only(rows, id);
}

/** Throws `already_exists` when the id is taken. */
export async function insertCategory(tx: Tx, id: string, name: string): Promise<Category> {
  const rows = await tx.query<CategoryRow>(
    `INSERT INTO category (id, name, sort_name) VALUES ($1, $2, $3)
     ON CONFLICT DO NOTHING RETURNING *`,
    [id, name, sortName(name)],
  );
  if (rows.length > 0) return only(rows, id);
  throw new Problem('already_exists', `A category with the id ${id} exists. Send another id.`, {
    errors: [{ path: 'id', message: 'another category has it' }],
  });
}

/** Renames the category and counts its version up. */
export async function updateCategory(tx: Tx, id: string, name: string): Promise<Category> {
  const rows = await tx.query<CategoryRow>(
    `UPDATE category SET name = $2, sort_name = $3, version = version + 1, updated_at = now()
     WHERE id = $1 RETURNING *`,
    [id, name, sortName(name)],
  );
  return only(rows, id);
}

const users: Record<string, { en: string; pt: string }> = {
  product_category: { en: 'Products are sold in', pt: 'Há produtos na' },
  promotion_category: { en: 'A promotion is of', pt: 'Há uma promoção da' },
};

/** Throws `conflict` while a product or promotion needs it: the foreign keys alone decide, so no race can. */
export async function deleteCategory(tx: Tx, { id, name }: Category): Promise<void> {
  try {
    await tx.query('DELETE FROM category WHERE id = $1', [id]);
  } catch (error) {
    const user = users[brokenConstraint(error) ?? ''];
    if (user === undefined) throw error;
    throw new Problem('conflict', `${user.en} the category ${name}. Move or archive it first.`, {
      pt: `${user.pt} categoria ${name}. Mude ou arquive antes.`,
      cause: error,
    });
  }
}

function only([row]: CategoryRow[], id: string): Category {
  if (row === undefined) throw new Problem('not_found', `No category has the id ${id}.`);
  return toCategory(row);
}
