/** Protects: nobody can try passwords for long, and nobody is locked out by others' successes. */
import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { openShop, password, type Shop } from './shop.ts';

describe('limits on logins', () => {
  let shop: Shop;
  afterEach(() => shop.stop());

  const from = (address: string) => ({ 'x-forwarded-for': address });
  const attempt = async (email: string, secret: string, address: string) => {
    const credentials = { email, password: secret };
    const { status, headers } = await shop.api.post('/auth/login', credentials, from(address));
    if (status === 429) assert.match(headers.get('retry-after') ?? '', /^[1-9]\d*$/);
    return status;
  };

  it('stop who fails too often for one e-mail, and only at that address', async () => {
    shop = await openShop({ AUTH_LOGIN_ATTEMPTS: '3' });
    const { email } = await shop.openWithAdmin();
    for (let failure = 0; failure < 3; failure += 1) {
      assert.equal(await attempt(email, 'wrong', '203.0.113.1'), 401);
    }
    assert.equal(await attempt(email, password, '203.0.113.1'), 429);
    assert.equal(await attempt(email, password, '203.0.113.2'), 200);
    assert.equal(await attempt('other@loja.br', 'wrong', '203.0.113.1'), 401);
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

  it('do not count successes, and forget failures after one', async () => {
    shop = await openShop({ AUTH_LOGIN_ATTEMPTS: '2', AUTH_LOGIN_ATTEMPTS_PER_ADDRESS: '3' });
    const { email } = await shop.openWithAdmin();
    const successes = Array.from({ length: 10 }, () => attempt(email, password, '203.0.113.1'));
    assert.deepEqual(new Set(await Promise.all(successes)), new Set([200]));
    assert.equal(await attempt(email, 'wrong', '203.0.113.1'), 401);
    assert.equal(await attempt(email, password, '203.0.113.1'), 200);
    assert.equal(await attempt(email, 'wrong', '203.0.113.1'), 401);
    assert.equal(await attempt(email, password, '203.0.113.1'), 200);
  });

  it('hold against a burst: what waits for its turn is stopped as well', async () => {
    shop = await openShop({ AUTH_LOGIN_ATTEMPTS: '3', AUTH_HASH_CONCURRENCY: '2' });
    const { email } = await shop.openWithAdmin();
    const burst = Array.from({ length: 40 }, () => attempt(email, 'wrong', '203.0.113.1'));
    const tried = (await Promise.all(burst)).filter((status) => status === 401);
    assert.equal(tried.length, 3);
  });

  it('hold for the current password when it is changed', async () => {
    shop = await openShop({ AUTH_LOGIN_ATTEMPTS: '2' });
    const { api } = await shop.openWithAdmin();
    const change = (currentPassword: string) =>
      api.put('/auth/me/password', { currentPassword, newPassword: 'uma nova senha' });
    assert.equal((await change('wrong')).status, 401);
    assert.equal((await change('wrong')).status, 401);
    assert.equal((await change(password)).status, 429);
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
    const logins = Array.from({ length: 60 }, () => attempt(email, password, '203.0.113.1'));
    const added = Array.from({ length: 10 }, async (_, index) => {
      const user = { email: `p${index}@loja.br`, name: 'P', role: 'seller', password };
      return (await api.post('/users', user)).status;
    });
    const read = (await shop.api.get('/auth/jwks.json')).status;
    assert.deepEqual(new Set([read, ...(await Promise.all(logins))]), new Set([200]));
    assert.deepEqual(new Set(await Promise.all(added)), new Set([201]));
  });
});
