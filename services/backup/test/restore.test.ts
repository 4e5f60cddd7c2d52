/** What was dumped comes back whole, into the right place, and nowhere else. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeRows, describeSchema } from './describe-database.ts';
import { allServices, createTestShop, storageKinds, type TestShop } from './test-shop.ts';

/** Texts that a careless format would break on. */
const nasty = String.raw`E'tab\t newline\n backslash \\ \\. \\N "quote" \'\' ção €😀', E'\\.', E'\n\\.\n', ''`;

for (const kind of storageKinds)
  describe(`a restored shop, of ${kind}`, function () {
    this.timeout(180_000);
    let shop: TestShop;

    before(async () => {
      shop = await createTestShop(allServices, kind);
      const [quotes, sales] = [shop.name('market-analyzer'), shop.name('sales')];
      await shop.query(
        quotes,
        `SELECT ensure_quote_months(ARRAY['2026-01-15', '2026-02-15']::timestamptz[]);
       INSERT INTO quote (symbol, at, source, price) SELECT 'BOI', '2026-01-31T12:00Z'::timestamptz + n * interval '1 hour', 'test', n
       FROM generate_series(1, 500) n`,
      );
      await shop.query(
        sales,
        `INSERT INTO outbox (id, type, subject, data) SELECT gen_random_uuid(), 'test', text, to_jsonb(text)
       FROM unnest(ARRAY[${nasty}]) AS text;
       INSERT INTO outbox (id, type, subject, data, traceparent)
       SELECT gen_random_uuid(), 'test', repeat('x', n), 'null', NULL FROM generate_series(1, 3000) n`,
      );
      await shop.makeRoles('other');
      assert.equal((await shop.run('dump')).code, 0);
    });
    after(() => shop.close());

    it('has every table, key, index, trigger, function, sequence, comment and row of each service', async () => {
      const restored = await shop.run('restore', { RESTORE_ROLES: 'true' });
      assert.equal(restored.code, 0, restored.errors + JSON.stringify(restored.result));
      for (const service of allServices) {
        const [from, to] = [shop.name(service), shop.name(service, 'other')];
        const owned = await describeSchema(shop, from);
        const expected = JSON.parse(
          JSON.stringify(owned).replaceAll(
            /\\"owner\\": \\"postgres\\"/g,
            `\\"owner\\": \\"${to}\\"`,
          ),
        );
        assert.deepEqual(await describeSchema(shop, to), expected, service);
        assert.deepEqual(await describeRows(shop, to), await describeRows(shop, from), service);
      }
    });

    it('is read by psql too: a file is plain SQL, gzipped', async () => {
      const { result } = await shop.run('dump');
      const { gunzipSync } = await import('node:zlib');
      const file = join(shop.folder, String(result.backup), 'auth.sql.gz');
      const text = gunzipSync(await readFile(file)).toString();
      assert.match(text, /^CREATE TABLE public\.users \(.*\);$/m);
      assert.match(text, /^COPY public\.users \(.*\) FROM stdin;\n(.*\n)*?\\\.$/m);
    });

    it('gives numbers that were not given before', async () => {
      const database = shop.name('sales', 'other');
      const [row] = await shop.query<{ isNew: boolean }>(
        database,
        `INSERT INTO outbox (id, type, subject, data) VALUES (gen_random_uuid(), 'test', 'new', 'null')
       RETURNING seq > (SELECT max(seq) FROM outbox) AS "isNew"`,
      );
      assert.equal(row?.isNew, true);
    });

    it('is not restored over a shop, unless that is asked for', async () => {
      const places = { BACKUP_DATABASES: shop.databases('shop') };
      const refused = await shop.run('restore', places);
      assert.deepEqual([refused.code, refused.result.code], [20, 'target_not_empty']);
      assert.match(String(refused.result.message), /has rows in \w+: nothing was restored/);
      const sales = shop.name('sales');
      await shop.query(sales, `DELETE FROM outbox`);
      const forced = await shop.run('restore', { ...places, RESTORE_FORCE: 'true' });
      assert.equal(forced.code, 0);
      const [row] = await shop.query<{ n: string }>(sales, 'SELECT count(*) AS n FROM outbox');
      assert.equal(row?.n, '3004');
    });

    it('needs the roles that own its databases', async () => {
      const env = { BACKUP_DATABASES: shop.databases('nobody'), RESTORE_ROLES: 'true' };
      const { code, result } = await shop.run('restore', env);
      assert.deepEqual([code, result.code], [21, 'role_missing']);
      assert.match(String(result.message), new RegExp(shop.name('auth', 'nobody')));
    });
  });

