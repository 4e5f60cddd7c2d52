/** Gives a machine an access token for its secret. */
import type { TokenRequest, TokenResponse } from '@balcao/contracts/api/machines.ts';
import type { Database } from '@balcao/kit/db.ts';
import { type LoginGuard, wrongCredentials } from './login-guard.ts';
import { useSecret } from './machine-store.ts';
import type { Origin } from './origin.ts';
import { hashToken } from './secret-token.ts';
import type { TokenIssuer } from './token-issuer.ts';
import { readUser } from './user-store.ts';

export interface GiveTokenDeps {
  db: Database;
  guard: LoginGuard;
  issuer: TokenIssuer;
}

/**
 * Throws `invalid_credentials`, or `rate_limited` after too many failures from the network. The right
 * secret is taken even then: nobody guesses 256 bits, so nothing is gained by keeping it out.
 */
export async function giveToken(
  { clientId, clientSecret, origin }: TokenRequest & { origin: Origin },
  { db, guard, issuer }: GiveTokenDeps,
): Promise<TokenResponse> {
  const hash = hashToken(clientSecret);
  const token = await db.transaction(async (tx) => {
    const used = await useSecret(tx, { userId: clientId, hash });
    return used && issuer.openForMachine(tx, { ...used, origin });
  });
  if (token !== undefined) return token;
  const machine = await readUser(db, clientId);
  await guard.countGuess({ userId: machine?.user.id, given: clientId, origin });
  throw wrongCredentials();
}
