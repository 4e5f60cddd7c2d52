/** The SQL of overrides. */
import type { Override, OverrideListQuery } from '@balcao/contracts/api/overrides.ts';
import { decodeCursor, unusableCursor } from '@balcao/kit/cursor.ts';
import type { Queryable, Tx } from '@balcao/kit/db.ts';
import type { Allowance } from './allow-order.ts';

export interface OverrideRow extends Override {
  seq: number;
}

const columns = `seq, id, discount_up_to_minor AS "discountUpToMinor", tab_up_to_minor AS "tabUpToMinor",
  note, allowed_by AS "allowedBy", created_at AS "createdAt", expires_at AS "expiresAt",
  used_at AS "usedAt", used_by AS "usedBy", order_id AS "orderId"`;

export function toOverride({ seq: _key, ...override }: OverrideRow): Override {
  return override;
}

export type NewOverride = Pick<
  Override,
  'id' | 'discountUpToMinor' | 'tabUpToMinor' | 'note' | 'allowedBy' | 'expiresAt'
>;

/** Stores an override; undefined where its id is taken. */
export async function insertOverride(tx: Tx, wish: NewOverride): Promise<OverrideRow | undefined> {
  const { id, discountUpToMinor, tabUpToMinor, note, allowedBy, expiresAt } = wish;
  const [row] = await tx.query<OverrideRow>(
    `INSERT INTO override (id, discount_up_to_minor, tab_up_to_minor, note, allowed_by, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO NOTHING RETURNING ${columns}`,
    [id, discountUpToMinor, tabUpToMinor, note, allowedBy, expiresAt],
  );
  return row;
}

/** Locks those of some overrides that may still be used, and reads those that an order has used already. */
export async function lockAllowances(
  tx: Tx,
  ids: string[],
  orderId: string | null = null,
): Promise<Map<string, Allowance>> {
  if (ids.length === 0 && orderId === null) return new Map();
  const rows = await tx.query<Allowance>(
    `SELECT id, discount_up_to_minor AS "discountUpToMinor", tab_up_to_minor AS "tabUpToMinor",
       order_id AS "orderId"
     FROM override
     WHERE (id = ANY($1::uuid[]) AND used_at IS NULL AND expires_at > clock_timestamp()) OR order_id = $2
     ORDER BY id FOR UPDATE`,
    [ids, orderId],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** Marks the locked override that a request names, if any, as used by its order. */
export function useOverride(
  tx: Tx,
  { overrideId, orderId, by }: { overrideId: string | undefined; orderId: string; by: string },
): void {
  if (overrideId === undefined) return;
  tx.send(
    `UPDATE override SET used_at = clock_timestamp(), used_by = $3, order_id = $2
     WHERE id = $1 AND used_at IS NULL`,
    [overrideId, orderId, by],
  );
}

/** Newest first: one row more than the page holds. */
export async function listOverrides(
  db: Queryable,
  { limit, cursor, orderId }: OverrideListQuery,
): Promise<OverrideRow[]> {
  const before = decodeCursor(cursor, 1)?.[0] ?? null;
  if (before !== null && !/^\d{1,15}$/.test(before)) throw unusableCursor();
  return db.query<OverrideRow>(
    `SELECT ${columns} FROM override
     WHERE ($1::bigint IS NULL OR seq < $1) AND ($2::uuid IS NULL OR order_id = $2)
     ORDER BY seq DESC LIMIT $3`,
    [before, orderId ?? null, limit + 1],
  );
}
