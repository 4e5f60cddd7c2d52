/** Registers or logs in, makes the shop's people, and shows them out again. */
import { randomBytes } from 'node:crypto';
import { jwksResponse, sessionResponse } from '@balcao/contracts/api/auth.ts';
import { user } from '@balcao/contracts/api/users.ts';
import type { Role } from '@balcao/contracts/permissions.ts';
import { type Api, createApi } from './api.ts';
import { eventually } from './eventually.ts';
import { isRefusal, same, UsageError } from './failure.ts';
import type { Leftovers, Person } from './shop.ts';

export interface Credentials {
  email: string;
  password: string;
}

/** One address of each service that wants a token; auth itself shows its public keys. */
const guarded = {
  product: '/products',
  inventory: '/inventory/stock',
  sales: '/orders',
  payment: '/payments/simulator',
  finance: '/finance/accounts',
  'market-analyzer': '/market/quotes/latest',
  notifier: '/notifications',
};

/** A shop that is just being opened may need a moment. */
const healthyWithinMs = 10_000;

/** Every service answers through the one address, and lets nobody in without a token. */
export async function checkHealth(anonymous: Api) {
  const { keys } = await eventually(healthyWithinMs, () =>
    anonymous.get('/auth/jwks.json', jwksResponse),
  );
  same('there are signing keys', keys.length > 0, true);
  for (const path of Object.values(guarded)) {
    const check = () => anonymous.refused({ method: 'GET', path }, 'unauthenticated');
    await eventually(healthyWithinMs, check);
  }
  return { figures: `auth, ${Object.keys(guarded).join(', ')} answer` };
}

const firstAdminEmail = 'admin@balcao.example';

/**
 * Logs in with the given credentials, registering them as the first admin where nobody is registered yet;
 * without any, registers generated ones, which come back as `made`. Throws UsageError when it may do neither.
 */
export async function enter(url: string, anonymous: Api, given: Credentials | undefined) {
  const credentials = given ?? { email: firstAdminEmail, password: newPassword() };
  const login = () => logIn(url, anonymous, credentials);
  const known = given === undefined ? undefined : await unlessRefused(login, 'invalid_credentials');
  const admin = known ?? (await registerAndLogIn(anonymous, { credentials, login }, given));
  same(`role of ${admin.email}`, admin.role, 'admin');
  const figures = `${admin.email}, ${known === undefined ? 'registered as the first admin' : 'admin'}`;
  return { figures, admin, made: given === undefined ? credentials : undefined };
}

const wrongCredentials =
  'the e-mail or the password is wrong: pass those of an admin of this installation';
const needsCredentials =
  'this installation has users: pass --email and --password of an admin, or set BALCAO_EMAIL and ' +
  'BALCAO_PASSWORD (or BALCAO_PASSWORD_FILE)';

async function registerAndLogIn(
  anonymous: Api,
  { credentials, login }: { credentials: Credentials; login: () => Promise<Person> },
  given: Credentials | undefined,
): Promise<Person> {
  const body = { ...credentials, name: 'Admin' };
  const register = () => anonymous.create('/auth/register', body, user);
  const registered = await unlessRefused(register, 'registration_closed', 'already_exists');
  if (registered !== undefined) return login();
  throw new UsageError(given === undefined ? needsCredentials : wrongCredentials);
}

/** Undefined when the request was refused with one of these codes. */
async function unlessRefused<T>(
  request: () => Promise<T>,
  ...codes: string[]
): Promise<T | undefined> {
  try {
    return await request();
  } catch (error) {
    if (codes.some((code) => isRefusal(error, code))) return undefined;
    throw error;
  }
}

function newPassword(): string {
  return randomBytes(18).toString('base64url');
}

async function logIn(url: string, anonymous: Api, credentials: Credentials): Promise<Person> {
  const session = await anonymous.act('/auth/login', credentials, sessionResponse);
  const { id, email, role } = session.user;
  const api = createApi(url, session.accessToken);
  const me = await api.get('/auth/me', user);
  same('id of /auth/me', me.id, id);
  return { userId: id, email, role, api };
}

interface Hiring {
  url: string;
  anonymous: Api;
  admin: Person;
  suffix: string;
  leftovers: Leftovers;
}

/** A seller and a stockist who exist for this run only. */
export async function hire(hiring: Hiring) {
  const seller = await hireOne(hiring, 'seller');
  const stockist = await hireOne(hiring, 'stockist');
  return { figures: `${seller.email}, ${stockist.email}`, seller, stockist };
}

async function hireOne(
  { url, anonymous, admin, suffix, leftovers }: Hiring,
  role: Role,
): Promise<Person> {
  const profile = {
    email: `${role}-${suffix}@balcao.example`,
    name: `Flow ${role} ${suffix}`,
    role,
  };
  const password = newPassword();
  const made = await admin.api.create('/users', { ...profile, password }, user);
  same(`role of ${profile.email}`, made.role, role);
  leftovers.push({
    name: `${role} disabled`,
    async undo() {
      const request = { method: 'PUT', path: `/users/${made.id}` } as const;
      const { body } = await admin.api.send(
        { ...request, body: { ...profile, active: false } },
        200,
        user,
      );
      same(`${profile.email} is active`, body.active, false);
    },
  });
  return logIn(url, anonymous, { email: profile.email, password });
}

/** Each role is refused what is another's. */
export async function checkRefusals({ seller, stockist }: Record<'seller' | 'stockist', Person>) {
  const category = { method: 'POST', path: '/categories', body: { name: 'Forbidden' } } as const;
  await seller.api.refused(category, 'forbidden');
  await stockist.api.refused({ method: 'GET', path: '/finance/accounts' }, 'forbidden');
  return { figures: '403: seller makes a category, stockist reads the accounts' };
}

/** How soon after a logout every service must refuse the token (ARCHITECTURE.md, Tokens). */
// A second is what auth promises; what it took is printed, and a machine that is used up is no difference.
const revokedWithinMs = 10_000;

/** Soon after the logout another service refuses the access token. */
export async function logOut({ api, email }: Person, elsewhere: string) {
  await api.sendAway({ method: 'POST', path: '/auth/logout' });
  const loggedOutAt = Date.now();
  await eventually(revokedWithinMs, () =>
    api.refused({ method: 'GET', path: elsewhere }, 'token_revoked'),
  );
  return {
    figures: `${email}: token refused by ${elsewhere} after ${Date.now() - loggedOutAt} ms`,
  };
}
