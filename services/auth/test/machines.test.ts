/** Protects: a program gets in by its own secret alone, may do little, and is out within a second of being told so. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createApiClient } from '@balcao/kit/testing/api-client.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { openShop, type Person, password, type Shop } from './shop.ts';

interface Secret {
  id: string;
  clientId: string;
  clientSecret: string;
}

describe('machine accounts', () => {
  let shop: Shop;
  let admin: Person;
  beforeEach(async () => {
    shop = await openShop({ AUTH_LOGIN_ATTEMPTS_PER_ADDRESS: '3' });
    admin = await shop.openWithAdmin();
  });
  afterEach(() => shop.stop());

  const codeOf = ({ status, body }: { status: number; body: { code: string } }) => [
    status,
    body.code,
  ];
  const addMachine = async (name = 'operator') => {
    const { status, body } = await admin.api.post('/users/machines', { name });
    assert.equal(status, 201);
    return body;
  };
  const secretsOf = (id: string) => `/users/machines/${id}/secrets`;
  const addSecret = async (id: string): Promise<Secret> => {
    const { status, body, headers } = await admin.api.post(secretsOf(id));
    assert.equal(status, 201);
    assert.equal(headers.get('cache-control'), 'no-store');
    return body;
  };
  const fetchToken = ({ clientId, clientSecret }: Omit<Secret, 'id'>) =>
    shop.api.post('/auth/token', { clientId, clientSecret });
  const enter = async (secret: Secret) => {
    const { status, body } = await fetchToken(secret);
    assert.equal(status, 200);
    return createApiClient(shop.url, body.accessToken);
  };
  const isOut = (api: ReturnType<typeof createApiClient>) =>
    eventually(async () => {
      assert.deepEqual(codeOf(await api.get('/auth/me')), [401, 'token_revoked']);
    }, 1_000);

  it('get short-lived tokens for their secret, and no refresh token', async () => {
    const machine = await addMachine();
    assert.deepEqual([machine.role, machine.name, machine.active], ['machine', 'operator', true]);
    const secret = await addSecret(machine.id);
    assert.equal(secret.clientId, machine.id);
    assert.match(secret.clientSecret, /^bcm_[\w-]{43}$/);
    const { status, headers, body } = await fetchToken(secret);
    assert.equal(status, 200);
    assert.equal(headers.get('cache-control'), 'no-store');
    assert.deepEqual(Object.keys(body).sort(), ['accessToken', 'expiresInSeconds']);
    assert.equal(body.expiresInSeconds, 900);
    const api = createApiClient(shop.url, body.accessToken);
    assert.deepEqual((await api.get('/auth/me')).body, machine);
    const [session] = (await api.get('/auth/sessions')).body.items;
    assert.ok(Date.parse(session.expiresAt) <= Date.now() + 901_000);
  });

  it('may do none of what is people’s, and nobody but an admin makes them', async () => {
    const machine = await addMachine();
    const api = await enter(await addSecret(machine.id));
    const seller = await shop.hire(admin, 'seller');
    const body = { name: 'x' };
    for (const other of [api, seller.api]) {
      const answers = await Promise.all([
        other.get('/users'),
        other.post('/users/machines', body),
        other.get(secretsOf(machine.id)),
        other.post(secretsOf(machine.id)),
        other.delete(`${secretsOf(machine.id)}/${randomUUID()}`),
        other.get('/auth/events'),
        other.post('/auth/keys/rotate'),
      ]);
      for (const answer of answers) assert.deepEqual(codeOf(answer), [403, 'forbidden']);
    }
  });

  it('are not let in by anything but their own secret in use', async () => {
    const [one, two] = [await addMachine('one'), await addMachine('two')];
    const secret = await addSecret(one.id);
    const other = await addSecret(two.id);
    const wrong = [
      { ...secret, clientSecret: other.clientSecret },
      { ...secret, clientSecret: `${secret.clientSecret}x` },
      { clientId: randomUUID(), clientSecret: secret.clientSecret },
    ];
    for (const tried of wrong) {
      assert.deepEqual(codeOf(await fetchToken(tried)), [401, 'invalid_credentials']);
    }
    const [first] = wrong;
    assert.ok(first);
    assert.deepEqual(codeOf(await fetchToken(first)), [429, 'rate_limited']);
    assert.equal((await fetchToken(secret)).status, 200, 'the right one is never locked out');
    assert.equal((await shop.logIn(admin.email)).id, admin.id);
  });

  it('have no password, and cannot log in as people', async () => {
    const machine = await addMachine();
    const secret = await addSecret(machine.id);
    for (const tried of [password, secret.clientSecret]) {
      const login = shop.logIn(machine.email, tried);
      await assert.rejects(login, /invalid_credentials/);
    }
    const body = { email: machine.email, name: 'x', role: 'machine', active: true };
    const path = `/users/${machine.id}`;
    assert.deepEqual(codeOf(await admin.api.put(path, { ...body, password })), [409, 'conflict']);
    assert.deepEqual(codeOf(await admin.api.put(path, { ...body, email: 'x@loja.br' })), [
      409,
      'conflict',
    ]);
  });

  it('stay machines, and people stay people', async () => {
    const machine = await addMachine();
    const seller = await shop.hire(admin, 'seller');
    const promoted = { email: machine.email, name: 'x', role: 'admin', active: true };
    assert.deepEqual(codeOf(await admin.api.put(`/users/${machine.id}`, promoted)), [
      409,
      'conflict',
    ]);
    const demoted = { email: seller.email, name: 'x', role: 'machine', active: true };
    assert.deepEqual(codeOf(await admin.api.put(`/users/${seller.id}`, demoted)), [
      409,
      'conflict',
    ]);
    const hired = { email: 'm@loja.br', name: 'x', role: 'machine', password };
    assert.deepEqual(codeOf(await admin.api.post('/users', hired)), [422, 'validation_failed']);
    for (const answer of [
      await admin.api.post(secretsOf(seller.id)),
      await admin.api.get(secretsOf(seller.id)),
      await admin.api.post(secretsOf(randomUUID())),
    ]) {
      assert.deepEqual(codeOf(answer), [404, 'not_found']);
    }
  });

  it('change their secret without a gap: the new one works before the old one ends', async () => {
    const { id } = await addMachine();
    const former = await addSecret(id);
    const before = await enter(former);
    const next = await addSecret(id);
    assert.deepEqual(codeOf(await admin.api.post(secretsOf(id))), [409, 'conflict']);
    const after = await enter(next);
    const listed = await admin.api.get(secretsOf(id));
    assert.deepEqual(
      listed.body.items.map((item: Secret & { lastUsedAt: string }) => [
        item.id,
        typeof item.lastUsedAt,
        'clientSecret' in item,
      ]),
      [
        [next.id, 'string', false],
        [former.id, 'string', false],
      ],
    );
    const path = `${secretsOf(id)}/${former.id}`;
    assert.equal((await admin.api.delete(path)).status, 204);
    assert.equal((await admin.api.delete(path)).status, 204);
    await isOut(before);
    assert.deepEqual(codeOf(await fetchToken(former)), [401, 'invalid_credentials']);
    assert.equal((await after.get('/auth/me')).status, 200);
    const other = await addMachine('other');
    const ofOther = `${secretsOf(other.id)}/${next.id}`;
    assert.deepEqual(codeOf(await admin.api.delete(ofOther)), [404, 'not_found']);
  });

  it('have two secrets at most, however many are asked for at once', async () => {
    const { id } = await addMachine();
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => admin.api.post(secretsOf(id))),
    );
    assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 201, 409, 409, 409, 409]);
  });

  it('fetch tokens with one secret many at a time, until it is revoked', async () => {
    const { id } = await addMachine();
    const secret = await addSecret(id);
    const answers = Array.from({ length: 12 }, () => fetchToken(secret));
    const revoked = await admin.api.delete(`${secretsOf(id)}/${secret.id}`);
    assert.equal(revoked.status, 204);
    for (const { status, body } of await Promise.all(answers)) {
      if (status === 200) await isOut(createApiClient(shop.url, body.accessToken));
      else assert.ok(status === 401 || status === 429);
    }
    assert.deepEqual((await admin.api.get(`/users/${id}/sessions`)).body.items, []);
  });

  it('are disabled as users are, and come back', async () => {
    const { id, email } = await addMachine();
    const secret = await addSecret(id);
    const api = await enter(secret);
    assert.equal((await admin.api.delete(`/users/${id}`)).status, 204);
    await isOut(api);
    assert.deepEqual(codeOf(await fetchToken(secret)), [401, 'invalid_credentials']);
    assert.deepEqual(codeOf(await admin.api.post(secretsOf(id))), [409, 'conflict']);
    const back = { email, name: 'operator', role: 'machine', active: true };
    assert.equal((await admin.api.put(`/users/${id}`, back)).status, 200);
    await enter(secret);
  });

  it('are made once per key and id, and never keep the secret itself', async () => {
    const id = randomUUID();
    const key = { 'idempotency-key': randomUUID() };
    const make = () => admin.api.post('/users/machines', { id, name: 'operator' }, key);
    const [first, again] = [await make(), await make()];
    assert.deepEqual([first.status, again.status, again.body], [201, 201, first.body]);
    const twice = await admin.api.post('/users/machines', { id, name: 'operator' });
    assert.deepEqual(codeOf(twice), [409, 'already_exists']);
    const { clientSecret } = await addSecret(id);
    for (const table of ['machine_secret', 'security_event', 'idempotency_key', 'outbox']) {
      const text = JSON.stringify(await shop.db.query(`SELECT * FROM ${table}`));
      assert.equal(text.includes(clientSecret), false, table);
    }
  });

  it('leave their trail: made, given a secret, in, failed, revoked, disabled', async () => {
    const { id } = await addMachine();
    const secret = await addSecret(id);
    await enter(secret);
    await fetchToken({ ...secret, clientSecret: 'wrong' });
    await admin.api.delete(`${secretsOf(id)}/${secret.id}`);
    await admin.api.delete(`/users/${id}`);
    const { body } = await admin.api.get(`/auth/events?userId=${id}`);
    const facts = body.items.map(
      (event: { type: string; actorId: string | null; detail: Record<string, unknown> }) => [
        event.type,
        event.actorId === null ? null : event.actorId === id ? 'itself' : 'admin',
        event.detail.role ?? event.detail.reason ?? event.detail.secretId,
      ],
    );
    assert.deepEqual(facts.reverse(), [
      ['user.added', 'admin', 'machine'],
      ['machine.secret_added', 'admin', secret.id],
      ['login.succeeded', 'itself', secret.id],
      ['login.failed', null, 'secret'],
      ['machine.secret_revoked', 'admin', secret.id],
      ['session.ended', 'admin', 'secret'],
      ['user.disabled', 'admin', undefined],
    ]);
  });
});
