/** Lets a browser in without the form, as the demo's administrator unless somebody else is named. */
import type { BrowserContext } from 'playwright-core';
import { z } from 'zod';

/** Who may do everything in the demo's shop. */
export const demoAdmin = { email: 'marta@acougue.example', password: 'picanha na brasa' };

const answer = z.object({ accessToken: z.string() });

/** The context has the session's cookie from now on; the answer is an access token for requests of one's own. */
export async function logIn(
  { request }: BrowserContext,
  { email, password } = demoAdmin,
): Promise<string> {
  const data = { email, password, session: 'cookie' };
  const response = await request.post('/api/v1/auth/login', { data });
  if (!response.ok())
    throw new Error(`the login was answered ${response.status()}: ${await response.text()}`);
  return answer.parse(await response.json()).accessToken;
}
