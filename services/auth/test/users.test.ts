/** Protects: users are managed by admins only, take effect at once, and an admin always remains. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { openShop, type Person, password, type Shop } from './shop.ts';

describe('users', () => {
  let shop: Shop;
  let admin: Person;
  beforeEach(async () => {
    shop = await openShop();
    admin = await shop.openWithAdmin();
  });
  afterEach(() => shop.stop());

  const newUser = { email: 'rui@loja.br', name: 'Rui', role: 'seller', password };
  const codeOf = ({ status, body }: { status: number; body: { code: string } }) => [
    status,
    body.code,
  ];
  const asIs = ({ email }: Person, role = 'admin') => ({
    email,
    name: 'Alguém',
    role,
    active: true,
  });
  const isOut = (person: Person) =>
    eventually(async () => {
      assert.deepEqual(codeOf(await person.api.get('/users')), [401, 'token_revoked']);
    }, 1_000);

  it('are added, read, changed and disabled', async () => {
    const id = randomUUID();
    const added = await admin.api.post('/users', { ...newUser, id });
    assert.equal(added.status, 201);
    assert.deepEqual([added.body.id, added.body.role, added.body.active], [id, 'seller', true]);
    assert.equal('password' in added.body || 'passwordHash' in added.body, false);
    assert.deepEqual((await admin.api.get(`/users/${id}`)).body, added.body);

    const change = { email: 'rui@acougue.br', name: 'Rui Sá', role: 'stockist', active: true };
    const changed = await admin.api.put(`/users/${id}`, change);
    assert.equal(changed.status, 200);
    assert.equal(changed.headers.get('etag'), '"2"');
    const { createdAt, updatedAt, ...rest } = changed.body;
    assert.deepEqual(rest, { id, ...change });

    assert.equal((await admin.api.delete(`/users/${id}`)).status, 204);
    assert.equal((await admin.api.delete(`/users/${id}`)).status, 204);
    assert.equal((await admin.api.get(`/users/${id}`)).body.active, false);
    await assert.rejects(shop.logIn('rui@acougue.br'), /invalid_credentials/);
  });

  it('are not added or renamed over each other', async () => {
    const { body: rui } = await admin.api.post('/users', newUser);
    assert.deepEqual(codeOf(await admin.api.post('/users', { ...newUser, email: 'RUI@loja.br' })), [
      409,
      'already_exists',
    ]);
    const sameId = { ...newUser, email: 'other@loja.br', id: rui.id };
    assert.deepEqual(codeOf(await admin.api.post('/users', sameId)), [409, 'already_exists']);
    const { password: _unused, ...change } = { ...newUser, email: admin.email, active: true };
    assert.deepEqual(codeOf(await admin.api.put(`/users/${rui.id}`, change)), [
      409,
      'already_exists',
    ]);
  });

  it('are not changed by somebody who read an older state', async () => {
    const { body: rui, headers } = await admin.api.post('/users', newUser);
    const { password: _unused, ...change } = { ...newUser, active: true };
    const ifMatch = { 'if-match': headers.get('etag') ?? '' };
    assert.equal((await admin.api.put(`/users/${rui.id}`, change, ifMatch)).status, 200);
    const stale = await admin.api.put(`/users/${rui.id}`, change, ifMatch);
    assert.deepEqual(codeOf(stale), [412, 'version_mismatch']);
    assert.deepEqual(codeOf(await admin.api.delete(`/users/${rui.id}`, ifMatch)), [
      412,
      'version_mismatch',
    ]);
  });

  it('are listed by name in pages, and found by a part of name or e-mail', async () => {
    for (const name of ['Caio', 'Bia', 'Ana', 'Bia']) {
      await admin.api.post('/users', { ...newUser, name, email: `${randomUUID()}@loja.br` });
    }
    const names: string[] = [];
    let cursor = '';
    do {
      const { status, body } = await admin.api.get(
        `/users?limit=2${cursor && `&cursor=${cursor}`}`,
      );
      assert.equal(status, 200);
      names.push(...body.items.map(({ name }: { name: string }) => name));
      cursor = body.nextCursor ?? '';
    } while (cursor !== '');
    assert.deepEqual(names, ['Ana', 'Bia', 'Bia', 'Caio', 'Dona']);
    const found = async (query: string) =>
      (await admin.api.get(`/users?${query}`)).body.items.length;
    assert.equal(await found('q=bIA'), 2);
    assert.equal(await found('q=dona%40'), 1);
    assert.equal(await found('q=%25'), 0);
    assert.equal(await found('role=seller&active=true'), 4);
    assert.equal(await found('active=false'), 0);
    assert.deepEqual(codeOf(await admin.api.get('/users?page=2')), [422, 'validation_failed']);
    assert.deepEqual(codeOf(await admin.api.get('/users?cursor=abc')), [422, 'validation_failed']);
    const forged = Buffer.from(JSON.stringify(['Ana', 'no uuid'])).toString('base64url');
    assert.equal((await admin.api.get(`/users?cursor=${forged}`)).status, 200);
  });

  it('lose their sessions when they are disabled, get another role or another password', async () => {
    const [disabled, demoted, reset, renamed] = await Promise.all(
      Array.from({ length: 4 }, () => shop.hire(admin, 'admin')),
    );
    assert.ok(disabled && demoted && reset && renamed);
    await admin.api.delete(`/users/${disabled.id}`);
    await admin.api.put(`/users/${demoted.id}`, asIs(demoted, 'seller'));
    await admin.api.put(`/users/${reset.id}`, { ...asIs(reset), password: 'uma nova senha' });
    await admin.api.put(`/users/${renamed.id}`, asIs(renamed));
    await Promise.all([isOut(disabled), isOut(demoted), isOut(reset)]);
    assert.equal((await renamed.api.get('/users')).status, 200);
    for (const { refreshToken } of [disabled, demoted, reset]) {
      const refreshed = await shop.api.post('/auth/refresh', { refreshToken });
      assert.deepEqual(codeOf(refreshed), [401, 'token_revoked']);
    }
    await assert.rejects(shop.logIn(disabled.email), /invalid_credentials/);
    await assert.rejects(shop.logIn(reset.email), /invalid_credentials/);
    await shop.logIn(reset.email, 'uma nova senha');
    const again = await shop.logIn(demoted.email);
    assert.deepEqual(codeOf(await again.api.get('/users')), [403, 'forbidden']);
  });

  it('come back when they are enabled again', async () => {
    const seller = await shop.hire(admin, 'seller');
    await admin.api.delete(`/users/${seller.id}`);
    await admin.api.put(`/users/${seller.id}`, asIs(seller, 'seller'));
    await shop.logIn(seller.email);
  });

  it('keep their last active admin', async () => {
    const path = `/users/${admin.id}`;
    assert.deepEqual(codeOf(await admin.api.delete(path)), [409, 'conflict']);
    assert.deepEqual(codeOf(await admin.api.put(path, asIs(admin, 'seller'))), [409, 'conflict']);
    const off = { ...asIs(admin), active: false };
    assert.deepEqual(codeOf(await admin.api.put(path, off)), [409, 'conflict']);
    const other = await shop.hire(admin, 'admin');
    assert.equal((await other.api.delete(path)).status, 204);
    assert.deepEqual(codeOf(await other.api.delete(`/users/${other.id}`)), [409, 'conflict']);
  });

  it('keep an admin when all of them step down at once', async () => {
    const others = await Promise.all(Array.from({ length: 4 }, () => shop.hire(admin, 'admin')));
    const answers = await Promise.all(
      [admin, ...others].map((one) => one.api.delete(`/users/${one.id}`)),
    );
    assert.deepEqual(answers.map(({ status }) => status).sort(), [204, 204, 204, 204, 409]);
    const [left] = await shop.db.query<{ count: number }>(
      'SELECT count(*) FROM users WHERE is_active',
    );
    assert.equal(left?.count, 1);
  });

  it('tell the others of what became of them', async () => {
    const seller = await shop.hire(admin, 'seller');
    await shop.db.query('CREATE TABLE heard AS SELECT type, data FROM outbox LIMIT 0');
    await shop.db.query(
      `CREATE RULE hear AS ON INSERT TO outbox DO ALSO INSERT INTO heard VALUES (NEW.type, NEW.data)`,
    );
    await admin.api.put(`/users/${seller.id}`, { ...asIs(seller, 'stockist'), active: false });
    const userId = seller.id;
    const { email } = seller;
    assert.deepEqual(await shop.db.query('SELECT * FROM heard'), [
      {
        type: 'user.updated',
        data: { userId, email, name: 'Alguém', role: 'stockist', active: false },
      },
      { type: 'user.disabled', data: { userId } },
    ]);
  });

  it('are for admins only', async () => {
    const seller = await shop.hire(admin, 'seller');
    const stockist = await shop.hire(admin, 'stockist');
    const { id } = seller;
    for (const { api } of [seller, stockist]) {
      const answers = await Promise.all([
        api.get('/users'),
        api.get(`/users/${id}`),
        api.post('/users', newUser),
        api.put(`/users/${id}`, asIs(seller)),
        api.delete(`/users/${id}`),
      ]);
      for (const answer of answers) assert.deepEqual(codeOf(answer), [403, 'forbidden']);
    }
    assert.deepEqual(codeOf(await admin.api.get(`/users/${randomUUID()}`)), [404, 'not_found']);
    assert.deepEqual(codeOf(await admin.api.delete(`/users/${randomUUID()}`)), [404, 'not_found']);
    assert.deepEqual(codeOf(await admin.api.get('/users/1')), [422, 'validation_failed']);
    const withMore = { ...newUser, isAdmin: true };
    assert.deepEqual(codeOf(await admin.api.post('/users', withMore)), [422, 'validation_failed']);
    assert.deepEqual(codeOf(await admin.api.post('/users', '{')), [400, 'malformed_json']);
  });
});
