/** A backup of a shop in which something does not add up is not proven, and of one that is not understood none is made. */
import assert from 'node:assert/strict';
import { createTestShop } from './test-shop.ts';

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

  it('is made whatever the server itself notes on columns, and not where somebody has set an option of one', async () => {
    const shop = await createTestShop(['auth']);
    try {
      await shop.query(
        shop.name('auth'),
        `UPDATE pg_attribute SET attoptions = '{pg_attver=25487760}'
         WHERE attrelid = 'users'::regclass AND attnum > 0`,
      );
      assert.equal((await shop.run('dump')).code, 0);
      await shop.query(shop.name('auth'), 'ALTER TABLE outbox ALTER id SET (n_distinct = 5)');
      const { code, result } = await shop.run('dump');
      assert.deepEqual([code, result.code], [41, 'schema_unknown']);
      assert.match(String(result.message), /column outbox\.id$/);
    } finally {
      await shop.close();
    }
  });
});
