/** Protects: a database is taken for a new shop's only where nothing but migrations and the first admin has written. */
import assert from 'node:assert/strict';
import pg from 'pg';
import { occupiedTable } from '../src/occupied-table.ts';
import { createTestShop, type TestShop } from './test-shop.ts';

describe('a database of a shop', function () {
  this.timeout(60_000);
  let shop: TestShop;
  before(async () => {
    shop = await createTestShop(['auth', 'finance', 'sales']);
  });
  after(() => shop.close());

  async function look(service: string): Promise<string | undefined> {
    const url = new URL(process.env.TEST_DATABASE_URL ?? '');
    url.pathname = `/${shop.name(service)}`;
    const client = new pg.Client({ connectionString: url.href });
    await client.connect();
    try {
      return await occupiedTable(client, service);
    } finally {
      await client.end();
    }
  }

  const addUser = (email: string, role: string) =>
    shop.query(
      shop.name('auth'),
      `INSERT INTO users (id, email, name, role, password_hash)
       VALUES (gen_random_uuid(), '${email}', 'A', '${role}', '$argon2id$')`,
    );

  it('is free after its migrations, with what they put in', async () => {
    for (const service of ['auth', 'finance', 'sales'])
      assert.equal(await look(service), undefined, service);
  });

  it('is free while it is told, or kept after a broker took it, that the first people were added', async () => {
    const columns = 'id, type, subject, data';
    const add = (table: string, type: string) =>
      shop.query(
        shop.name('auth'),
        table === 'outbox'
          ? `INSERT INTO outbox (${columns}) VALUES (gen_random_uuid(), '${type}', 'a', '{}')`
          : `INSERT INTO outbox_sent (seq, time, is_urgent, ${columns})
             VALUES (1, now(), false, gen_random_uuid(), '${type}', 'a', '{}')`,
      );
    for (const table of ['outbox', 'outbox_sent']) {
      await add(table, 'user.registered');
      assert.equal(await look('auth'), undefined);
      await add(table, 'user.disabled');
      assert.equal(await look('auth'), table);
      await shop.query(shop.name('auth'), `DELETE FROM ${table}`);
    }
  });

  it('is free with one admin and machines, and not with another person', async () => {
    await addUser('owner@shop.example', 'admin');
    await addUser('operator@shop.example', 'machine');
    assert.equal(await look('auth'), undefined);
    await addUser('seller@shop.example', 'seller');
    assert.equal(await look('auth'), 'users');
  });

  it('is not free with a category of its own, or with one that it archived', async () => {
    const finance = shop.name('finance');
    await shop.query(
      finance,
      `INSERT INTO category (id, slug, name_pt, name_en, kind)
       VALUES ('019aa000-0000-7000-8001-000000000001', 'own', 'Própria', 'Own', 'expense')`,
    );
    assert.equal(await look('finance'), 'category');
    await shop.query(finance, `DELETE FROM category WHERE slug = 'own'`);
    assert.equal(await look('finance'), undefined);
    await shop.query(finance, `UPDATE category SET is_archived = slug = 'rent'`);
    assert.equal(await look('finance'), 'category');
    await shop.query(finance, 'UPDATE category SET is_archived = false');
  });

  it('is not free with rows of a table that nobody knows, or of one that another service fills', async () => {
    const [sales, finance] = [shop.name('sales'), shop.name('finance')];
    await shop.query(sales, 'CREATE TABLE account AS SELECT 1 AS n');
    assert.equal(await look('sales'), 'account');
    await shop.query(finance, 'CREATE SCHEMA other; CREATE TABLE other.account AS SELECT 1 AS n');
    assert.equal(await look('finance'), 'account');
  });
});
