/** Adds users: by an admin, by themselves, or, the first one, by the installation's settings. */
import type { RegisterRequest } from '@balcao/contracts/api/auth.ts';
import { event } from '@balcao/contracts/events/catalog.ts';
import { ConfigError } from '@balcao/kit/config.ts';
import type { Database, Tx } from '@balcao/kit/db.ts';
import type { Gate } from '@balcao/kit/gate.ts';
import { newId } from '@balcao/kit/ids.ts';
import type { Logger } from '@balcao/kit/log.ts';
import type { Outbox } from '@balcao/kit/outbox.ts';
import { Problem } from '@balcao/kit/problem.ts';
import type { RateLimit } from '@balcao/kit/rate-limit.ts';
import { type Origin, ownOrigin } from './origin.ts';
import type { PasswordHasher } from './password-hasher.ts';
import { refuseWeakPassword, weaknessOf } from './password-rules.ts';
import { record } from './security-event-store.ts';
import {
  hasUsers,
  insertUser,
  lockUserCount,
  type NewUser,
  readCredentials,
  type VersionedUser,
} from './user-store.ts';

export interface AddUserDeps {
  outbox: Outbox;
  gate: Gate;
  hasher: PasswordHasher;
  registrations: { inc(): void };
}

export interface RegisterDeps extends AddUserDeps {
  registration: 'first' | 'open' | 'closed';
  registerLimit: RateLimit;
}

interface Secret {
  password: string;
}

interface From {
  origin: Origin;
}

/** Throws `already_exists` when the id or the e-mail is taken, and what a weak password is refused with. */
export async function addUser(
  tx: Tx,
  { password, origin, ...user }: Omit<NewUser, 'passwordHash'> & Secret & From,
  deps: AddUserDeps,
): Promise<VersionedUser> {
  refuseWeakPassword(password, user, 'password');
  const passwordHash = await deps.gate.run(() => deps.hasher.hash(password));
  return storeUser(tx, { ...user, passwordHash, origin }, deps);
}

/** Adds a user and says so. Throws `already_exists` when the id or the e-mail is taken. */
export async function storeUser(
  tx: Tx,
  { origin, ...user }: NewUser & From,
  { outbox, registrations }: AddUserDeps,
): Promise<VersionedUser> {
  const added = await insertUser(tx, user);
  if (added === undefined) {
    throw new Problem('already_exists', 'There is a user with this e-mail or id already.');
  }
  const { id: userId, email, name, role } = added.user;
  outbox.add(tx, [event('user.registered', userId, { userId, email, name, role })]);
  record(tx, origin, [{ type: 'user.added', userId, detail: { role } }]);
  tx.afterCommit(() => registrations.inc());
  return added;
}

/** The first one becomes admin, later ones seller. Throws `registration_closed`, `rate_limited` or `already_exists`. */
export async function registerUser(
  tx: Tx,
  { id, email, name, password, origin }: RegisterRequest & From,
  deps: RegisterDeps,
): Promise<VersionedUser> {
  refuseClosed(await hasUsers(tx), deps);
  refuseWeakPassword(password, { email, name }, 'password');
  await deps.registerLimit.take(origin.client ?? '');
  const passwordHash = await deps.gate.run(() => deps.hasher.hash(password));
  await lockUserCount(tx);
  // Asked again under the lock: of several first ones only one is the first.
  const isLater = await hasUsers(tx);
  refuseClosed(isLater, deps);
  const role = isLater ? 'seller' : 'admin';
  return storeUser(tx, { id: id ?? newId(), email, name, role, passwordHash, origin }, deps);
}

/** Whether somebody may register: everybody, only the first user, or nobody. */
export function isRegistrationOpen(
  isLater: boolean,
  { registration }: Pick<RegisterDeps, 'registration'>,
): boolean {
  return registration === 'open' || (registration === 'first' && !isLater);
}

function refuseClosed(isLater: boolean, deps: RegisterDeps): void {
  if (isRegistrationOpen(isLater, deps)) return;
  throw new Problem('registration_closed', 'Registration is closed. Ask an admin to add you.');
}

/**
 * Makes the admin that the settings name, unless that user exists, whatever became of it since. Throws
 * ConfigError for a weak password.
 */
export async function addConfiguredAdmin(
  admin: { email: string; password: string },
  { db, log, ...deps }: AddUserDeps & { db: Database; log: Logger },
): Promise<void> {
  const { email, password } = admin;
  const name = 'Admin';
  if ((await readCredentials(db, email)) !== undefined) return;
  if (weaknessOf(password, { email, name }) !== null) {
    throw new ConfigError(['AUTH_ADMIN_PASSWORD: too easy to guess, choose another']);
  }
  const passwordHash = await deps.gate.run(() => deps.hasher.hash(password));
  await db.transaction(async (tx) => {
    await lockUserCount(tx);
    // Another replica may have been faster.
    if ((await readCredentials(tx, email)) !== undefined) return;
    const profile = { email, name, role: 'admin' } as const;
    await storeUser(tx, { ...profile, id: newId(), passwordHash, origin: ownOrigin }, deps);
    tx.afterCommit(() => log.info('the admin of the settings was added'));
  });
}
