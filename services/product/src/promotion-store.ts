/** The SQL of promotions. */
import type { Promotion, UpdatePromotionRequest } from '@balcao/contracts/api/promotions.ts';
import type { Queryable, Tx } from '@balcao/kit/db.ts';
import { brokenConstraint } from '@balcao/kit/db-errors.ts';
import { Problem } from '@balcao/kit/problem.ts';

export interface PromotionRow {
  id: string;
  name: string;
  product_id: string | null;
  category_id: string | null;
  kind: 'percent' | 'price';
  percent_basis_points: number | null;
  price_minor: number | null;
  weekdays: number[];
  starts_on: string | null;
  ends_on: string | null;
  from_time: string | null;
  to_time: string | null;
  active: boolean;
  version: number;
  created_at: string;
  updated_at: string;
}

/** What a person says of a promotion. */
export type PromotionInput = UpdatePromotionRequest & { id: string };

export interface PromotionFilter {
  productId: string | undefined;
  categoryId: string | undefined;
  active: boolean | undefined;
  /** The list goes on with ids below it; null at its beginning. */
  below: string | null;
  limit: number;
}

export function toPromotion(row: PromotionRow): Promotion {
  const { id, name, kind, weekdays, active, version } = row;
  return {
    id,
    name,
    productId: row.product_id,
    categoryId: row.category_id,
    kind,
    percentBasisPoints: row.percent_basis_points,
    priceMinor: row.price_minor,
    weekdays,
    startsOn: row.starts_on,
    endsOn: row.ends_on,
    fromTime: row.from_time,
    toTime: row.to_time,
    active,
    version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/** Promotions by id, the highest (of the server's own ids: the newest) first. */
export function listPromotions(db: Queryable, filter: PromotionFilter): Promise<PromotionRow[]> {
  const { productId, categoryId, active, below, limit } = filter;
  return db.query<PromotionRow>(
    `SELECT * FROM promotion
     WHERE ($1::uuid IS NULL OR id < $1) AND ($2::uuid IS NULL OR product_id = $2)
       AND ($3::uuid IS NULL OR category_id = $3) AND ($4::boolean IS NULL OR active = $4)
     ORDER BY id DESC LIMIT $5`,
    [below, productId ?? null, categoryId ?? null, active ?? null, limit],
  );
}

/** Throws `not_found`. */
export async function getPromotion(db: Queryable, id: string): Promise<Promotion> {
  return only(await db.query<PromotionRow>('SELECT * FROM promotion WHERE id = $1', [id]), id);
}

/** The promotion, held until the transaction ends. Throws `not_found`. */
export async function lockPromotion(tx: Tx, id: string): Promise<Promotion> {
  const statement = 'SELECT * FROM promotion WHERE id = $1 FOR UPDATE';
  return only(await tx.query<PromotionRow>(statement, [id]), id);
}

const insert = `
  INSERT INTO promotion (id, name, product_id, category_id, kind, percent_basis_points, price_minor,
    weekdays, starts_on, ends_on, from_time, to_time, active)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) RETURNING *`;

/** Throws `already_exists` for a taken id, or `validation_failed` for an unknown product or category. */
export function insertPromotion(tx: Tx, promotion: PromotionInput): Promise<Promotion> {
  return write(tx, insert, promotion);
}

const update = `
  UPDATE promotion SET name = $2, product_id = $3, category_id = $4, kind = $5,
    percent_basis_points = $6, price_minor = $7, weekdays = $8, starts_on = $9, ends_on = $10,
    from_time = $11, to_time = $12, active = $13, version = version + 1, updated_at = now()
  WHERE id = $1 RETURNING *`;

/** Replaces the promotion and counts its version up. Fails as `insertPromotion` does. */
export function updatePromotion(tx: Tx, promotion: PromotionInput): Promise<Promotion> {
  return write(tx, update, promotion);
}

/** Ends the promotion and counts its version up. */
export async function endPromotion(tx: Tx, id: string): Promise<Promotion> {
  const rows = await tx.query<PromotionRow>(
    `UPDATE promotion SET active = false, version = version + 1, updated_at = now()
     WHERE id = $1 RETURNING *`,
    [id],
  );
  return only(rows, id);
}

/** Takes a category from all ended promotions, which must not keep it alive. */
export async function leaveCategory(tx: Tx, categoryId: string): Promise<Promotion[]> {
  const rows = await tx.query<PromotionRow>(
    `UPDATE promotion SET category_id = NULL, version = version + 1, updated_at = now()
     WHERE id IN (SELECT id FROM promotion WHERE category_id = $1 AND NOT active ORDER BY id FOR UPDATE)
       AND NOT active
     RETURNING *`,
    [categoryId],
  );
  return rows.map(toPromotion);
}

async function write(tx: Tx, statement: string, input: PromotionInput): Promise<Promotion> {
  try {
    const rows = await tx.query<PromotionRow>(statement, [
      input.id,
      input.name,
      input.productId,
      input.categoryId,
      input.kind,
      input.percentBasisPoints,
      input.priceMinor,
      input.weekdays,
      input.startsOn,
      input.endsOn,
      input.fromTime,
      input.toTime,
      input.active,
    ]);
    return only(rows, input.id);
  } catch (error) {
    throw refusalOf(error, input.id);
  }
}

function refusalOf(error: unknown, id: string): unknown {
  switch (brokenConstraint(error)) {
    case 'promotion_pkey':
      return new Problem('already_exists', `A promotion with the id ${id} exists. Send another.`, {
        cause: error,
        errors: [{ path: 'id', message: 'another promotion has it' }],
      });
    case 'promotion_product':
      return unknown('productId', 'product', error);
    case 'promotion_category':
      return unknown('categoryId', 'category', error);
    default:
      return error;
  }
}

function unknown(path: string, what: string, cause: unknown): Problem {
  return new Problem('validation_failed', `There is no such ${what}. Change ${path}.`, {
    cause,
    errors: [{ path, message: `no ${what} has this id` }],
  });
}

function only([row]: PromotionRow[], id: string): Promotion {
  if (row === undefined) throw new Problem('not_found', `No promotion has the id ${id}.`);
  return toPromotion(row);
}
