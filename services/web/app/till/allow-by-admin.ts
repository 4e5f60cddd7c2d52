/** Asks for an override with an administrator's own proof, whoever is logged in at the till. */
import { v7 as uuid } from 'uuid';
import { problemOf } from '../api/api-problem.ts';
import { answer, api } from '../api/client.ts';
import { fetchWithin } from '../api/fetch-within.ts';

interface Allowance {
  note: string;
  /** Centavos; 0: not asked for. Both, so that the second limit does not ask again. */
  tabMinor: number;
  discountMinor: number;
}

/**
 * The id of the override. `admin` null: who is logged in is one. Otherwise the administrator's session lasts for
 * this one request, and neither token nor password is kept. Throws ApiProblem: `invalid_credentials`, `forbidden`, …
 */
export async function allowByAdmin(
  admin: { email: string; password: string } | null,
  { note, tabMinor, discountMinor }: Allowance,
): Promise<string> {
  const body = {
    id: uuid(),
    note,
    ...(tabMinor > 0 ? { tabUpToMinor: tabMinor } : {}),
    ...(discountMinor > 0 ? { discountUpToMinor: discountMinor } : {}),
  };
  if (admin === null) {
    const params = { header: { 'Idempotency-Key': body.id } };
    return (await answer(api.POST('/api/v1/orders/overrides', { params, body }))).id;
  }
  const { accessToken } = await post('/api/v1/auth/login', admin, null);
  try {
    await post('/api/v1/orders/overrides', body, accessToken);
  } finally {
    // What was asked for stands, whether this is answered or not: the token ends by itself.
    await post('/api/v1/auth/logout', {}, accessToken).catch(() => undefined);
  }
  return body.id;
}

interface Tokens {
  accessToken: string;
}

// Not by `api`, whose session is the seller's.
async function post(path: string, body: object, token: string | null): Promise<Tokens> {
  const headers = {
    'content-type': 'application/json',
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
  };
  const init = {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
    credentials: 'omit',
  } as const;
  const response = await fetchWithin(new Request(new URL(path, location.origin), init));
  const json: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw problemOf(json, response);
  return hasToken(json) ? json : { accessToken: '' };
}

const hasToken = (json: unknown): json is Tokens =>
  typeof json === 'object' &&
  json !== null &&
  'accessToken' in json &&
  typeof json.accessToken === 'string';
