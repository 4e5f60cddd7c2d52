/** Protects: exactly one person becomes admin by being first, and registration opens to nobody by accident. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryBus } from '@balcao/kit/bus-memory.ts';
import { readConfig } from '@balcao/kit/config.ts';
import { createLogger } from '@balcao/kit/log.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { afterEach, describe, it } from 'mocha';
import { settings, start } from '../src/service.ts';
import { openShop, password, type Shop } from './shop.ts';

const person = (email: string) => ({ email, password, name: 'Ana' });

describe('registration', () => {
  let shop: Shop;
  afterEach(() => shop.stop());

  it('makes the first user admin, counts it, and is closed from then on', async () => {
    shop = await openShop();
    assert.deepEqual((await shop.api.get('/auth/registration')).body, { isOpen: true });
    const first = await shop.api.post('/auth/register', person(' Ana@Loja.BR '));
    assert.equal(first.status, 201);
    assert.deepEqual((await shop.api.get('/auth/registration')).body, { isOpen: false });
    const { id, createdAt, updatedAt, ...rest } = first.body;
    assert.deepEqual(rest, { email: 'ana@loja.br', name: 'Ana', role: 'admin', active: true });
    assert.equal(first.headers.get('etag'), '"1"');
    const later = await shop.api.post('/auth/register', person('bia@loja.br'));
    assert.deepEqual([later.status, later.body.code], [403, 'registration_closed']);
    const metrics = await (await fetch(`${shop.url}/metrics`)).text();
    assert.match(metrics, /^user_registrations_total\{service="auth"\} 1$/m);
  });

  it('gives one admin when twenty come first', async () => {
    shop = await openShop();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        shop.api.post('/auth/register', person(`p${index}@loja.br`)),
      ),
    );
    const statuses = answers.map(({ status }) => status).sort();
    assert.deepEqual(statuses, [201, ...Array.from({ length: 19 }, () => 403)]);
    const rows = await shop.db.query('SELECT role FROM users');
    assert.deepEqual(rows, [{ role: 'admin' }]);
  });

  it('gives one admin and nineteen sellers when it is open', async () => {
    shop = await openShop({ AUTH_REGISTRATION: 'open' });
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        shop.api.post('/auth/register', person(`p${index}@loja.br`)),
      ),
    );
    const roles = answers.map(({ body }) => body.role).sort();
    assert.deepEqual(roles, ['admin', ...Array.from({ length: 19 }, () => 'seller')]);
    const again = await shop.api.post('/auth/register', person('P1@loja.br'));
    assert.deepEqual([again.status, again.body.code], [409, 'already_exists']);
  });

  it('has one effect per Idempotency-Key, and keeps nothing that helps to guess the password', async () => {
    shop = await openShop({ AUTH_REGISTRATION: 'open' });
    const key = { 'idempotency-key': randomUUID() };
    const register = (email: string, secret = password) =>
      shop.api.post('/auth/register', { ...person(email), password: secret }, key);
    const answers = await Promise.all(Array.from({ length: 10 }, () => register('ana@loja.br')));
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([201]));
    assert.equal(new Set(answers.map(({ body }) => body.id)).size, 1);
    const other = await register('ana@loja.br', 'another password');
    assert.deepEqual([other.status, other.body.code], [422, 'idempotency_key_reused']);
    const [stored] = await shop.db.query<{ key: string; body: string }>(
      'SELECT key, body FROM idempotency_key',
    );
    assert.notEqual(stored?.key, key['idempotency-key']);
    assert.doesNotMatch(stored?.body ?? '', /argon2|picanha/);
  });

  it('tells the others of each user', async () => {
    shop = await openShop();
    await shop.db.query(`CREATE TABLE heard AS SELECT type, subject, data FROM outbox`);
    await shop.db.query(
      `CREATE RULE hear AS ON INSERT TO outbox DO ALSO
       INSERT INTO heard VALUES (NEW.type, NEW.subject, NEW.data)`,
    );
    const { body } = await shop.api.post('/auth/register', person('ana@loja.br'));
    const heard = await shop.db.query('SELECT * FROM heard');
    const data = { userId: body.id, email: 'ana@loja.br', name: 'Ana', role: 'admin' };
    assert.deepEqual(heard, [{ type: 'user.registered', subject: body.id, data }]);
    await eventually(async () => assert.deepEqual(await shop.db.query('SELECT FROM outbox'), []));
  });

  it('makes the admin of the settings once, with the password in a file, and stays closed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'balcao-auth-'));
    const file = join(folder, 'password');
    writeFileSync(file, `${password}\n`);
    const env = { AUTH_ADMIN_EMAIL: 'Dona@loja.br', AUTH_ADMIN_PASSWORD_FILE: file };
    shop = await openShop(env);
    const config = readConfig(settings, { ...env, PORT: '0', DATABASE_URL: shop.databaseUrl });
    const log = createLogger({ level: 'silent' });
    const deps = { bus: createMemoryBus({}), redis: null, log, isListening: false };
    const others = await Promise.all([start(config, deps), start(config, deps)]);
    await Promise.all(others.map((other) => other.stop()));
    rmSync(folder, { recursive: true });

    const dona = await shop.logIn('dona@loja.br');
    const users = await dona.api.get('/users');
    assert.deepEqual(
      users.body.items.map(({ email, role }: { email: string; role: string }) => [email, role]),
      [['dona@loja.br', 'admin']],
    );
    const late = await shop.api.post('/auth/register', person('eu@loja.br'));
    assert.equal(late.body.code, 'registration_closed');
  });

  it('does not start with half an admin', async () => {
    shop = await openShop();
    const env = { DATABASE_URL: shop.databaseUrl, AUTH_ADMIN_EMAIL: 'dona@loja.br' };
    const log = createLogger({ level: 'silent' });
    const deps = { bus: createMemoryBus({}), redis: null, log, isListening: false };
    await assert.rejects(start(readConfig(settings, env), deps), /set both or neither/);
  });

  it('refuses nonsense with the documented codes', async () => {
    shop = await openShop();
    const codes = async (body: unknown) => {
      const answer = await shop.api.post('/auth/register', body);
      return [answer.status, answer.body.code];
    };
    assert.deepEqual(await codes('{"email":'), [400, 'malformed_json']);
    assert.deepEqual(await codes({ ...person('a@b.br'), role: 'admin' }), [
      422,
      'validation_failed',
    ]);
    assert.deepEqual(await codes({ ...person('no address') }), [422, 'validation_failed']);
    assert.deepEqual(await codes({ ...person('a@b.br'), password: 'short' }), [
      422,
      'validation_failed',
    ]);
    assert.deepEqual(await codes({ ...person('a@b.br'), name: 'a\0b' }), [
      422,
      'validation_failed',
    ]);
    assert.deepEqual(await shop.db.query('SELECT FROM users'), []);
  });
});
