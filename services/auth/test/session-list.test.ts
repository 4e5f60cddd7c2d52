/** Protects: everybody sees and ends the own sessions and nobody else's; an ended one is refused within a second. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createLogger } from '@balcao/kit/log.ts';
import { createApiClient } from '@balcao/kit/testing/api-client.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { createTokenVerifier, httpTokenSource } from '@balcao/kit/tokens.ts';
import { after, before, beforeEach, describe, it } from 'mocha';
import { openShop, type Person, password, type Shop, sessionIdOf } from './shop.ts';

describe('the list of sessions', () => {
  let shop: Shop;
  let admin: Person;
  let ana: Person;
  before(async () => {
    shop = await openShop();
    admin = await shop.openWithAdmin();
  });
  beforeEach(async () => {
    ana = await shop.hire(admin, 'seller');
  });
  after(() => shop.stop());

  const codeOf = ({ status, body }: { status: number; body: { code: string } }) => [
    status,
    body.code,
  ];
  const idsOf = async (person: Person, path = '/auth/sessions') => {
    const { status, body } = await person.api.get(path);
    assert.equal(status, 200);
    return body.items.map(({ id }: { id: string }) => id);
  };
  const isOut = (person: Person) =>
    eventually(async () => {
      assert.deepEqual(codeOf(await person.api.get('/auth/sessions')), [401, 'token_revoked']);
    }, 1_000);

  it('tells when and from where each is used, and which one asks', async () => {
    const headers = {
      'x-forwarded-for': '203.0.113.7',
      'user-agent': 'Mozilla/5.0 (Android 15; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0',
    };
    const login = await shop.api.post('/auth/login', { email: ana.email, password }, headers);
    const { refreshToken } = login.body;
    const before = await ana.api.get('/auth/sessions');
    const [phone, here] = before.body.items;
    assert.equal(phone.id, sessionIdOf(login.body.accessToken));
    assert.deepEqual(
      [phone.client, phone.userAgent, phone.isCurrent],
      ['203.0.113.7', 'Firefox on Android', false],
    );
    assert.deepEqual([here.id, here.isCurrent], [sessionIdOf(ana.accessToken), true]);
    assert.ok(Date.parse(phone.expiresAt) > Date.now() + 29 * 86_400_000);

    const moved = { ...headers, 'x-forwarded-for': '2001:db8:0:7::1' };
    await shop.api.post('/auth/refresh', { refreshToken }, moved);
    const [again] = (await ana.api.get('/auth/sessions')).body.items;
    assert.equal(again.client, '2001:db8:0:7::/64');
    assert.ok(again.lastUsedAt > phone.lastUsedAt);
    assert.equal(again.createdAt, phone.createdAt);
  });

  it('comes in pages, and leaves out what has ended', async () => {
    const others = await Promise.all([1, 2, 3].map(() => shop.logIn(ana.email)));
    await others[1]?.api.post('/auth/logout');
    const ids: string[] = [];
    let cursor = '';
    do {
      const path = `/auth/sessions?limit=2${cursor && `&cursor=${cursor}`}`;
      const { body } = await ana.api.get(path);
      ids.push(...body.items.map(({ id }: { id: string }) => id));
      cursor = body.nextCursor ?? '';
    } while (cursor !== '');
    const alive = [ana, others[0], others[2]].map((person) =>
      sessionIdOf(person?.accessToken ?? ''),
    );
    assert.deepEqual(ids, alive.sort().reverse());
  });

  it('ends one of the own sessions, everywhere within a second', async () => {
    const lost = await shop.logIn(ana.email);
    const elsewhere = createTokenVerifier(
      httpTokenSource(shop.url),
      createLogger({ level: 'silent' }),
    );
    await elsewhere.refresh();
    await elsewhere.verify(lost.accessToken);
    const path = `/auth/sessions/${sessionIdOf(lost.accessToken)}`;
    assert.equal((await ana.api.delete(path)).status, 204);
    await elsewhere.refresh();
    await assert.rejects(elsewhere.verify(lost.accessToken), { code: 'token_revoked' });
    await isOut(lost);
    const refreshed = await shop.api.post('/auth/refresh', { refreshToken: lost.refreshToken });
    assert.deepEqual(codeOf(refreshed), [401, 'token_revoked']);
    assert.equal((await ana.api.delete(path)).status, 204, 'ending it again changes nothing');
    assert.deepEqual(await idsOf(ana), [sessionIdOf(ana.accessToken)]);
  });

  it('ends all own sessions but the asking one', async () => {
    const others = await Promise.all([1, 2].map(() => shop.logIn(ana.email)));
    assert.equal((await ana.api.delete('/auth/sessions')).status, 204);
    await Promise.all(others.map(isOut));
    assert.deepEqual(await idsOf(ana), [sessionIdOf(ana.accessToken)]);
    assert.equal((await admin.api.get('/auth/me')).status, 200);
  });

  it('lets nobody see or end another’s', async () => {
    const bia = await shop.hire(admin, 'stockist');
    const path = `/auth/sessions/${sessionIdOf(ana.accessToken)}`;
    for (const other of [bia, admin]) {
      assert.deepEqual(codeOf(await other.api.delete(path)), [404, 'not_found']);
    }
    assert.deepEqual(codeOf(await bia.api.delete(`/auth/sessions/${randomUUID()}`)), [
      404,
      'not_found',
    ]);
    const answers = await Promise.all([
      bia.api.get(`/users/${ana.id}/sessions`),
      bia.api.delete(`/users/${ana.id}/sessions`),
      bia.api.delete(`/users/${ana.id}/sessions/${sessionIdOf(ana.accessToken)}`),
    ]);
    for (const answer of answers) assert.deepEqual(codeOf(answer), [403, 'forbidden']);
    const anonymous = createApiClient(shop.url);
    assert.deepEqual(codeOf(await anonymous.get('/auth/sessions')), [401, 'unauthenticated']);
    assert.equal((await ana.api.get('/auth/me')).status, 200);
  });

  it('is the admin’s to read and to end for everybody', async () => {
    const second = await shop.logIn(ana.email);
    const path = `/users/${ana.id}/sessions`;
    const both = [ana, second].map(({ accessToken }) => sessionIdOf(accessToken));
    assert.deepEqual(await idsOf(admin, path), [...both].sort().reverse());
    const bia = await shop.hire(admin, 'seller');
    const ofAnother = await admin.api.delete(`/users/${bia.id}/sessions/${both[0]}`);
    assert.deepEqual(codeOf(ofAnother), [404, 'not_found']);
    assert.equal((await admin.api.delete(`${path}/${both[1]}`)).status, 204);
    await isOut(second);
    assert.deepEqual(await idsOf(ana), [both[0]]);
    assert.equal((await admin.api.delete(path)).status, 204);
    await isOut(ana);
    await shop.logIn(ana.email);
    for (const answer of [
      await admin.api.get(`/users/${randomUUID()}/sessions`),
      await admin.api.delete(`/users/${randomUUID()}/sessions`),
    ]) {
      assert.deepEqual(codeOf(answer), [404, 'not_found']);
    }
  });

  it('has no session left over when all are ended during a burst of logins', async () => {
    const path = `/users/${ana.id}/sessions`;
    const logins = Array.from({ length: 8 }, () => shop.logIn(ana.email));
    const ended = await Promise.all([1, 2, 3].map(() => admin.api.delete(path)));
    assert.deepEqual(new Set(ended.map(({ status }) => status)), new Set([204]));
    const people = await Promise.all(logins);
    await admin.api.delete(path);
    await Promise.all(people.map(isOut));
    assert.deepEqual(await idsOf(admin, path), []);
  });
});
