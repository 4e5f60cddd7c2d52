/** Protects: a hash that was made with less work is replaced after a right login, and nobody notices. */
import assert from 'node:assert/strict';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { createPasswordHasher } from '../src/password-hasher.ts';
import { openShop, type Person, password, type Shop } from './shop.ts';

describe('a hash of less work', () => {
  let shop: Shop;
  let admin: Person;
  let isStopped: boolean;
  beforeEach(async () => {
    isStopped = false;
    shop = await openShop();
    admin = await shop.openWithAdmin();
  });
  afterEach(async () => {
    if (!isStopped) await shop.stop();
  });

  async function weaken(): Promise<string> {
    const hash = await createPasswordHasher({ memoryKib: 8_192, passes: 1 }).hash(password);
    await shop.db.query('UPDATE users SET password_hash = $1 WHERE id = $2', [hash, admin.id]);
    return hash;
  }
  async function parameters(): Promise<string | undefined> {
    const [row] = await shop.db.query<{ password_hash: string }>(
      'SELECT password_hash FROM users WHERE id = $1',
      [admin.id],
    );
    return row?.password_hash.split('$')[3];
  }
  const isReplaced = () =>
    eventually(async () => assert.equal(await parameters(), 'm=19456,t=2,p=1'));
  const told = async () => (await admin.api.get('/auth/events?type=password.rehashed')).body.items;

  it('is replaced after a right login; sessions and the user’s version stay', async () => {
    await weaken();
    await shop.logIn(admin.email);
    await isReplaced();
    const read = await admin.api.get(`/users/${admin.id}`);
    assert.deepEqual([read.status, read.headers.get('etag')], [200, '"1"']);
    const [event] = await told();
    assert.deepEqual(event.detail, { from: 'm=8192,t=1,p=1', to: 'm=19456,t=2,p=1' });
    await shop.logIn(admin.email);
  });

  it('stays when the password was wrong', async () => {
    await weaken();
    await assert.rejects(shop.logIn(admin.email, 'wrong'), /invalid_credentials/);
    assert.equal(await parameters(), 'm=8192,t=1,p=1');
    assert.deepEqual(await told(), []);
  });

  it('is replaced once in a burst of logins, all of which are let in', async () => {
    await weaken();
    const people = await Promise.all(Array.from({ length: 12 }, () => shop.logIn(admin.email)));
    await isReplaced();
    assert.equal((await told()).length, 1);
    for (const { api } of people) assert.equal((await api.get('/auth/me')).status, 200);
  });

  it('is replaced before the service ends', async () => {
    await weaken();
    await shop.logIn(admin.email);
    await shop.service.stop();
    assert.equal(await parameters(), 'm=19456,t=2,p=1');
    isStopped = true;
    await shop.db.close();
  });

  it('that took more work stays', async () => {
    const hash = await createPasswordHasher({ memoryKib: 19_456, passes: 3 }).hash(password);
    await shop.db.query('UPDATE users SET password_hash = $1', [hash]);
    await shop.logIn(admin.email);
    await shop.service.stop();
    assert.equal(await parameters(), 'm=19456,t=3,p=1');
    isStopped = true;
    await shop.db.close();
  });

  it('is made by nobody: new ones take the work that is set', async () => {
    const stronger = await openShop({ AUTH_HASH_PASSES: '3' });
    const person = await stronger.openWithAdmin();
    const [row] = await stronger.db.query<{ password_hash: string }>(
      'SELECT password_hash FROM users',
    );
    assert.match(row?.password_hash ?? '', /\$m=19456,t=3,p=1\$/);
    assert.equal((await person.api.get('/auth/me')).status, 200);
    await stronger.stop();
  });
});
