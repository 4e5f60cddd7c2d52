/**
 * Protects: every operation of every service is for those whom the table of permissions names, and for nobody else.
 * Made from the OpenAPI documents, so that a new operation is in it; one that anybody may call has to be named here.
 */
import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';
import { createApiClient } from '@balcao/kit/testing/api-client.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { createTestTokens } from '@balcao/kit/testing/tokens.ts';
import { after, before, describe, it } from 'mocha';
import { isAllowed, type Role, roles } from '../../services/contracts/permissions.ts';
import { logIn } from '../harness/counter.ts';
import { removeDataDir, type ShopProcess, startShopProcess } from '../harness/shop-process.ts';
import { nameOf, type Operation, readOperations } from './operations.ts';
import { tokensOfRoles } from './people.ts';

/** Each of these knows by other means who calls, or tells nothing that is a secret. */
const publicOperations = [
  'GET /api/v1/auth/jwks.json',
  'GET /api/v1/auth/registration',
  'GET /api/v1/auth/revocations',
  'POST /api/v1/auth/login',
  'POST /api/v1/auth/logout',
  'POST /api/v1/auth/refresh',
  'POST /api/v1/auth/register',
  'POST /api/v1/auth/token',
  'POST /api/v1/notifications/alertmanager',
  'POST /api/v1/payments/webhooks/{provider}',
];
/** They end the sessions with which the others are asked. */
const endsSessions = ['DELETE /api/v1/auth/sessions', 'DELETE /api/v1/auth/sessions/{id}'];
const sample: Record<string, string> = {
  family: 'toledo',
  date: '2026-01-02',
  symbol: 'USD-BRL',
  data: '2026-01-02',
  code: '7891000100103',
};

const operations = readOperations();
const closed = operations.filter(({ access }) => access !== 'public');
const harmless = closed.filter((operation) => !endsSessions.includes(nameOf(operation)));

const pathOf = ({ path }: Operation) =>
  path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => sample[name] ?? randomUUID());

describe('operations', function () {
  this.timeout(240_000);
  let shop: ShopProcess;
  let tokens: Record<Role, string>;

  before(async () => {
    shop = await startShopProcess({ env: { DATABASE_URL: '', AMQP_URL: '', REDIS_URL: '' } });
    tokens = await tokensOfRoles(shop.url);
  });
  after(async () => {
    await shop?.stop();
    if (shop !== undefined) await removeDataDir(shop.dataDir);
  });

  /** The status alone: a stream would not end. What a busy shop puts off is asked again. */
  function statusOf(operation: Operation, token?: string): Promise<number> {
    const { method } = operation;
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    return eventually(async () => {
      const answer = await fetch(`${shop.url}${pathOf(operation)}`, { method, headers });
      await answer.body?.cancel();
      assert.ok(answer.status !== 503 && answer.status !== 429, `${answer.status}`);
      return answer.status;
    }, 60_000);
  }

  /** Operations that are not answered so, each with what it answered. */
  async function exceptions(
    asked: readonly Operation[],
    token: string | undefined,
    isRight: (status: number, operation: Operation) => boolean,
  ): Promise<string[]> {
    const answers = await Promise.all(
      asked.map(async (operation) => ({ operation, status: await statusOf(operation, token) })),
    );
    return answers
      .filter(({ operation, status }) => !isRight(status, operation))
      .map(({ operation, status }) => `${nameOf(operation)}: ${status}`);
  }

  it('that anybody may call are these, and no other', () => {
    const found = operations.filter(({ access }) => access === 'public').map(nameOf);
    assert.deepEqual(found.sort(), publicOperations);
    assert.ok(closed.length > 200, `${closed.length} others`);
  });

  it('refuse who brings no token, or one that the shop has not signed', async () => {
    const claims = { sub: randomUUID(), sid: randomUUID(), role: 'admin' };
    const foreign = createTestTokens().tokenFor('admin');
    const [head = '', body = ''] = tokens.admin.split('.');
    const { keys } = (await createApiClient(shop.url).get('/auth/jwks.json')).body;
    const forged = {
      none: undefined,
      'no token at all': 'admin',
      'a key of somebody else': foreign,
      'no signature': `${encode({ alg: 'none', typ: 'JWT' })}.${encode(claims)}.`,
      'no signature under the right head': `${head}.${body}.`,
      // The public key, taken for a secret.
      'a symmetric algorithm': hs256(
        { alg: 'HS256', typ: 'JWT', kid: keys[0].kid },
        claims,
        JSON.stringify(keys[0]),
      ),
      'another role in a signed token': tokens.seller.replace(
        /\.[^.]+\./,
        `.${encode({ ...decode(tokens.seller), role: 'admin' })}.`,
      ),
    };
    for (const [what, token] of Object.entries(forged)) {
      assert.deepEqual(await exceptions(closed, token, (status) => status === 401), [], what);
    }
  });

  it('refuse a session that has ended', async () => {
    const token = await logIn(shop.url);
    const { status } = await createApiClient(shop.url, token).delete(
      `/auth/sessions/${decode(token).sid}`,
    );
    assert.equal(status, 204);
    const isRefused = (status: number) => status === 401;
    // All know of it within a second; until then it might end the sessions of the other tests.
    await eventually(async () => {
      assert.deepEqual(await exceptions(harmless, token, isRefused), []);
    }, 30_000);
    assert.deepEqual(await exceptions(closed, token, isRefused), []);
  });

  for (const role of roles) {
    it(`let ${role} do what the table allows, and nothing else`, async () => {
      const wrong = await exceptions(harmless, tokens[role], (status, { access }) => {
        const mayCall =
          access === 'authenticated' || (access !== 'public' && isAllowed(role, access));
        return mayCall ? status !== 401 && status !== 403 && status < 500 : status === 403;
      });
      assert.deepEqual(wrong, []);
    });
  }
});

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const decode = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());

function hs256(head: object, claims: object, secret: string): string {
  const signed = `${encode(head)}.${encode(claims)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}
