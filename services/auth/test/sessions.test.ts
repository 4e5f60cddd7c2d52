/** Protects: a session lives as long as it should, for the one who opened it, and no longer. */
import assert from 'node:assert/strict';
import { createLogger } from '@balcao/kit/log.ts';
import { createApiClient } from '@balcao/kit/testing/api-client.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { createTokenVerifier, httpTokenSource } from '@balcao/kit/tokens.ts';
import { after, before, describe, it } from 'mocha';
import { forgetSessions } from '../src/session-store.ts';
import { openShop, type Person, password, type Shop, sessionIdOf } from './shop.ts';

describe('sessions', () => {
  let shop: Shop;
  let admin: Person;
  before(async () => {
    shop = await openShop();
    admin = await shop.openWithAdmin();
  });
  after(() => shop.stop());

  const refresh = (refreshToken: string) => shop.api.post('/auth/refresh', { refreshToken });
  const codeOf = ({ status, body }: { status: number; body: { code: string } }) => [
    status,
    body.code,
  ];
  const refused = async (person: Person, code: string) =>
    eventually(async () => {
      assert.deepEqual(codeOf(await person.api.get('/users')), [401, code]);
    }, 1_000);

  it('goes from login to logout', async () => {
    const login = await shop.api.post('/auth/login', { email: 'DONA@loja.br', password });
    assert.equal(login.status, 200);
    assert.equal(login.headers.get('cache-control'), 'no-store');
    const { accessToken, refreshToken, expiresInSeconds, user } = login.body;
    assert.equal(expiresInSeconds, 900);
    assert.deepEqual([user.email, user.role], ['dona@loja.br', 'admin']);
    const api = createApiClient(shop.url, accessToken);
    assert.deepEqual((await api.get('/auth/me')).body, user);

    const renewed = await refresh(refreshToken);
    assert.equal(renewed.status, 200);
    assert.equal(sessionIdOf(renewed.body.accessToken), sessionIdOf(accessToken));
    assert.notEqual(renewed.body.refreshToken, refreshToken);
    assert.equal((await api.get('/auth/me')).status, 200, 'the former access token lives on');

    assert.equal((await api.post('/auth/logout')).status, 204);
    assert.deepEqual(codeOf(await api.get('/auth/me')), [401, 'token_revoked']);
    assert.deepEqual(codeOf(await refresh(renewed.body.refreshToken)), [401, 'token_revoked']);
    const { body } = await shop.api.get('/auth/revocations');
    const entry = body.items.find(
      ({ sessionId }: { sessionId: string }) => sessionId === sessionIdOf(accessToken),
    );
    assert.ok(Date.parse(entry.expiresAt) > Date.now() + 900_000);
    assert.equal((await admin.api.get('/auth/me')).status, 200, 'other sessions live on');
  });

  it('is ended everywhere within a second of the logout', async () => {
    const person = await shop.logIn(admin.email);
    const elsewhere = createTokenVerifier(
      httpTokenSource(shop.url),
      createLogger({ level: 'silent' }),
    );
    await elsewhere.refresh();
    assert.equal((await elsewhere.verify(person.accessToken)).userId, admin.id);
    await person.api.post('/auth/logout');
    await elsewhere.refresh();
    await assert.rejects(elsewhere.verify(person.accessToken), { code: 'token_revoked' });
    await refused(person, 'token_revoked');
  });

  it('stores no token that could be used', async () => {
    const { refreshToken } = await shop.logIn(admin.email);
    const rows = await shop.db.query('SELECT * FROM refresh_token');
    assert.equal(JSON.stringify(rows).includes(refreshToken), false);
    assert.equal(JSON.stringify(rows).includes(Buffer.from(refreshToken).toString('hex')), false);
  });

  it('ends for both when a refresh token is used twice', async () => {
    const person = await shop.logIn(admin.email);
    const second = (await refresh(person.refreshToken)).body;
    const third = (await refresh(second.refreshToken)).body;
    assert.deepEqual(codeOf(await refresh(person.refreshToken)), [401, 'refresh_token_reused']);
    assert.deepEqual(codeOf(await refresh(third.refreshToken)), [401, 'token_revoked']);
    await refused(person, 'token_revoked');
  });

  it('has one winner when a refresh token is used at the same time', async () => {
    const person = await shop.logIn(admin.email);
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => refresh(person.refreshToken)),
    );
    const winners = answers.filter(({ status }) => status === 200);
    assert.equal(winners.length, 1);
    const losers = answers.filter(({ status }) => status !== 200).map(codeOf);
    assert.deepEqual(
      losers,
      Array.from({ length: 7 }, () => [401, 'refresh_token_reused']),
    );
    assert.deepEqual(codeOf(await refresh(winners[0]?.body.refreshToken)), [401, 'token_revoked']);
  });

  it('refuses refresh tokens that are unknown or too old', async () => {
    assert.deepEqual(codeOf(await refresh('unknown')), [401, 'unauthenticated']);
    const person = await shop.logIn(admin.email);
    const sessionId = sessionIdOf(person.accessToken);
    await shop.db.query('UPDATE refresh_token SET expires_at = now() WHERE session_id = $1', [
      sessionId,
    ]);
    assert.deepEqual(codeOf(await refresh(person.refreshToken)), [401, 'token_expired']);
  });

  it('does not say whether the e-mail or the password was wrong', async () => {
    const wrong = await shop.api.post('/auth/login', { email: admin.email, password: 'no' });
    const unknown = await shop.api.post('/auth/login', { email: 'nobody@loja.br', password: 'no' });
    assert.deepEqual(codeOf(wrong), [401, 'invalid_credentials']);
    const { traceId, ...one } = wrong.body;
    const { traceId: _other, ...two } = unknown.body;
    assert.deepEqual(one, two);
    assert.match(traceId, /^[0-9a-f]{32}$/);
  });

  it('survives a change of the own password, while the other sessions end', async () => {
    const here = await shop.hire(admin, 'seller');
    const elsewhere = await shop.logIn(here.email);
    const change = (currentPassword: string, newPassword: string) =>
      here.api.put('/auth/me/password', { currentPassword, newPassword });
    assert.deepEqual(codeOf(await change('wrong', 'uma nova senha')), [401, 'invalid_credentials']);
    assert.deepEqual(codeOf(await change(password, 'curta')), [422, 'validation_failed']);
    assert.equal((await change(password, 'uma nova senha')).status, 204);
    assert.equal((await here.api.get('/auth/me')).status, 200);
    assert.equal((await refresh(here.refreshToken)).status, 200);
    assert.deepEqual(codeOf(await refresh(elsewhere.refreshToken)), [401, 'token_revoked']);
    await refused(elsewhere, 'token_revoked');
    await assert.rejects(shop.logIn(here.email), /invalid_credentials/);
    await shop.logIn(here.email, 'uma nova senha');
  });

  it('takes a password however its letters were composed', async () => {
    const email = 'cafe@loja.br';
    await admin.api.post('/users', {
      email,
      password: 'caf\u00e9 com leite',
      name: 'C',
      role: 'seller',
    });
    await shop.logIn(email, 'cafe\u0301 com leite');
  });

  it('is forgotten when none of its tokens can be alive, and not before', async () => {
    const [stale, ended, alive] = await Promise.all([1, 2, 3].map(() => shop.logIn(admin.email)));
    assert.ok(stale && ended && alive);
    await ended.api.post('/auth/logout');
    const age = (person: Person) =>
      shop.db.query(
        `UPDATE session SET access_expires_at = now() - interval '2 days',
           refresh_expires_at = now() - interval '2 days', ended_at = ended_at - interval '2 days'
         WHERE id = $1`,
        [sessionIdOf(person.accessToken)],
      );
    await forgetSessions(shop.db);
    assert.deepEqual(codeOf(await refresh(ended.refreshToken)), [401, 'token_revoked']);
    await Promise.all([age(stale), age(ended)]);
    await forgetSessions(shop.db);
    assert.deepEqual(codeOf(await refresh(stale.refreshToken)), [401, 'unauthenticated']);
    assert.deepEqual(codeOf(await refresh(ended.refreshToken)), [401, 'unauthenticated']);
    assert.equal((await refresh(alive.refreshToken)).status, 200);
  });
});
