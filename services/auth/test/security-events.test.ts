/** Protects: what happens to accounts, sessions and keys is told once, by the transaction that did it, and for good. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { forgetSecurityEvents } from '../src/security-event-store.ts';
import { openShop, type Person, password, type Shop, sessionIdOf } from './shop.ts';

interface Told {
  type: string;
  userId: string | null;
  actorId: string | null;
  sessionId: string | null;
  detail: Record<string, unknown>;
}

describe('security events', () => {
  let shop: Shop;
  let admin: Person;
  beforeEach(async () => {
    shop = await openShop();
    admin = await shop.openWithAdmin();
  });
  afterEach(() => shop.stop());

  const list = async (query = ''): Promise<Told[]> => {
    const { status, body } = await admin.api.get(`/auth/events?limit=200&${query}`);
    assert.equal(status, 200);
    return body.items;
  };
  /** Of one user, the oldest first. */
  const toldOf = async ({ id }: Person) => (await list(`userId=${id}`)).reverse();
  const typesOf = (events: Told[]) => events.map(({ type }) => type);

  it('tell of the first key, the first user and its login', async () => {
    const events = (await list()).reverse();
    assert.deepEqual(typesOf(events), ['key.rotated', 'user.added', 'login.succeeded']);
    const [key, added, login] = events;
    assert.deepEqual([key?.userId, key?.actorId, typeof key?.detail.kid], [null, null, 'string']);
    assert.deepEqual([added?.userId, added?.actorId], [admin.id, null]);
    assert.deepEqual(added?.detail, { role: 'admin' });
    assert.deepEqual(
      [login?.userId, login?.actorId, login?.sessionId],
      [admin.id, admin.id, sessionIdOf(admin.accessToken)],
    );
  });

  it('tell of changed rights, by whom, and of every session that they ended', async () => {
    const ana = await shop.hire(admin, 'seller');
    const second = await shop.logIn(ana.email);
    const change = { email: ana.email, name: 'Ana', role: 'stockist', active: true };
    await admin.api.put(`/users/${ana.id}`, change);
    await admin.api.put(`/users/${ana.id}`, { ...change, email: 'ana@loja.br', password });
    await admin.api.delete(`/users/${ana.id}`);
    await admin.api.delete(`/users/${ana.id}`);
    await admin.api.put(`/users/${ana.id}`, { ...change, email: 'ana@loja.br' });
    const events = (await toldOf(ana)).slice(3);
    assert.deepEqual(typesOf(events), [
      'user.role_changed',
      'session.ended',
      'session.ended',
      'user.email_changed',
      'password.changed',
      'user.disabled',
      'user.enabled',
    ]);
    for (const { actorId } of events) assert.equal(actorId, admin.id);
    assert.deepEqual(events[0]?.detail, { from: 'seller', to: 'stockist' });
    const ended = events.slice(1, 3);
    assert.deepEqual(
      ended.map(({ sessionId }) => sessionId).sort(),
      [ana, second].map(({ accessToken }) => sessionIdOf(accessToken)).sort(),
    );
    for (const { detail } of ended) assert.deepEqual(detail, { reason: 'role' });
  });

  it('tell of the own password, of logouts, revoked sessions and reused tokens', async () => {
    const ana = await shop.hire(admin, 'seller');
    const [left, revoked, stolen] = await Promise.all([1, 2, 3].map(() => shop.logIn(ana.email)));
    assert.ok(left && revoked && stolen);
    await left.api.post('/auth/logout');
    await left.api.post('/auth/logout');
    await admin.api.delete(`/users/${ana.id}/sessions/${sessionIdOf(revoked.accessToken)}`);
    await shop.api.post('/auth/refresh', { refreshToken: stolen.refreshToken });
    await shop.api.post('/auth/refresh', { refreshToken: stolen.refreshToken });
    const body = { currentPassword: password, newPassword: 'uma nova senha' };
    await ana.api.put('/auth/me/password', body);
    const events = (await toldOf(ana)).slice(5);
    const facts = events.map(({ type, actorId, sessionId, detail }) => [
      type,
      actorId,
      sessionId,
      detail.reason,
    ]);
    const [own, one, two, three] = [ana, left, revoked, stolen].map(({ accessToken }) =>
      sessionIdOf(accessToken),
    );
    assert.deepEqual(facts, [
      ['session.ended', ana.id, one, 'logout'],
      ['session.ended', admin.id, two, 'revoked'],
      ['refresh_token.reused', null, three, undefined],
      ['session.ended', null, three, 'reuse'],
      ['password.changed', ana.id, own, undefined],
    ]);
  });

  it('tell of a key that an admin replaced', async () => {
    const { body } = await admin.api.post('/auth/keys/rotate');
    const [event] = await list('type=key.rotated');
    assert.deepEqual([event?.actorId, event?.detail.kid], [admin.id, body.kid]);
  });

  it('tell nothing of what had no effect', async () => {
    const before = (await list()).length;
    await admin.api.delete(`/users/${admin.id}`);
    await admin.api.post('/users', { email: admin.email, name: 'A', role: 'admin', password });
    await shop.api.post('/auth/register', { email: 'x@loja.br', name: 'X', password });
    assert.equal((await list()).length, before);
  });

  it('cannot be changed or deleted, by nobody, however old', async () => {
    await shop.db.query(
      `INSERT INTO security_event (type, at) VALUES ('user.added', now() - interval '400 days')`,
    );
    const before = await shop.db.query('SELECT * FROM security_event ORDER BY seq');
    for (const statement of [
      `UPDATE security_event SET detail = '{}'`,
      `UPDATE security_event SET type = 'user.added' WHERE false`,
      'DELETE FROM security_event',
      `DELETE FROM security_event WHERE at < now() - interval '399 days'`,
      'TRUNCATE security_event',
    ]) {
      await assert.rejects(shop.db.query(statement), /never allowed/, statement);
    }
    const forgetting = shop.db.transaction(async (tx) => {
      await tx.query(`SET LOCAL balcao.forgets_security_events = 'on'`);
      await tx.query('DELETE FROM security_event');
    });
    await assert.rejects(forgetting, /never allowed/, 'the young ones stay in any case');
    assert.deepEqual(await shop.db.query('SELECT * FROM security_event ORDER BY seq'), before);
  });

  it('are forgotten by their retention, which is told', async () => {
    const age = (days: number) =>
      shop.db.query(
        `INSERT INTO security_event (type, at, detail)
         SELECT 'user.enabled', now() - make_interval(days => $1), jsonb_build_object('days', $1::int)`,
        [days],
      );
    for (const days of [80, 100, 364, 366, 500]) await age(days);
    await forgetSecurityEvents(shop.db, 365);
    const left = await list('type=user.enabled');
    assert.deepEqual(
      left.map(({ detail }) => detail.days),
      [80, 100, 364],
    );
    const [told] = await list('type=events.forgotten');
    assert.deepEqual(told?.detail, { count: 2, days: 365 });
    await forgetSecurityEvents(shop.db, 365);
    assert.equal((await list('type=events.forgotten')).length, 1);
  });

  it('come in pages, and are found by user, type and the shop’s days', async () => {
    const ana = await shop.hire(admin, 'seller');
    await shop.db.query(
      `INSERT INTO security_event (type, at, user_id)
       SELECT 'user.enabled', '2026-01-05T02:30:00Z'::timestamptz + n * interval '1 hour', $1
       FROM generate_series(0, 2) n`,
      [ana.id],
    );
    const seen: Told[] = [];
    let cursor = '';
    do {
      const path = `/auth/events?limit=2${cursor && `&cursor=${cursor}`}`;
      const { body } = await admin.api.get(path);
      seen.push(...body.items);
      cursor = body.nextCursor ?? '';
    } while (cursor !== '');
    assert.deepEqual(seen, await list());
    assert.equal((await list(`userId=${ana.id}`)).length, 5);
    // 02:30 UTC is still the day before in São Paulo.
    const on = async (from: string, to: string) => (await list(`from=${from}&to=${to}`)).length;
    assert.equal(await on('2026-01-04', '2026-01-04'), 1);
    assert.equal(await on('2026-01-05', '2026-01-05'), 2);
    assert.equal(await on('2026-01-04', '2026-01-05'), 3);
    for (const query of ['from=2026-01-05&to=2026-01-04', 'type=nothing', 'cursor=abc']) {
      assert.equal((await admin.api.get(`/auth/events?${query}`)).status, 422, query);
    }
  });

  it('are for admins only, and hold no password and no token', async () => {
    const ana = await shop.hire(admin, 'seller');
    const refused = await ana.api.get('/auth/events');
    assert.deepEqual([refused.status, refused.body.code], [403, 'forbidden']);
    await shop.api.post('/auth/refresh', { refreshToken: ana.refreshToken });
    await shop.api.post('/auth/refresh', { refreshToken: ana.refreshToken });
    const text = JSON.stringify(await shop.db.query('SELECT * FROM security_event'));
    for (const secret of [password, ana.refreshToken, ana.accessToken, 'argon2']) {
      assert.equal(text.includes(secret), false);
    }
  });
});
