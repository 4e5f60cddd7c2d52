/** Somebody of every role in a new shop. */

import { createApiClient } from '@balcao/kit/testing/api-client.ts';
import { personRoles, type Role } from '../../services/contracts/permissions.ts';
import { logIn } from '../harness/counter.ts';
import { type ShopProcess, startShopProcess } from '../harness/shop-process.ts';

const password = 'a long password of people';

/** An access token for each role. The admin is the shop's first; a new session, where there is one already. */
export async function tokensOfRoles(url: string): Promise<Record<Role, string>> {
  const admin = await logIn(url);
  const others = personRoles.filter((role) => role !== 'admin');
  const people = await Promise.all(
    others.map(async (role) => [role, await tokenOf(url, { admin, role })]),
  );
  return { ...Object.fromEntries(people), admin, machine: await machineToken(url, admin) };
}

async function tokenOf(
  url: string,
  { admin, role }: { admin: string; role: Role },
): Promise<string> {
  const email = `${role}@example.com`;
  await createApiClient(url, admin).post('/users', { email, name: role, role, password });
  return expected(await createApiClient(url).post('/auth/login', { email, password })).accessToken;
}

async function machineToken(url: string, admin: string): Promise<string> {
  const call = createApiClient(url, admin);
  const { id } = expected(await call.post('/users/machines', { name: 'Abuse' }));
  const { clientSecret } = expected(await call.post(`/users/machines/${id}/secrets`));
  const answer = await createApiClient(url).post('/auth/token', { clientId: id, clientSecret });
  return expected(answer).accessToken;
}

function expected<Body>({ status, body }: { status: number; body: Body }): Body {
  if (status >= 300) throw new Error(`${status}: ${JSON.stringify(body)}`);
  return body;
}

/** A shop that holds each of its answers against its documents, and whose providers are nobody. */
export function startAbusedShop(): Promise<ShopProcess> {
  const nobody = 'http://127.0.0.1:9';
  return startShopProcess({
    env: {
      DATABASE_URL: '',
      AMQP_URL: '',
      REDIS_URL: '',
      STRICT_ANSWERS: 'true',
      AWESOMEAPI_URL: nobody,
      COINCAP_URL: nobody,
      ALPHAVANTAGE_URL: nobody,
      BCB_SGS_URL: nobody,
      BCB_PTAX_URL: nobody,
      NOTIFIER_TELEGRAM_URL: nobody,
    },
  });
}
