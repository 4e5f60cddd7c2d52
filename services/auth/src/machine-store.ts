/** Secrets of machine accounts in the database, by their hashes. */
import type { MachineSecret } from '@balcao/contracts/api/machines.ts';
import type { User } from '@balcao/contracts/api/users.ts';
import type { Queryable, Tx } from '@balcao/kit/db.ts';
import { toUser, type UserRow, userColumns } from './user-store.ts';

/** When it was made. The caller holds the user's row. */
export async function insertSecret(
  tx: Tx,
  { id, userId, hash }: { id: string; userId: string; hash: Buffer },
): Promise<string> {
  const [row] = await tx.query<{ created_at: string }>(
    'INSERT INTO machine_secret (id, user_id, hash) VALUES ($1, $2, $3) RETURNING created_at',
    [id, userId, hash],
  );
  if (row === undefined) throw new Error('the secret was not stored');
  return row.created_at;
}

/** Those in use, the newest first. */
export async function readSecrets(db: Queryable, userId: string): Promise<MachineSecret[]> {
  return db.query<MachineSecret>(
    `SELECT id, created_at AS "createdAt", last_used_at AS "lastUsedAt" FROM machine_secret
     WHERE user_id = $1 AND revoked_at IS NULL ORDER BY id DESC`,
    [userId],
  );
}

/** Whether the machine has this secret, and it is in use. */
export async function hasSecret(
  db: Queryable,
  { userId, hash }: { userId: string; hash: Buffer },
): Promise<boolean> {
  const rows = await db.query(
    'SELECT 1 FROM machine_secret WHERE user_id = $1 AND hash = $2 AND revoked_at IS NULL',
    [userId, hash],
  );
  return rows.length > 0;
}

/** A secret that was revoked is in use again; answers its id, undefined where the machine never had it. */
export async function renewSecret(
  tx: Tx,
  { userId, hash }: { userId: string; hash: Buffer },
): Promise<string | undefined> {
  const [row] = await tx.query<{ id: string }>(
    'UPDATE machine_secret SET revoked_at = NULL WHERE user_id = $1 AND hash = $2 RETURNING id',
    [userId, hash],
  );
  return row?.id;
}

/** `revoked`: just now; `before`: it was already; undefined: the machine has no such secret. */
export async function markRevoked(
  tx: Tx,
  { userId, secretId }: { userId: string; secretId: string },
): Promise<'revoked' | 'before' | undefined> {
  const [row] = await tx.query<{ is_revoked: boolean }>(
    `SELECT revoked_at IS NOT NULL AS is_revoked FROM machine_secret
     WHERE id = $1 AND user_id = $2 FOR UPDATE`,
    [secretId, userId],
  );
  if (row === undefined) return undefined;
  if (row.is_revoked) return 'before';
  await tx.query('UPDATE machine_secret SET revoked_at = now() WHERE id = $1', [secretId]);
  return 'revoked';
}

/**
 * The active machine that a secret in use belongs to. Until the transaction ends neither is the secret
 * revoked nor the machine disabled.
 */
export async function useSecret(
  tx: Tx,
  { userId, hash }: { userId: string; hash: Buffer },
): Promise<{ user: User; secretId: string } | undefined> {
  const [used] = await tx.query<{ id: string }>(
    `UPDATE machine_secret SET last_used_at = now()
     WHERE hash = $1 AND user_id = $2 AND revoked_at IS NULL RETURNING id`,
    [hash, userId],
  );
  if (used === undefined) return undefined;
  const [row] = await tx.query<UserRow>(
    `SELECT ${userColumns} FROM users u WHERE u.id = $1 AND u.is_active FOR SHARE`,
    [userId],
  );
  return row && { user: toUser(row), secretId: used.id };
}
