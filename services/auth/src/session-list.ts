/** Lists sessions that are alive, and ends those that somebody names. */
import type { Session } from '@balcao/contracts/api/auth.ts';
import type { Page, PageQuery } from '@balcao/contracts/page.ts';
import { decodeCursor, toPage } from '@balcao/kit/cursor.ts';
import type { Queryable, Tx } from '@balcao/kit/db.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { noSuchUser } from './change-user.ts';
import type { Origin } from './origin.ts';
import { endSessions } from './session-store.ts';
import { lockUser, readUser } from './user-store.ts';

interface Row {
  id: string;
  created_at: string;
  last_used_at: string;
  expires_at: string;
  client: string | null;
  user_agent: string | null;
}

/** Of a user's sessions those that are alive, the newest first. `currentId` is the asking session. */
export async function listSessions(
  db: Queryable,
  { userId, currentId }: { userId: string; currentId: string },
  query: PageQuery,
): Promise<Page<Session>> {
  const [before = null] = decodeCursor(query.cursor, 1) ?? [];
  const rows = await db.query<Row>(
    `SELECT id, created_at, coalesce(last_used_at, created_at) AS last_used_at,
       refresh_expires_at AS expires_at, client, user_agent
     FROM session
     WHERE user_id = $1 AND ended_at IS NULL AND refresh_expires_at > now()
       AND ($2::text IS NULL OR id::text < $2)
     ORDER BY id::text DESC LIMIT $3`,
    [userId, before, query.limit + 1],
  );
  const item = ({ id, client, ...row }: Row): Session => ({
    id,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
    expiresAt: row.expires_at,
    client,
    userAgent: row.user_agent,
    isCurrent: id === currentId,
  });
  return toPage(rows, query.limit, { item, key: ({ id }) => [id] });
}

/** The sessions of a user for an admin. Throws `not_found` when there is no such user. */
export async function listSessionsOf(
  db: Queryable,
  who: { userId: string; currentId: string },
  query: PageQuery,
): Promise<Page<Session>> {
  if ((await readUser(db, who.userId)) === undefined) throw noSuchUser(who.userId);
  return listSessions(db, who, query);
}

/** Ends one session of a user; one that has ended stays so. Throws `not_found` for another's. */
export async function revokeSession(
  tx: Tx,
  { userId, sessionId, origin }: { userId: string; sessionId: string; origin: Origin },
): Promise<void> {
  const rows = await tx.query('SELECT FROM session WHERE id = $1 AND user_id = $2', [
    sessionId,
    userId,
  ]);
  if (rows.length === 0) throw new Problem('not_found', `There is no session ${sessionId}.`);
  endSessions(tx, { userId, sessionId, reason: 'revoked', origin });
}

/** Ends all sessions of a user, or all others. Throws `not_found` when there is no such user. */
export async function revokeSessions(
  tx: Tx,
  { userId, origin, ...rest }: { userId: string; exceptId?: string; origin: Origin },
): Promise<void> {
  if ((await lockUser(tx, userId)) === undefined) throw noSuchUser(userId);
  endSessions(tx, { userId, ...rest, reason: 'revoked', origin });
}
