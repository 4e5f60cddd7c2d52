/** Changes the caller's own password, and ends the sessions that others may have opened with the old one. */
import type { ChangePasswordRequest } from '@balcao/contracts/api/auth.ts';
import type { Database } from '@balcao/kit/db.ts';
import { Problem } from '@balcao/kit/problem.ts';
import type { Caller } from '@balcao/kit/tokens.ts';
import type { Gate } from './gate.ts';
import type { LoginGuard } from './login-guard.ts';
import type { Origin } from './origin.ts';
import { hashPassword, verifyPassword } from './password-hash.ts';
import { sessionHasEnded } from './refresh-session.ts';
import { record } from './security-event-store.ts';
import { endSessions, readCaller } from './session-store.ts';
import { replacePassword } from './user-store.ts';

export interface ChangePasswordDeps {
  db: Database;
  gate: Gate;
  guard: LoginGuard;
}

/** Throws `invalid_credentials` or `rate_limited` for a wrong current password, as a login does. */
export async function changePassword(
  {
    currentPassword,
    newPassword,
    caller,
    ip,
    origin,
  }: ChangePasswordRequest & { caller: Caller; ip: string; origin: Origin },
  { db, gate, guard }: ChangePasswordDeps,
): Promise<void> {
  const checked = (await readCaller(db, caller))?.credentials;
  if (checked === undefined) throw sessionHasEnded();
  await guard.attempt({ email: checked.email, ip }, () =>
    verifyPassword(currentPassword, checked.passwordHash),
  );
  const passwordHash = await gate.run(() => hashPassword(newPassword));
  await db.transaction(async (tx) => {
    if (!(await replacePassword(tx, { checked, passwordHash }))) {
      throw new Problem(
        'conflict',
        'The password was changed in between. Log in with the new one.',
      );
    }
    const { userId, sessionId: exceptId } = caller;
    record(tx, origin, [{ type: 'password.changed', userId, sessionId: exceptId }]);
    endSessions(tx, { userId, exceptId, reason: 'password', origin });
  });
}
