/** Whatever is wrong with a backup is found before anything is restored, and named for what it is. */
import assert from 'node:assert/strict';
import { cp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRandom } from '@balcao/kit/random.ts';
import { createTestShop, type Result, type TestShop } from './test-shop.ts';

const services = ['sales', 'inventory', 'finance'];
const key = Buffer.alloc(32, 7).toString('base64');
const otherKey = Buffer.alloc(32, 8).toString('base64');

describe('a damaged backup', function () {
  this.timeout(120_000);
  let shop: TestShop;
  let id: string;
  let path: string;

  before(async () => {
    shop = await createTestShop(services);
    const { result } = await shop.run('dump', { BACKUP_KEY: key });
    id = String(result.backup);
    path = join(shop.folder, id);
    await cp(path, `${shop.folder}.whole`, { recursive: true });
  });
  afterEach(async () => {
    await rm(path, { recursive: true, force: true });
    await cp(`${shop.folder}.whole`, path, { recursive: true });
  });
  after(async () => {
    await rm(`${shop.folder}.whole`, { recursive: true, force: true });
    await shop.close();
  });

  const verify = (env: Record<string, string> = {}) =>
    shop.run('verify', { BACKUP_KEY: key, BACKUP_ID: id, ...env });

  /** The drill failed like this, said so, and left nothing behind. */
  async function assertNamed({ code, result }: Result, expected: [number, string, RegExp]) {
    assert.deepEqual([code, result.code], expected.slice(0, 2), JSON.stringify(result));
    assert.match(String(result.message), expected[2]);
    const left = await shop.query('', `SELECT FROM pg_database WHERE datname LIKE '%\\_drill'`);
    assert.equal(left.length, 0, 'the scratch databases are gone');
  }

  it('passes while it is whole, and is noted as proven', async () => {
    const { code, result } = await verify();
    assert.equal(code, 0, JSON.stringify(result));
    assert.equal(result.backup, id);
    assert.ok((await readdir(path)).includes('verified.json'));
  });

  it('with one flipped byte, anywhere', async () => {
    const file = join(path, 'finance.sql.gz.enc');
    const bytes = await readFile(file);
    const random = createRandom(7);
    const places = [0, 8, 40, bytes.length - 1, Math.floor(random() * bytes.length)];
    for (const place of places) {
      const damaged = Buffer.from(bytes);
      damaged.writeUInt8(damaged.readUInt8(place) ^ 1, place);
      await writeFile(file, damaged);
      await assertNamed(await verify(), [16, 'file_damaged', /finance\.sql\.gz\.enc/]);
    }
  });

  it('with a truncated file', async () => {
    const file = join(path, 'sales.sql.gz.enc');
    await truncate(file, (await readFile(file)).length - 3);
    await assertNamed(await verify(), [
      15,
      'file_truncated',
      /sales\.sql\.gz\.enc lacks its last 3 b/,
    ]);
  });

  it('with a missing file', async () => {
    await rm(join(path, 'inventory.sql.gz.enc'));
    await assertNamed(await verify(), [14, 'file_missing', /inventory\.sql\.gz\.enc is missing/]);
  });

  it('with a missing database', async () => {
    const databases = `${shop.databases('other')},auth=${shop.name('auth', 'other')}`;
    const answer = await verify({ BACKUP_DATABASES: databases });
    await assertNamed(answer, [13, 'database_missing', /no database of auth/]);
  });

  it('without a manifest, with another one, and where there is none at all', async () => {
    const manifest = join(path, 'manifest.json');
    await writeFile(manifest, '{"formatVersion": 2}');
    await assertNamed(await verify(), [12, 'manifest_unreadable', /cannot be read/]);
    await rm(manifest);
    await assertNamed(await verify(), [11, 'incomplete', /was never finished/]);
    await rm(path, { recursive: true });
    await assertNamed(await verify(), [10, 'nothing_there', /there is no backup/]);
  });

  it('with a wrong key, and with none', async () => {
    await assertNamed(await verify({ BACKUP_KEY: otherKey }), [
      18,
      'key_wrong',
      /encrypted with key/,
    ]);
    await assertNamed(await verify({ BACKUP_KEY: '' }), [17, 'key_missing', /set BACKUP_KEY/]);
  });

  it('with one file in the place of another', async () => {
    await cp(join(path, 'sales.sql.gz.enc'), join(path, 'finance.sql.gz.enc'));
    const { code } = await verify();
    assert.ok(code === 15 || code === 16, `${code}`);
  });

  it('is not proven on a server on which a shop lives', async () => {
    const answer = await verify({ BACKUP_DATABASES: shop.databases('shop') });
    await assertNamed(answer, [20, 'target_not_empty', /a shop lives there/]);
  });

  it('that was proven before is so no longer', async () => {
    await verify();
    await rm(join(path, 'inventory.sql.gz.enc'));
    await verify();
    assert.ok(!(await readdir(path)).includes('verified.json'));
  });
});