describe('events that the broker had', function () {
  this.timeout(60_000);

  it('are sent again by a restored shop, under their old numbers and so before what followed them', async () => {
    const shop = await createTestShop(['sales']);
    try {
      await shop.query(
        shop.name('sales'),
        `INSERT INTO outbox (id, type, subject, data) SELECT gen_random_uuid(), 'test', 'one', to_jsonb(n) FROM generate_series(1, 4) n;
         WITH sent AS (DELETE FROM outbox WHERE data <= '2' RETURNING seq, id, type, subject, time, traceparent, data, is_urgent)
         INSERT INTO outbox_sent SELECT * FROM sent`,
      );
      await shop.run('dump');
      assert.equal((await shop.run('restore')).code, 0);
      const rows = await shop.query<{ seq: string; data: number }>(
        shop.name('sales', 'other'),
        'SELECT seq, data FROM outbox ORDER BY seq',
      );
      assert.deepEqual(
        rows.map(({ seq, data }) => [Number(seq), data]),
        [1, 2, 3, 4].map((n) => [n, n]),
      );
      const left = await shop.query(shop.name('sales', 'other'), 'SELECT FROM outbox_sent');
      assert.equal(left.length, 0);
    } finally {
      await shop.close();
    }
  });
});

describe('transaction ids in rows', function () {
  this.timeout(60_000);

  it('are moved below those of the server, in their order, so that what is new comes after', async () => {
    const shop = await createTestShop(['market-analyzer']);
    try {
      const from = shop.name('market-analyzer');
      await shop.query(
        from,
        `SELECT ensure_quote_months(ARRAY['2026-01-15']::timestamptz[]);
         INSERT INTO quote (symbol, at, source, price, xid) SELECT 'BOI', '2026-01-10T12:00Z'::timestamptz + n * interval '1 hour',
           'test', n, (900000000 + n)::text::xid8 FROM generate_series(1, 50) n`,
      );
      await shop.run('dump');
      assert.equal((await shop.run('restore')).code, 0);
      const to = shop.name('market-analyzer', 'other');
      const [row] = await shop.query<{ isBelow: boolean; isOrdered: boolean; ids: string }>(
        to,
        `SELECT max(xid::text::bigint) < pg_current_xact_id()::text::bigint AS "isBelow", count(DISTINCT xid) AS ids,
           array_agg(price ORDER BY xid, seq) = array_agg(price ORDER BY price) AS "isOrdered" FROM quote`,
      );
      assert.deepEqual(row, { isBelow: true, ids: '50', isOrdered: true });
    } finally {
      await shop.close();
    }
  });
});

describe('a check before a restore', function () {
  this.timeout(60_000);

  it('is refused for what the restore would be refused for, and touches nothing', async () => {
    const shop = await createTestShop(['auth']);
    try {
      const outbox =
        "INSERT INTO outbox (id, type, subject, data) SELECT gen_random_uuid(), 'test', '', '1'";
      await shop.query(shop.name('auth'), outbox);
      await shop.run('dump');
      const before = await describeRows(shop, shop.name('auth'));
      const places = { BACKUP_DATABASES: shop.databases('shop') };
      const refused = await shop.run('check', places);
      assert.deepEqual([refused.code, refused.result.code], [20, 'target_not_empty']);
      assert.equal((await shop.run('check', { ...places, RESTORE_FORCE: 'true' })).code, 0);
      const unknown = { ...places, BACKUP_ID: '20200101T000000Z-000000' };
      assert.equal((await shop.run('check', unknown)).code, 10);
      assert.deepEqual(await describeRows(shop, shop.name('auth')), before);
      assert.deepEqual(await shop.databasesEnding('_restoring'), []);
    } finally {
      await shop.close();
    }
  });
});
