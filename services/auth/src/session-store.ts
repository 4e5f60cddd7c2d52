/** Sessions, their refresh tokens, and the list of revoked ones in the database. */
import type { RevocationsResponse } from '@balcao/contracts/api/auth.ts';
import type { User } from '@balcao/contracts/api/users.ts';
import type { Database, Queryable, Tx } from '@balcao/kit/db.ts';
import type { Caller } from '@balcao/kit/tokens.ts';
import type { Origin } from './origin.ts';
import { slackSeconds } from './signing-key.ts';
import { type Credentials, toUser, type UserRow, userColumns } from './user-store.ts';

export type EndReason =
  | 'logout'
  | 'reuse'
  | 'password'
  | 'role'
  | 'disabled'
  | 'revoked'
  | 'secret';

export interface SessionLife {
  sessionId: string;
  accessSeconds: number;
  refreshSeconds: number;
  /** Where it is used from. */
  origin: Origin;
}

interface NewSession extends SessionLife {
  userId: string;
  /** What a machine opened it by. */
  machineSecretId?: string;
}

/** A refresh token as it is found, and whose it is. */
export interface FoundToken {
  sessionId: string;
  user: User;
  isUsed: boolean;
  /** Where it was used a moment ago, by what its successor is found again. */
  successorKey: Buffer | null;
  hasEnded: boolean;
  hasExpired: boolean;
}

/** Longer than the 20 seconds after which a browser gives up waiting, so that what it asks again is answered. */
const momentSeconds = 30;

const inSeconds = (parameter: string) => `now() + make_interval(secs => ${parameter})`;

export async function insertSession(
  tx: Tx,
  { sessionId, userId, accessSeconds, refreshSeconds, origin, machineSecretId }: NewSession,
): Promise<void> {
  const { client, userAgent } = origin;
  await tx.query(
    `INSERT INTO session (id, user_id, access_expires_at, refresh_expires_at, client, user_agent,
       machine_secret_id, last_used_at)
     VALUES ($1, $2, ${inSeconds('$3')}, ${inSeconds('$4')}, $5, $6, $7, now())`,
    [sessionId, userId, accessSeconds, refreshSeconds, client, userAgent, machineSecretId ?? null],
  );
}

/** Moves the session's ends; never nearer, since a token given before a change of settings lives on. */
export async function prolongSession(
  tx: Tx,
  { sessionId, accessSeconds, refreshSeconds, origin }: SessionLife,
): Promise<void> {
  await tx.query(
    `UPDATE session SET access_expires_at = greatest(access_expires_at, ${inSeconds('$2')}),
       refresh_expires_at = greatest(refresh_expires_at, ${inSeconds('$3')}),
       client = $4, user_agent = $5, last_used_at = now()
     WHERE id = $1`,
    [sessionId, accessSeconds, refreshSeconds, origin.client, origin.userAgent],
  );
}

export async function insertRefreshToken(
  tx: Tx,
  { hash, sessionId, refreshSeconds }: { hash: Buffer; sessionId: string; refreshSeconds: number },
): Promise<void> {
  await tx.query(
    `INSERT INTO refresh_token (hash, session_id, expires_at) VALUES ($1, $2, ${inSeconds('$3')})`,
    [hash, sessionId, refreshSeconds],
  );
}

/** Finds a refresh token and holds it and its session, so that of two concurrent uses one comes second. */
export async function lockRefreshToken(tx: Tx, hash: Buffer): Promise<FoundToken | undefined> {
  const [row] = await tx.query<
    UserRow & {
      session_id: string;
      is_used: boolean;
      successor_key: Buffer | null;
      has_ended: boolean;
      has_expired: boolean;
    }
  >(
    `SELECT ${userColumns}, t.session_id, t.used_at IS NOT NULL AS is_used,
       CASE WHEN t.used_at > now() - make_interval(secs => $2) THEN t.successor_key END AS successor_key,
       s.ended_at IS NOT NULL AS has_ended, t.expires_at <= now() AS has_expired
     FROM refresh_token t JOIN session s ON s.id = t.session_id JOIN users u ON u.id = s.user_id
     WHERE t.hash = $1 FOR UPDATE OF s, t`,
    [hash, momentSeconds],
  );
  if (row === undefined) return undefined;
  return {
    sessionId: row.session_id,
    user: toUser(row),
    isUsed: row.is_used,
    successorKey: row.successor_key,
    hasEnded: row.has_ended,
    hasExpired: row.has_expired,
  };
}

