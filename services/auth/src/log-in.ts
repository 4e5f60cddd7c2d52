/** Logs somebody in: checks the password, opens a session. */
import type { LoginRequest, SessionResponse } from '@balcao/contracts/api/auth.ts';
import type { Database } from '@balcao/kit/db.ts';
import { type LoginGuard, wrongCredentials } from './login-guard.ts';
import type { Origin } from './origin.ts';
import { impossibleHash, verifyPassword } from './password-hash.ts';
import type { TokenIssuer } from './token-issuer.ts';
import { lockUnchanged, readCredentials } from './user-store.ts';

export interface LogInDeps {
  db: Database;
  guard: LoginGuard;
  issuer: TokenIssuer;
}

/** Throws `invalid_credentials` or `rate_limited`. Takes as long for an unknown e-mail as for a known one. */
export async function logIn(
  { email, password, ip, origin }: LoginRequest & { ip: string; origin: Origin },
  { db, guard, issuer }: LogInDeps,
): Promise<SessionResponse> {
  const found = await readCredentials(db, email);
  const hash = found?.passwordHash ?? impossibleHash();
  await guard.attempt({ email, ip }, async () => {
    const isRight = await verifyPassword(password, hash);
    return isRight && found?.isActive === true;
  });
  if (found === undefined) throw wrongCredentials();
  return db.transaction(async (tx) => {
    const user = await lockUnchanged(tx, found);
    if (user === undefined) throw wrongCredentials();
    return issuer.open(tx, { user, origin });
  });
}
