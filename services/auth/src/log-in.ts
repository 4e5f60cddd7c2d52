/** Logs somebody in: checks the password, opens a session, and knows the device again. */
import type { LoginRequest, LoginResponse } from '@balcao/contracts/api/auth.ts';
import type { Database, Tx } from '@balcao/kit/db.ts';
import { type LoginFacts, readLoginFacts, rememberClient } from './known-client-store.ts';
import { type FailureReason, type LoginGuard, wrongCredentials } from './login-guard.ts';
import type { Origin } from './origin.ts';
import type { PasswordHasher } from './password-hasher.ts';
import type { Rehasher } from './rehash-password.ts';
import { createToken, hashToken, type SecretToken } from './secret-token.ts';
import type { TokenIssuer } from './token-issuer.ts';
import type { Turns } from './turns.ts';
import { type Credentials, lockUnchanged } from './user-store.ts';

export interface LogInDeps {
  db: Database;
  guard: LoginGuard;
  issuer: TokenIssuer;
  hasher: PasswordHasher;
  rehasher: Rehasher;
  turns: Turns;
}

type Login = LoginRequest & { origin: Origin };

/**
 * Throws `invalid_credentials` or `rate_limited`. Hashes as much for an unknown e-mail and for a disabled
 * user as for a known one.
 */
export async function logIn(login: Login, deps: LogInDeps): Promise<LoginResponse> {
  const { email, deviceToken = '', origin } = login;
  const who = JSON.stringify([email, origin.client, deviceToken]);
  return deps.turns.run(who, () => logInNow(login, deps));
}

async function logInNow(
  { email, password, deviceToken, origin }: Login,
  deps: LogInDeps,
): Promise<LoginResponse> {
  const { db, guard, hasher, rehasher } = deps;
  const client = origin.client ?? '';
  const device = deviceToken === undefined ? null : hashToken(deviceToken);
  const facts = await readLoginFacts(db, { email, client, device });
  const { credentials, isKnownNetwork } = facts;
  const given = knownToken(deviceToken, device, facts) ?? createToken();
  const hash = credentials?.passwordHash ?? hasher.impossibleHash();
  const answer = await guard.attempt({
    email,
    client,
    userId: credentials?.userId,
    provenBy: facts.isKnownDevice ? given.hash.toString('base64') : null,
    isKnownNetwork,
    purpose: 'login',
    origin,
    check: async () => reasonToRefuse(await hasher.verify(password, hash), credentials),
    proceed: (tx) => open(tx, { credentials, device: given, origin }, deps),
  });
  if (credentials !== undefined) rehasher.consider(password, credentials);
  return answer;
}

function reasonToRefuse(isRight: boolean, user: Credentials | undefined): FailureReason | null {
  if (user === undefined) return 'unknown';
  if (!isRight) return 'password';
  return user.isActive ? null : 'disabled';
}

/** Only tokens that we gave are known again: nobody can be made to use one of somebody else's choice. */
function knownToken(
  token: string | undefined,
  hash: Buffer | null,
  { isDevice }: LoginFacts,
): SecretToken | undefined {
  return token === undefined || hash === null || !isDevice ? undefined : { token, hash };
}

interface Opening {
  credentials: Credentials | undefined;
  device: SecretToken;
  origin: Origin;
}

async function open(
  tx: Tx,
  { credentials, device, origin }: Opening,
  { issuer }: LogInDeps,
): Promise<LoginResponse> {
  const user = credentials && (await lockUnchanged(tx, credentials));
  if (user === undefined) throw wrongCredentials();
  rememberClient(tx, { userId: user.id, client: origin.client ?? '', device: device.hash });
  return { ...(await issuer.open(tx, { user, origin })), deviceToken: device.token };
}
