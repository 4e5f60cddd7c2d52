/** Protects: wherever a password is chosen, one that is guessed first is refused, with a code and what to change. */
import assert from 'node:assert/strict';
import { createMemoryBus } from '@balcao/kit/bus-memory.ts';
import { readConfig } from '@balcao/kit/config.ts';
import { createLogger } from '@balcao/kit/log.ts';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { createPasswordHasher } from '../src/password-hasher.ts';
import { settings, start } from '../src/service.ts';
import { openShop, password, type Shop } from './shop.ts';

interface Answer {
  status: number;
  body: { code: string; errors: { path: string; message: string }[] };
}

describe('a new password', () => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await openShop({ AUTH_REGISTRATION: 'open' });
  });
  afterEach(() => shop.stop());

  const common = 'Flamengo1981';
  const assertRefused = ({ status, body }: Answer, code: string, path = 'password') => {
    assert.deepEqual([status, body.code], [422, code]);
    assert.equal(body.errors[0]?.path, path);
    assert.match(body.errors[0]?.message ?? '', /choose/);
  };

  it('is refused at registration, also the first', async () => {
    const register = (secret: string) =>
      shop.api.post('/auth/register', { email: 'ana@loja.br', name: 'Ana Sá', password: secret });
    assertRefused(await register(common), 'password_too_common');
    assertRefused(await register('Ana-Sa-Loja-1'), 'password_too_personal');
    assert.deepEqual(await shop.db.query('SELECT FROM users'), []);
    assert.equal((await register(password)).status, 201);
  });

  it('is refused for a user whom an admin adds or changes', async () => {
    const { api } = await shop.openWithAdmin();
    const rui = { email: 'rui@loja.br', name: 'Rui Barbosa', role: 'seller' };
    const personal = 'ruibarbosa99';
    const add = (secret: string) => api.post('/users', { ...rui, password: secret });
    assertRefused(await add(common), 'password_too_common');
    assertRefused(await add(personal), 'password_too_personal');
    const { body } = await add(password);
    const change = (secret: string) =>
      api.put(`/users/${body.id}`, { ...rui, active: true, password: secret });
    assertRefused(await change(common), 'password_too_common');
    assertRefused(await change(personal), 'password_too_personal');
    await shop.logIn(rui.email);
  });

  it('is refused for oneself, and the old one stays', async () => {
    const { api, email } = await shop.openWithAdmin();
    const change = (newPassword: string) =>
      api.put('/auth/me/password', { currentPassword: password, newPassword });
    assertRefused(await change(common), 'password_too_common', 'newPassword');
    assertRefused(await change('Dona123loja.br'), 'password_too_personal', 'newPassword');
    await shop.logIn(email);
  });

  it('is refused in the settings while there is no such admin, and no longer matters later', async () => {
    const env = { AUTH_ADMIN_EMAIL: 'chefe@loja.br', PORT: '0', DATABASE_URL: shop.databaseUrl };
    const begin = (secret: string) => {
      const config = readConfig(settings, { ...env, AUTH_ADMIN_PASSWORD: secret });
      const log = createLogger({ level: 'silent' });
      const bus = createMemoryBus({});
      return start(config, { bus, redis: null, log, isListening: false });
    };
    await assert.rejects(begin(common), /AUTH_ADMIN_PASSWORD: too easy to guess/);
    await (await begin(password)).stop();
    await (await begin(common)).stop();
    await shop.logIn('chefe@loja.br');
  });

  it('never keeps out who has one from before', async () => {
    const { email, id } = await shop.openWithAdmin();
    const hash = await createPasswordHasher({ memoryKib: 19_456, passes: 2 }).hash(common);
    await shop.db.query('UPDATE users SET password_hash = $1 WHERE id = $2', [hash, id]);
    assert.equal((await shop.logIn(email, common)).id, id);
  });
});
