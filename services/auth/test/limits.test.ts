/** Protects: nobody can try passwords for long, and nobody is locked out by what others do. */
import assert from 'node:assert/strict';
import { createMemoryBus } from '@balcao/kit/bus-memory.ts';
import { readConfig } from '@balcao/kit/config.ts';
import { createLogger } from '@balcao/kit/log.ts';
import { createApiClient } from '@balcao/kit/testing/api-client.ts';
import { afterEach, describe, it } from 'mocha';
import { settings, start } from '../src/service.ts';
import { openShop, type Person, password, type Shop } from './shop.ts';

/** Home is where the owner logged in before; the others are strangers' or new. */
const home = '203.0.113.1';
const away = '203.0.113.2';
const strangers = ['198.51.100.1', '198.51.100.2', '2001:db8:0:9::1'];

describe('limits on logins', () => {
  let shop: Shop;
  afterEach(() => shop.stop());

  const from = (address: string) => ({ 'x-forwarded-for': address });
  const logIn = (credentials: object, address: string) =>
    shop.api.post('/auth/login', credentials, from(address));
  const attempt = async (email: string, secret: string, address: string) => {
    const { status, headers } = await logIn({ email, password: secret }, address);
    if (status === 429) assert.match(headers.get('retry-after') ?? '', /^[1-9]\d*$/);
    return status;
  };
  const failFrom = async (email: string, address: string, times: number) => {
    const statuses: number[] = [];
    for (let time = 0; time < times; time += 1) {
      statuses.push(await attempt(email, 'wrong', address));
    }
    return statuses;
  };
  const told = async (admin: Person, type: string) =>
    (await admin.api.get(`/auth/events?limit=200&type=${type}`)).body.items;

  it('stop who fails too often for one e-mail, and only at that address', async () => {
    shop = await openShop({ AUTH_LOGIN_ATTEMPTS: '3' });
    const { email } = await shop.openWithAdmin();
    assert.deepEqual(await failFrom(email, home, 3), [401, 401, 401]);
    assert.equal(await attempt(email, password, home), 429);
    assert.equal(await attempt(email, password, away), 200);
    assert.equal(await attempt('other@loja.br', 'wrong', home), 401);
  });

  it('stop who fails too often from one address, whatever the e-mail', async () => {
    shop = await openShop({ AUTH_LOGIN_ATTEMPTS_PER_ADDRESS: '3' });
    const { email } = await shop.openWithAdmin();
    for (let failure = 0; failure < 3; failure += 1) {
      assert.equal(await attempt(`p${failure}@loja.br`, 'wrong', `2001:db8::${failure}`), 401);
    }
    assert.equal(await attempt(email, password, '2001:db8::ffff'), 429);
    assert.equal(await attempt(email, password, '2001:db8:0:1::1'), 200);
  });

  it('do not stop the owner, wherever strangers fail for that account', async () => {
    shop = await openShop({ AUTH_LOGIN_ATTEMPTS: '2' });
    const { email } = await shop.openWithAdmin();
    assert.equal(await attempt(email, password, home), 200);
    for (const address of strangers) {
      assert.deepEqual(await failFrom(email, address, 4), [401, 401, 429, 429]);
    }
    assert.equal(await attempt(email, password, home), 200, 'where the owner was before');
    assert.equal(await attempt(email, password, away), 200, 'where the owner never was');
    assert.equal(await attempt(email, password, strangers[0] ?? ''), 429, 'the right one neither');
  });

  it('do not stop who was here before when somebody else in the network tries other accounts', async () => {
    shop = await openShop({ AUTH_LOGIN_ATTEMPTS_PER_ADDRESS: '3' });
    const { email } = await shop.openWithAdmin();
    assert.equal(await attempt(email, password, home), 200);
    for (const name of ['a', 'b', 'c']) await failFrom(`${name}@loja.br`, home, 1);
    assert.equal(await attempt('d@loja.br', 'wrong', home), 429);
    assert.equal(await attempt(email, password, home), 200);
  });

  it('do not stop a known device when its own network is used against its owner', async () => {
    shop = await openShop({ AUTH_LOGIN_ATTEMPTS: '2', AUTH_LOGIN_ATTEMPTS_PER_ADDRESS: '3' });
    const { email } = await shop.openWithAdmin();
    const { deviceToken } = (await logIn({ email, password }, home)).body;
    assert.deepEqual(await failFrom(email, home, 3), [401, 401, 429]);
    const known = await logIn({ email, password, deviceToken }, home);
    assert.deepEqual([known.status, known.body.deviceToken], [200, deviceToken]);
    assert.equal((await logIn({ email, password, deviceToken }, strangers[0] ?? '')).status, 200);
    assert.equal(await attempt(email, password, home), 429, 'without the token it is nobody');
  });

  it('give a device its own budget, and no more than that', async () => {
    shop = await openShop({ AUTH_LOGIN_ATTEMPTS: '2' });
    const admin = await shop.openWithAdmin();
    const { email } = admin;
    const ana = await shop.hire(admin, 'seller');
    const { deviceToken } = (await logIn({ email, password }, home)).body;
    const tried: number[] = [];
    for (const address of [home, away, ...strangers]) {
      tried.push((await logIn({ email, password: 'wrong', deviceToken }, address)).status);
    }
    assert.deepEqual(tried, [401, 401, 429, 429, 429]);
    assert.equal(await attempt(email, password, home), 200, 'the network has its own');
    // A device of one's own opens nothing at another's account.
    const body = { email: ana.email, password: 'wrong', deviceToken };
    const others = [];
    for (let time = 0; time < 3; time += 1) others.push((await logIn(body, away)).status);
    assert.deepEqual(others, [401, 401, 429]);
  });

  it('take no token of a device that they did not give', async () => {
    shop = await openShop({ AUTH_LOGIN_ATTEMPTS: '2' });
    const { email } = await shop.openWithAdmin();
    const chosen = 'chosen-by-somebody-else';
    const { status, body } = await logIn({ email, password, deviceToken: chosen }, home);
    assert.equal(status, 200);
    assert.notEqual(body.deviceToken, chosen);
    const [row] = await shop.db.query<{ text: string }>(
      `SELECT string_agg(encode(hash, 'hex'), ',') AS text FROM known_device`,
    );
    assert.equal(row?.text.includes(Buffer.from(body.deviceToken).toString('hex')), false);
  });

  it('do not count successes, and forget failures after one', async () => {
    shop = await openShop({ AUTH_LOGIN_ATTEMPTS: '2', AUTH_LOGIN_ATTEMPTS_PER_ADDRESS: '3' });
    const { email } = await shop.openWithAdmin();
    const successes = Array.from({ length: 10 }, () => attempt(email, password, home));
    assert.deepEqual(new Set(await Promise.all(successes)), new Set([200]));
    for (let round = 0; round < 3; round += 1) {
      assert.equal(await attempt(email, 'wrong', home), 401);
      assert.equal(await attempt(email, password, home), 200);
    }
  });

  it('end with their window', async () => {
    shop = await openShop({ AUTH_LOGIN_ATTEMPTS: '1' });
    const { email } = await shop.openWithAdmin();
    assert.deepEqual(await failFrom(email, home, 2), [401, 429]);
    await shop.db.query('UPDATE login_budget SET ends_at = now()');
    assert.deepEqual(await failFrom(email, home, 2), [401, 429]);
  });

  it('count concurrent failures exactly, over all replicas, and tell of each', async () => {
    shop = await openShop({ AUTH_LOGIN_ATTEMPTS: '7', AUTH_HASH_CONCURRENCY: '4' });
    const admin = await shop.openWithAdmin();
    const other = await startReplica({ AUTH_LOGIN_ATTEMPTS: '7' });
    const apis = [shop.api, createApiClient(other.url ?? '')];
    const body = { email: admin.email, password: 'wrong' };
    const burst = Array.from({ length: 40 }, (_, index) =>
      apis[index % 2]?.post('/auth/login', body, from(home)),
    );
    const statuses = (await Promise.all(burst)).map((answer) => answer?.status);
    await other.stop();
    assert.equal(statuses.filter((status) => status === 401).length, 7);
    assert.equal(statuses.filter((status) => status === 429).length, 33);
    assert.deepEqual(
      await shop.db.query('SELECT failures, pending FROM login_budget WHERE failures > 0'),
      [
        { failures: 7, pending: 0 },
        { failures: 7, pending: 0 },
      ],
    );
    const failures = await told(admin, 'login.failed');
    assert.equal(failures.length, 7);
    for (const { userId, actorId, client, detail } of failures) {
      assert.deepEqual([userId, actorId, client], [admin.id, null, home]);
      assert.deepEqual(detail, { purpose: 'login', reason: 'password' });
    }
    const [locked, ...more] = await told(admin, 'login.locked');
    assert.deepEqual(more, []);
    const { budget, failures: count } = locked.detail;
    assert.deepEqual([locked.userId, budget, count], [admin.id, 'account', 7]);
    assert.equal(await attempt(admin.email, password, home), 429);
  });

  it('tell why a login failed to the admin only, and count it', async () => {
    shop = await openShop({ AUTH_LOGIN_ATTEMPTS: '2' });
    const admin = await shop.openWithAdmin();
    const ana = await shop.hire(admin, 'seller');
    await admin.api.delete(`/users/${ana.id}`);
    await attempt('nobody@loja.br', password, away);
    await attempt(ana.email, password, away);
    await failFrom(admin.email, away, 3);
    const reasons = (await told(admin, 'login.failed')).map(
      ({ detail }: { detail: { reason: string; email?: string } }) => [detail.reason, detail.email],
    );
    assert.deepEqual(reasons.reverse(), [
      ['unknown', 'nobody@loja.br'],
      ['disabled', undefined],
      ['password', undefined],
      ['password', undefined],
    ]);
    const metrics = await (await fetch(`${shop.url}/metrics`)).text();
    for (const line of [
      'auth_logins_total{purpose="login",outcome="failed",service="auth"} 4',
      'auth_logins_total{purpose="login",outcome="refused",service="auth"} 1',
      'auth_logins_total{purpose="login",outcome="succeeded",service="auth"} 2',
      'auth_lockouts_total{budget="account",service="auth"} 1',
    ]) {
      assert.ok(metrics.includes(line), line);
    }
  });

  it('hold for the current password when it is changed, for that session alone', async () => {
    shop = await openShop({ AUTH_LOGIN_ATTEMPTS: '2' });
    const { api, email } = await shop.openWithAdmin();
    const change = async (person: Pick<Person, 'api'>, currentPassword: string) => {
      const body = { currentPassword, newPassword: 'uma nova senha' };
      return (await person.api.put('/auth/me/password', body)).status;
    };
    assert.equal(await change({ api }, 'wrong'), 401);
    assert.equal(await change({ api }, 'wrong'), 401);
    assert.equal(await change({ api }, password), 429);
    const other = await shop.logIn(email);
    assert.equal(await change(other, password), 204);
  });

  it('stop who registers too often from one address', async () => {
    shop = await openShop({ AUTH_REGISTRATION: 'open', AUTH_REGISTRATIONS_PER_ADDRESS: '2' });
    const register = async (name: string, address: string) => {
      const person = { email: `${name}@loja.br`, name, password };
      return (await shop.api.post('/auth/register', person, from(address))).status;
    };
    assert.equal(await register('a', '203.0.113.1'), 201);
    assert.equal(await register('b', '203.0.113.1'), 201);
    assert.equal(await register('c', '203.0.113.1'), 429);
    assert.equal(await register('d', '203.0.113.2'), 201);
  });

  it('leave connections to others when many are added during a burst of logins', async () => {
    shop = await openShop({ DATABASE_POOL: '3', AUTH_HASH_CONCURRENCY: '1' });
    const { api, email } = await shop.openWithAdmin();
    const logins = Array.from({ length: 30 }, () => attempt(email, password, '203.0.113.1'));
    const added = Array.from({ length: 10 }, async (_, index) => {
      const user = { email: `p${index}@loja.br`, name: 'P', role: 'seller', password };
      return (await api.post('/users', user)).status;
    });
    const read = (await shop.api.get('/auth/jwks.json')).status;
    assert.deepEqual(new Set([read, ...(await Promise.all(logins))]), new Set([200]));
    assert.deepEqual(new Set(await Promise.all(added)), new Set([201]));
  });

  function startReplica(env: Record<string, string>) {
    const config = readConfig(settings, { ...env, PORT: '0', DATABASE_URL: shop.databaseUrl });
    const log = createLogger({ level: 'silent' });
    return start(config, { bus: createMemoryBus({}), redis: null, log, isListening: true });
  }
});
