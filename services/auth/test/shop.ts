/** The auth service for tests, with people who are logged in. */
import { randomUUID } from 'node:crypto';
import { createDatabase, type Database } from '@balcao/kit/db.ts';
import { createLogger } from '@balcao/kit/log.ts';
import type { RunningService } from '@balcao/kit/service.ts';
import { type ApiClient, createApiClient } from '@balcao/kit/testing/api-client.ts';
import { startTestService } from '@balcao/kit/testing/service.ts';
import { settings, start } from '../src/service.ts';

export const password = 'picanha na brasa';

export interface Person {
  id: string;
  email: string;
  accessToken: string;
  refreshToken: string;
  /** Calls as this person. */
  api: ApiClient;
}

export interface Shop {
  service: RunningService;
  url: string;
  /** Calls without a token. */
  api: ApiClient;
  /** Auth's own database. */
  db: Database;
  databaseUrl: string;
  /** Registers the first user. */
  openWithAdmin(): Promise<Person>;
  /** Adds a user and logs in. */
  hire(admin: Person, role: 'admin' | 'seller' | 'stockist'): Promise<Person>;
  logIn(email: string, password?: string): Promise<Person>;
  stop(): Promise<void>;
}

export async function openShop(env: Record<string, string> = {}): Promise<Shop> {
  const { service, url, databaseUrl, stop } = await startTestService({
    settings,
    start,
    env,
    hasTestTokens: false,
  });
  const db = createDatabase({
    url: databaseUrl,
    applicationName: 'test',
    maxConnections: 2,
    statementTimeoutMs: 5_000,
    log: createLogger({ level: 'silent' }),
  });
  const api = createApiClient(url);
  const logIn = async (email: string, secret = password): Promise<Person> => {
    const { status, body } = await api.post('/auth/login', { email, password: secret });
    if (status !== 200) throw new Error(`login was answered ${status} ${body.code}`);
    const { accessToken, refreshToken, user } = body;
    return {
      id: user.id,
      email,
      accessToken,
      refreshToken,
      api: createApiClient(url, accessToken),
    };
  };
  return {
    service,
    url,
    api,
    db,
    databaseUrl,
    logIn,
    async openWithAdmin() {
      const email = 'dona@loja.br';
      await api.post('/auth/register', { email, password, name: 'Dona' });
      return logIn(email);
    },
    async hire(admin, role) {
      const email = `${role}-${randomUUID()}@loja.br`;
      await admin.api.post('/users', { email, password, name: `Um ${role}`, role });
      return logIn(email);
    },
    async stop() {
      await db.close();
      await stop();
    },
  };
}

/** The session that an access token belongs to. */
export function sessionIdOf(accessToken: string): string {
  const [, payload = ''] = accessToken.split('.');
  return JSON.parse(Buffer.from(payload, 'base64url').toString()).sid;
}

/** The key that an access token was signed with. */
export function kidOf(accessToken: string): string {
  const [header = ''] = accessToken.split('.');
  return JSON.parse(Buffer.from(header, 'base64url').toString()).kid;
}
