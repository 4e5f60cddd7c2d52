/** Changes and disables users, and ends their sessions where their rights change. */
import type { User } from '@balcao/contracts/api/users.ts';
import { event } from '@balcao/contracts/events/catalog.ts';
import { parseIfMatch } from '@balcao/contracts/version.ts';
import type { Tx } from '@balcao/kit/db.ts';
import { brokenConstraint } from '@balcao/kit/db-errors.ts';
import type { Outbox } from '@balcao/kit/outbox.ts';
import { Problem } from '@balcao/kit/problem.ts';
import type { Origin } from './origin.ts';
import { type NewSecurityEvent, record } from './security-event-store.ts';
import { type EndReason, endSessions } from './session-store.ts';
import {
  countOtherActiveAdmins,
  lockUser,
  lockUserCount,
  type UserChange,
  updateUser,
  type VersionedUser,
} from './user-store.ts';

/** How and by whom a change is wanted. */
interface Wanted {
  ifMatch: string | undefined;
  origin: Origin;
}

/**
 * Throws `not_found`, `version_mismatch`, `already_exists` (e-mail) or `conflict` (the last active admin, or
 * what a machine cannot be).
 */
export async function changeUser(
  tx: Tx,
  { change, ifMatch, origin }: { change: UserChange } & Wanted,
  outbox: Outbox,
): Promise<VersionedUser> {
  await lockUserCount(tx);
  const before = await lockUser(tx, change.id);
  if (before === undefined) throw noSuchUser(change.id);
  refuseStale(before, ifMatch);
  keepKind(before.user, change);
  await keepAnAdmin(tx, before.user, change);
  const after = await store(tx, change);
  const { id: userId, email, name, role, active } = after.user;
  const reason = reasonToEnd(before.user, change);
  record(tx, origin, eventsOf(before.user, change));
  if (reason !== null) endSessions(tx, { userId, reason, origin });
  outbox.add(tx, [event('user.updated', userId, { userId, email, name, role, active })]);
  if (before.user.active && !active) outbox.add(tx, [event('user.disabled', userId, { userId })]);
  return after;
}

/** Disables a user; one that is disabled already stays so. Throws `not_found` or `conflict`. */
export async function disableUser(
  tx: Tx,
  { id, ifMatch, origin }: { id: string } & Wanted,
  outbox: Outbox,
): Promise<void> {
  await lockUserCount(tx);
  const before = await lockUser(tx, id);
  if (before === undefined) throw noSuchUser(id);
  refuseStale(before, ifMatch);
  if (!before.user.active) return;
  const { email, name, role } = before.user;
  const change = { id, email, name, role, active: false, passwordHash: null };
  await keepAnAdmin(tx, before.user, change);
  await store(tx, change);
  record(tx, origin, eventsOf(before.user, change));
  endSessions(tx, { userId: id, reason: 'disabled', origin });
  outbox.add(tx, [event('user.disabled', id, { userId: id })]);
}

export function noSuchUser(id: string): Problem {
  return new Problem('not_found', `There is no user ${id}.`);
}

function refuseStale({ version }: VersionedUser, ifMatch: string | undefined): void {
  if (ifMatch === undefined || ifMatch.trim() === '*' || parseIfMatch(ifMatch) === version) return;
  const detail = 'The user was changed since you read it. Read it again and repeat the change.';
  throw new Problem('version_mismatch', detail);
}

/** A machine has secrets in the place of an address and a password, and stays one; no person becomes one. */
function keepKind(before: User, change: UserChange): void {
  const isMachine = before.role === 'machine';
  if (isMachine !== (change.role === 'machine')) {
    throw new Problem('conflict', 'A machine stays one, and a person does not become one.');
  }
  if (isMachine && (change.passwordHash !== null || change.email !== before.email)) {
    throw new Problem('conflict', 'A machine keeps its address, and has secrets, no password.');
  }
}

/** Whoever changes users holds the lock on their count, so that two admins cannot demote each other. */
async function keepAnAdmin(tx: Tx, before: User, change: UserChange): Promise<void> {
  const isAdmin = before.active && before.role === 'admin';
  const staysAdmin = change.active && change.role === 'admin';
  if (!isAdmin || staysAdmin || (await countOtherActiveAdmins(tx, before.id)) > 0) return;
  const detail = 'This is the last active admin. Make somebody else admin first.';
  throw new Problem('conflict', detail, {
    pt: 'É o último administrador ativo. Torne antes outra pessoa administradora.',
  });
}

async function store(tx: Tx, change: UserChange): Promise<VersionedUser> {
  try {
    const after = await updateUser(tx, change);
    if (after === undefined) throw noSuchUser(change.id);
    return after;
  } catch (error) {
    if (brokenConstraint(error) !== 'users_email') throw error;
    throw new Problem('already_exists', 'Another user has this e-mail.', {
      pt: 'Outro usuário tem este e-mail.',
      cause: error,
    });
  }
}

/** A session lasts while its token's role and its password are what they were. */
function reasonToEnd(before: User, change: UserChange): EndReason | null {
  if (!change.active) return 'disabled';
  if (change.role !== before.role) return 'role';
  return change.passwordHash === null ? null : 'password';
}

/** What of a change the audit trail tells. */
function eventsOf(before: User, change: UserChange): NewSecurityEvent[] {
  const { id: userId } = before;
  const events: NewSecurityEvent[] = [];
  if (change.email !== before.email) {
    const detail = { from: before.email, to: change.email };
    events.push({ type: 'user.email_changed', userId, detail });
  }
  if (change.role !== before.role) {
    const detail = { from: before.role, to: change.role };
    events.push({ type: 'user.role_changed', userId, detail });
  }
  if (change.passwordHash !== null) events.push({ type: 'password.changed', userId });
  if (before.active && !change.active) events.push({ type: 'user.disabled', userId });
  if (!before.active && change.active) events.push({ type: 'user.enabled', userId });
  return events;
}
