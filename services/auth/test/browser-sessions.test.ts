/** Protects: a browser's session is in cookies that no script reads, no other site uses, and no two tabs fight over. */
import assert from 'node:assert/strict';
import type { ApiResponse } from '@balcao/kit/testing/api-client.ts';
import { createApiClient } from '@balcao/kit/testing/api-client.ts';
import { after, before, describe, it } from 'mocha';
import { openShop, type Person, password, type Shop, sessionIdOf } from './shop.ts';

describe('the session of a browser', () => {
  let shop: Shop;
  let admin: Person;
  before(async () => {
    shop = await openShop();
    admin = await shop.openWithAdmin();
  });
  after(() => shop.stop());

  const https = { 'x-forwarded-proto': 'https' };
  const cookieOf = ({ headers }: ApiResponse, name: string) => {
    const found = headers.getSetCookie().find((cookie) => cookie.startsWith(`${name}=`));
    assert.ok(found, `no cookie ${name} in ${headers.getSetCookie()}`);
    const [pair = '', ...limits] = found.split('; ');
    return { pair, limits };
  };
  const refreshPair = (answer: ApiResponse) => cookieOf(answer, 'balcao-refresh').pair;
  const logIn = (headers: Record<string, string> = {}) =>
    shop.api.post('/auth/login', { email: admin.email, password, session: 'cookie' }, headers);
  const refresh = (cookie: string, headers: Record<string, string> = {}) =>
    shop.api.post('/auth/refresh', {}, { cookie, ...headers });
  const codeOf = ({ status, body }: ApiResponse) => [status, body.code];
  const letPass = (seconds: number) =>
    shop.db.query('UPDATE refresh_token SET used_at = used_at - make_interval(secs => $1)', [
      seconds,
    ]);

  it('shows scripts an access token only', async () => {
    const login = await logIn();
    assert.equal(login.status, 200);
    assert.deepEqual(Object.keys(login.body).sort(), ['accessToken', 'expiresInSeconds', 'user']);
    const renewed = await refresh(refreshPair(login));
    assert.equal(renewed.status, 200);
    assert.deepEqual(Object.keys(renewed.body).sort(), ['accessToken', 'expiresInSeconds', 'user']);
    assert.equal(sessionIdOf(renewed.body.accessToken), sessionIdOf(login.body.accessToken));
    assert.notEqual(refreshPair(renewed), refreshPair(login));
    for (const answer of [login, renewed]) {
      assert.equal(answer.headers.get('cache-control'), 'no-store');
    }
  });

  it('is kept in cookies for this site and for auth alone', async () => {
    const login = await logIn();
    assert.deepEqual(cookieOf(login, 'balcao-refresh').limits, [
      'Path=/api/v1/auth',
      'Max-Age=2592000',
      'HttpOnly',
      'SameSite=Strict',
    ]);
    assert.deepEqual(cookieOf(login, 'balcao-device').limits, [
      'Path=/api/v1/auth/login',
      'Max-Age=7776000',
      'HttpOnly',
      'SameSite=Strict',
    ]);
  });

  it('over https is in cookies that plain http neither sees nor plants', async () => {
    const login = await logIn(https);
    const { pair, limits } = cookieOf(login, '__Secure-balcao-refresh');
    assert.ok(limits.includes('Secure'));
    assert.ok(cookieOf(login, '__Secure-balcao-device').limits.includes('Secure'));
    assert.equal((await refresh(pair, https)).status, 200);
    const planted = refreshPair(await logIn());
    assert.deepEqual(codeOf(await refresh(planted, https)), [401, 'unauthenticated']);
  });

  it('is not renewed or ended by what another site can send', async () => {
    const cookie = refreshPair(await logIn());
    for (const path of ['/auth/refresh', '/auth/logout']) {
      for (const type of ['text/plain', 'application/x-www-form-urlencoded', undefined]) {
        const headers = type === undefined ? { cookie } : { cookie, 'content-type': type };
        const answer = await shop.api.post(path, undefined, headers);
        assert.deepEqual(codeOf(answer), [415, 'unsupported_media_type'], `${path} by ${type}`);
      }
    }
    assert.equal((await refresh(cookie)).status, 200);
  });

  it('says that nobody is logged in where there is no cookie', async () => {
    assert.deepEqual(codeOf(await refresh('')), [401, 'unauthenticated']);
    assert.deepEqual(codeOf(await refresh('balcao-refresh=')), [401, 'unauthenticated']);
    assert.deepEqual(codeOf(await refresh('balcao-refresh=unknown')), [401, 'unauthenticated']);
  });

  it('stays one line of tokens when tabs renew it at the same moment', async () => {
    const cookie = refreshPair(await logIn());
    const answers = await Promise.all(Array.from({ length: 6 }, () => refresh(cookie)));
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
    const [next = '', ...others] = new Set(answers.map(refreshPair));
    assert.deepEqual(others, [], 'all tabs are given the same cookie');
    for (const { body } of answers) {
      const tab = createApiClient(shop.url, body.accessToken);
      assert.equal((await tab.get('/auth/me')).status, 200);
    }
    assert.equal((await refresh(next)).status, 200);
  });

  it('gets on after an answer that was lost, also when the line went on meanwhile', async () => {
    const first = refreshPair(await logIn());
    const second = refreshPair(await refresh(first));
    const third = refreshPair(await refresh(second));
    assert.equal(refreshPair(await refresh(first)), third);
    assert.equal((await refresh(third)).status, 200);
  });

  it('ends when a cookie is used again later, as a thief would', async () => {
    const first = refreshPair(await logIn());
    const second = refreshPair(await refresh(first));
    await letPass(31);
    assert.deepEqual(codeOf(await refresh(first)), [401, 'refresh_token_reused']);
    assert.deepEqual(codeOf(await refresh(second)), [401, 'token_revoked']);
  });

  it('finds a thief out who copied the cookie, even one who was given the same next one', async () => {
    const cookie = refreshPair(await logIn());
    const [owner, thief] = await Promise.all([refresh(cookie), refresh(cookie)]);
    await refresh(refreshPair(thief));
    await letPass(31);
    assert.deepEqual(codeOf(await refresh(refreshPair(owner))), [401, 'refresh_token_reused']);
  });

  it('leaves a token in a field good for one use, whatever cookies do', async () => {
    const { pair } = cookieOf(await logIn(), 'balcao-refresh');
    const refreshToken = pair.slice('balcao-refresh='.length);
    const renewed = await shop.api.post('/auth/refresh', { refreshToken });
    assert.equal(typeof renewed.body.refreshToken, 'string');
    assert.deepEqual(renewed.headers.getSetCookie(), []);
    assert.deepEqual(codeOf(await refresh(pair)), [401, 'refresh_token_reused']);
  });

  it('is logged out by its cookie alone, which goes', async () => {
    const login = await logIn();
    const cookie = refreshPair(login);
    const left = await shop.api.post('/auth/logout', {}, { cookie });
    assert.equal(left.status, 204);
    const cleared = cookieOf(left, 'balcao-refresh');
    assert.equal(cleared.pair, 'balcao-refresh=');
    assert.ok(cleared.limits.includes('Max-Age=0'));
    assert.deepEqual(codeOf(await refresh(cookie)), [401, 'token_revoked']);
    const api = createApiClient(shop.url, login.body.accessToken);
    assert.deepEqual(codeOf(await api.get('/auth/me')), [401, 'token_revoked']);
    assert.equal((await shop.api.post('/auth/logout', {}, { cookie })).status, 204, 'again');
    assert.deepEqual(codeOf(await shop.api.post('/auth/logout')), [401, 'unauthenticated']);
  });

  it('is logged out by its access token where the cookie is of something else', async () => {
    const login = await logIn();
    const api = createApiClient(shop.url, login.body.accessToken);
    const cookie = 'balcao-refresh=of-another-shop';
    assert.equal((await api.post('/auth/logout', {}, { cookie })).status, 204);
    assert.deepEqual(codeOf(await refresh(refreshPair(login))), [401, 'token_revoked']);
  });

  it('is known again as a device by its other cookie', async () => {
    const { pair } = cookieOf(await logIn(), 'balcao-device');
    const again = await logIn({ cookie: pair });
    assert.equal(cookieOf(again, 'balcao-device').pair, pair);
    assert.notEqual(cookieOf(await logIn(), 'balcao-device').pair, pair);
  });

  it('keeps in the database nothing of which a cookie could be made', async () => {
    const first = refreshPair(await logIn());
    const second = refreshPair(await refresh(first));
    const rows = JSON.stringify(await shop.db.query('SELECT * FROM refresh_token'));
    for (const pair of [first, second])
      assert.equal(rows.includes(pair.split('=')[1] ?? ''), false);
  });
});
