/** Whoever opens the shop: its first admin. */
import { type ApiClient, createApiClient } from '@balcao/kit/testing/api-client.ts';

export interface Person {
  name: string;
  email: string;
  password: string;
}

/** Answers a client that is logged in as this person. */
export async function registerOwner(url: string, person: Person): Promise<ApiClient> {
  const anonymous = createApiClient(url);
  await anonymous.post('/auth/register', person);
  const { email, password } = person;
  const { body } = await anonymous.post('/auth/login', { email, password });
  return createApiClient(url, body.accessToken);
}
