/** Users in the database. */
import type { User, UserListQuery } from '@balcao/contracts/api/users.ts';
import type { Page } from '@balcao/contracts/page.ts';
import type { Role } from '@balcao/contracts/permissions.ts';
import { decodeCursor, toPage } from '@balcao/kit/cursor.ts';
import type { Queryable, Tx } from '@balcao/kit/db.ts';

export interface VersionedUser {
  user: User;
  version: number;
}

/** What a login is checked against. */
export interface Credentials {
  userId: string;
  email: string;
  isActive: boolean;
  passwordHash: string;
}

export interface NewUser {
  id: string;
  email: string;
  name: string;
  role: Role;
  passwordHash: string;
}

export interface UserChange extends Omit<NewUser, 'passwordHash'> {
  active: boolean;
  /** Null keeps the password. */
  passwordHash: string | null;
}

export interface UserRow {
  id: string;
  email: string;
  name: string;
  role: Role;
  is_active: boolean;
  version: number;
  created_at: string;
  updated_at: string;
}

/** The columns of `UserRow`; `users` is called `u`. */
export const userColumns =
  'u.id, u.email, u.name, u.role, u.is_active, u.version, u.created_at, u.updated_at';

export function toUser(row: UserRow): User {
  const { id, email, name, role, is_active, created_at, updated_at } = row;
  return { id, email, name, role, active: is_active, createdAt: created_at, updatedAt: updated_at };
}

function first(rows: UserRow[]): VersionedUser | undefined {
  const [row] = rows;
  return row && { user: toUser(row), version: row.version };
}

/** Whoever registers, disables or demotes waits for the others who do: they count users. */
export async function lockUserCount(tx: Tx): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtext('balcao.auth.users'))`);
}

export async function hasUsers(db: Queryable): Promise<boolean> {
  const [row] = await db.query<{ has: boolean }>('SELECT EXISTS (SELECT FROM users) AS has');
  return row?.has === true;
}

/** Undefined when the id or the e-mail is taken. */
export async function insertUser(tx: Tx, user: NewUser): Promise<VersionedUser | undefined> {
  const { id, email, name, role, passwordHash } = user;
  return first(
    await tx.query<UserRow>(
      `INSERT INTO users AS u (id, email, name, role, password_hash) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT DO NOTHING RETURNING ${userColumns}`,
      [id, email, name, role, passwordHash],
    ),
  );
}

export async function readUser(db: Queryable, id: string): Promise<VersionedUser | undefined> {
  return first(await db.query<UserRow>(`SELECT ${userColumns} FROM users u WHERE u.id = $1`, [id]));
}

/** Reads a user whom nobody else changes until the transaction ends. */
export async function lockUser(tx: Tx, id: string): Promise<VersionedUser | undefined> {
  return first(
    await tx.query<UserRow>(
      `SELECT ${userColumns} FROM users u WHERE u.id = $1 FOR NO KEY UPDATE`,
      [id],
    ),
  );
}

/** Whether a hash that was read before is still the password's, also when that was hashed anew since. */
function isPasswordOf(table: string, hash: string): string {
  return `(${table}.password_hash = ${hash}
       OR ${table}.rehashed_from = sha256(convert_to(${hash}, 'UTF8')))`;
}

/** The user, held as it is, when it is still active and still has the password that was checked. */
export async function lockUnchanged(tx: Tx, checked: Credentials): Promise<User | undefined> {
  const rows = await tx.query<UserRow>(
    `SELECT ${userColumns} FROM users u
     WHERE u.id = $1 AND u.is_active AND ${isPasswordOf('u', '$2')} FOR SHARE`,
    [checked.userId, checked.passwordHash],
  );
  return first(rows)?.user;
}

export async function readCredentials(
  db: Queryable,
  email: string,
): Promise<Credentials | undefined> {
  const [row] = await db.query<Credentials>(
    `SELECT id AS "userId", email, is_active AS "isActive", password_hash AS "passwordHash"
     FROM users WHERE email = $1`,
    [email],
  );
  return row;
}

export async function countOtherActiveAdmins(tx: Tx, id: string): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `SELECT count(*) FROM users WHERE role = 'admin' AND is_active AND id <> $1`,
    [id],
  );
  return row?.count ?? 0;
}

/** Throws the database's error when the e-mail is another's: constraint `users_email`. */
export async function updateUser(tx: Tx, change: UserChange): Promise<VersionedUser | undefined> {
  const { id, email, name, role, active, passwordHash } = change;
  return first(
    await tx.query<UserRow>(
      `UPDATE users u SET email = $2, name = $3, role = $4, is_active = $5,
         password_hash = coalesce($6, password_hash),
         rehashed_from = CASE WHEN $6::text IS NULL THEN rehashed_from END,
         version = version + 1, updated_at = now()
       WHERE id = $1 RETURNING ${userColumns}`,
      [id, email, name, role, active, passwordHash],
    ),
  );
}

/** False when the password is no longer the one that was checked. */
export async function replacePassword(
  tx: Tx,
  { checked, passwordHash }: { checked: Credentials; passwordHash: string },
): Promise<boolean> {
  const rows = await tx.query(
    `UPDATE users SET password_hash = $3, rehashed_from = NULL, version = version + 1,
       updated_at = now()
     WHERE id = $1 AND is_active AND ${isPasswordOf('users', '$2')} RETURNING id`,
    [checked.userId, checked.passwordHash, passwordHash],
  );
  return rows.length === 1;
}

/** Stores another hash of the same password; false when the password was changed meanwhile. */
export async function replaceHash(
  tx: Tx,
  { userId, former, passwordHash }: { userId: string; former: string; passwordHash: string },
): Promise<boolean> {
  const rows = await tx.query(
    `UPDATE users SET password_hash = $3, rehashed_from = sha256(convert_to($2, 'UTF8'))
     WHERE id = $1 AND password_hash = $2 RETURNING id`,
    [userId, former, passwordHash],
  );
  return rows.length === 1;
}

/** Users by name. */
export async function listUsers(db: Queryable, query: UserListQuery): Promise<Page<User>> {
  const [name = null, id = null] = decodeCursor(query.cursor, 2) ?? [];
  const rows = await db.query<UserRow>(
    `SELECT ${userColumns} FROM users u
     WHERE ($1::text IS NULL OR strpos(lower(u.name), lower($1)) > 0 OR strpos(u.email, lower($1)) > 0)
       AND ($2::text IS NULL OR u.role = $2) AND ($3::boolean IS NULL OR u.is_active = $3)
       AND ($4::text IS NULL OR (u.name, u.id::text) > ($4, $5::text))
     ORDER BY u.name, u.id::text LIMIT $6`,
    [query.q ?? null, query.role ?? null, query.active ?? null, name, id, query.limit + 1],
  );
  return toPage(rows, query.limit, { item: toUser, key: (row) => [row.name, row.id] });
}