describe('a backup of a shop whose books are wrong', function () {
  this.timeout(120_000);
  const wrongs = [
    {
      of: 'a transaction without its lines',
      service: 'finance',
      sql: `ALTER TABLE journal_line DISABLE TRIGGER USER; ALTER TABLE journal_transaction DISABLE TRIGGER USER;
        INSERT INTO journal_transaction (id, source, kind, date, description, created_at)
        VALUES (gen_random_uuid(), 'test:1', 'credit', '2026-01-01', 'x', now());
        ALTER TABLE journal_line ENABLE TRIGGER USER; ALTER TABLE journal_transaction ENABLE TRIGGER USER`,
      says: /do not balance.*neither in the chain/,
    },
    {
      of: 'a chain that was cut off',
      service: 'finance',
      sql: 'UPDATE journal_head SET seq = 5',
      says: /the chain ends at link 0/,
    },
    {
      of: 'sums per day that nobody posted',
      service: 'finance',
      sql: `INSERT INTO account_day (account_id, date, debit_minor, credit_minor)
        SELECT id, '2026-01-01', 5, 0 FROM account LIMIT 1`,
      says: /sums per day are not those of the journal/,
    },
    {
      of: 'stock without movements',
      service: 'inventory',
      sql: `WITH made AS (
          INSERT INTO product VALUES (gen_random_uuid(), 'A', 'A', 'a', 'un', 1, true, 1) RETURNING id)
        INSERT INTO stock_level (product_id, on_hand_milli) SELECT id, 5 FROM made`,
      says: /levels are not the sum of movements/,
    },
  ];
  for (const { of, service, sql, says } of wrongs) {
    it(`does not pass: ${of}`, async () => {
      const shop = await createTestShop([service]);
      try {
        await shop.query(shop.name(service), sql);
        await shop.run('dump');
        const { code, result } = await shop.run('verify');
        assert.deepEqual([code, result.code], [31, 'proof_failed'], JSON.stringify(result));
        assert.match(String(result.message), says);
      } finally {
        await shop.close();
      }
    });
  }

  it('does not pass: a sale of which the ledger and the stock have never heard, or that nobody made', async () => {
    const shop = await createTestShop(['sales', 'inventory', 'finance']);
    try {
      const order = '01900000-0000-7000-8000-000000000001';
      await shop.query(
        shop.name('sales'),
        `INSERT INTO orders (id, status, seller_id, subtotal_minor, discount_minor, business_date)
         VALUES ('${order}', 'completed', gen_random_uuid(), 100, 0, '2026-01-01')`,
      );
      const says =
        /finance has never heard of sales of sales: 1.*inventory has never heard of sales/;
      const dumped = await shop.run('dump');
      assert.match(String(dumped.result.doubts), says);
      const { code, result } = await shop.run('verify');
      assert.deepEqual([code, result.code], [31, 'proof_failed'], JSON.stringify(result));
      assert.match(String(result.message), says);
      await shop.query(
        shop.name('sales'),
        `INSERT INTO outbox (id, type, subject, data) VALUES (gen_random_uuid(), 'sale.completed', '${order}', '{}')`,
      );
      await shop.run('dump');
      assert.equal((await shop.run('verify')).code, 0, 'the news of it is still on its way');
    } finally {
      await shop.close();
    }
  });

  it('is not made of a database with something that it would leave out', async () => {
    const shop = await createTestShop(['auth']);
    try {
      await shop.query(shop.name('auth'), 'CREATE VIEW people AS SELECT id FROM users');
      const { code, result } = await shop.run('dump');
      assert.deepEqual([code, result.code], [41, 'schema_unknown']);
      assert.match(String(result.message), /view people/);
    } finally {
      await shop.close();
    }
  });
});