export async function markUsed(
  tx: Tx,
  { hash, successorKey }: { hash: Buffer; successorKey: Buffer | null },
): Promise<void> {
  await tx.query('UPDATE refresh_token SET used_at = now(), successor_key = $2 WHERE hash = $1', [
    hash,
    successorKey,
  ]);
}

export interface SessionsToEnd {
  userId: string;
  /** Only this one. */
  sessionId?: string;
  /** All but this one. */
  exceptId?: string;
  /** Only those that a machine opened by this secret. */
  machineSecretId?: string;
  reason: EndReason;
  origin: Origin;
}

/**
 * Ends a user's sessions and tells of each in the audit trail; those that have ended stay as they are.
 * Whoever takes rights away holds the user's row, so that no session is opened meanwhile.
 */
export function endSessions(
  tx: Tx,
  { userId, sessionId, exceptId, machineSecretId, reason, origin }: SessionsToEnd,
): void {
  tx.send(
    `WITH ended AS (
       UPDATE session SET ended_at = now(), end_reason = $2
       WHERE user_id = $1 AND ended_at IS NULL
         AND ($3::uuid IS NULL OR id = $3) AND ($4::uuid IS NULL OR id <> $4)
         AND ($8::uuid IS NULL OR machine_secret_id = $8)
       RETURNING id)
     INSERT INTO security_event (type, user_id, session_id, actor_id, client, user_agent, detail)
     SELECT 'session.ended', $1, id, $5, $6, $7, jsonb_build_object('reason', $2::text) FROM ended`,
    [
      userId,
      reason,
      sessionId ?? null,
      exceptId ?? null,
      origin.actorId,
      origin.client,
      origin.userAgent,
      machineSecretId ?? null,
    ],
  );
}

/** The caller's user while the session lives: right even before the verifier has read the revocations. */
export async function readCaller(
  db: Queryable,
  { userId, sessionId }: Caller,
): Promise<{ user: User; credentials: Credentials } | undefined> {
  const [row] = await db.query<UserRow & { password_hash: string }>(
    `SELECT ${userColumns}, u.password_hash FROM users u JOIN session s ON s.user_id = u.id
     WHERE u.id = $1 AND s.id = $2 AND s.ended_at IS NULL`,
    [userId, sessionId],
  );
  if (row === undefined) return undefined;
  const { email, is_active: isActive, password_hash: passwordHash } = row;
  return { user: toUser(row), credentials: { userId, email, isActive, passwordHash } };
}

/** Ended sessions of which an access token may still be alive. */
export async function readRevocations(db: Queryable): Promise<RevocationsResponse> {
  const items = await db.query<{ sessionId: string; expiresAt: string }>(
    `SELECT id AS "sessionId", access_expires_at + make_interval(secs => $1) AS "expiresAt"
     FROM session WHERE ended_at IS NOT NULL AND access_expires_at > now() - make_interval(secs => $1)
     ORDER BY access_expires_at`,
    [slackSeconds],
  );
  return { items };
}

/** Removes sessions of which no token can be alive, and refresh tokens that have expired. */
export async function forgetSessions(db: Database): Promise<void> {
  await db.query(
    `DELETE FROM session WHERE access_expires_at < now() - interval '1 day'
       AND (refresh_expires_at < now() - interval '1 day' OR ended_at < now() - interval '1 day')`,
  );
  await db.query(`DELETE FROM refresh_token WHERE expires_at < now() - interval '1 day'`);
}
