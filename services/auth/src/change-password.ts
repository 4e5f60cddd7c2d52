/** Changes the caller's own password, and ends the sessions that others may have opened with the old one. */
import type { ChangePasswordRequest } from '@balcao/contracts/api/auth.ts';
import type { Database, Tx } from '@balcao/kit/db.ts';
import { Problem } from '@balcao/kit/problem.ts';
import type { Caller } from '@balcao/kit/tokens.ts';
import type { LoginGuard } from './login-guard.ts';
import type { Origin } from './origin.ts';
import type { PasswordHasher } from './password-hasher.ts';
import { refuseWeakPassword } from './password-rules.ts';
import { sessionHasEnded } from './refresh-session.ts';
import { record } from './security-event-store.ts';
import { endSessions, readCaller } from './session-store.ts';
import type { Turns } from './turns.ts';
import { type Credentials, replacePassword } from './user-store.ts';

export interface ChangePasswordDeps {
  db: Database;
  guard: LoginGuard;
  hasher: PasswordHasher;
  turns: Turns;
}

type Change = ChangePasswordRequest & { caller: Caller; origin: Origin };

/**
 * Throws `invalid_credentials` or `rate_limited` for a wrong current password, as a login does; failures
 * count against the session, so that nobody else's stand in the way.
 */
export async function changePassword(change: Change, deps: ChangePasswordDeps): Promise<void> {
  await deps.turns.run(change.caller.sessionId, () => changeNow(change, deps));
}

async function changeNow(
  { currentPassword, newPassword, caller, origin }: Change,
  { db, guard, hasher }: ChangePasswordDeps,
): Promise<void> {
  const found = await readCaller(db, caller);
  if (found === undefined) throw sessionHasEnded();
  const { credentials: checked, user } = found;
  refuseWeakPassword(newPassword, user, 'newPassword');
  let passwordHash = '';
  await guard.attempt({
    email: checked.email,
    client: origin.client ?? '',
    userId: checked.userId,
    provenBy: caller.sessionId,
    isKnownNetwork: false,
    purpose: 'password_change',
    origin,
    async check() {
      if (!(await hasher.verify(currentPassword, checked.passwordHash))) return 'password';
      passwordHash = await hasher.hash(newPassword);
      return null;
    },
    proceed: (tx) => replace(tx, { checked, passwordHash, caller, origin }),
  });
}

interface Replacement {
  checked: Credentials;
  passwordHash: string;
  caller: Caller;
  origin: Origin;
}

async function replace(
  tx: Tx,
  { checked, passwordHash, caller, origin }: Replacement,
): Promise<void> {
  if (!(await replacePassword(tx, { checked, passwordHash }))) {
    throw new Problem('conflict', 'The password was changed in between. Log in with the new one.', {
      pt: 'A senha foi mudada neste meio-tempo. Entre com a nova.',
    });
  }
  const { userId, sessionId: exceptId } = caller;
  record(tx, origin, [{ type: 'password.changed', userId, sessionId: exceptId }]);
  endSessions(tx, { userId, exceptId, reason: 'password', origin });
}
