/** An installation from before there were lots gets them, and lots survive the version before, which moves goods without. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createDatabase, type Database } from '@balcao/kit/db.ts';
import { createLogger } from '@balcao/kit/log.ts';
import { migrate } from '@balcao/kit/migrate.ts';
import { createTestDatabase } from '@balcao/kit/testing/database.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { describe, it } from 'mocha';
import { migrations } from '../src/service.ts';
import { verifyStock } from '../src/verify-stock.ts';
import { openShop, refunded } from './shop.ts';

const log = createLogger({ level: 'silent' });

/** As the version before lots did it: a movement and its level, and nothing else. */
async function moveWithoutLots(
  db: Database,
  productId: string,
  { quantityMilli, costMinor }: { quantityMilli: number; costMinor: number },
): Promise<void> {
  const id = randomUUID();
  await db.transaction(async (tx) => {
    await tx.query(
      `UPDATE stock_level SET on_hand_milli = on_hand_milli + $2, value_minor = value_minor + $3,
         version = version + 1 WHERE product_id = $1`,
      [productId, quantityMilli, costMinor],
    );
    await tx.query(
      `INSERT INTO movement (id, type, source_id, product_id, quantity_milli, cost_minor,
         on_hand_milli, occurred_at, business_date)
       SELECT $1, 'purchase', $1, $2, $3, $4, on_hand_milli, '2026-11-10', '2026-11-10'
       FROM stock_level WHERE product_id = $2`,
      [id, productId, quantityMilli, costMinor],
    );
  });
}

interface OldMovement {
  type: string;
  orderId: string;
  productId: string;
  quantityMilli: number;
}

/** A movement of an order at R$ 10.00 for 0.9 kg, which names no lots. */
async function addOldMovement(db: Database, movement: OldMovement): Promise<void> {
  const { type, orderId, productId, quantityMilli } = movement;
  await db.query(
    `INSERT INTO movement (id, type, source_id, product_id, quantity_milli, cost_minor,
       on_hand_milli, occurred_at, business_date)
     VALUES ($1, $2, $3, $4, $5, $6, 0, '2026-11-10', '2026-11-10')`,
    [randomUUID(), type, orderId, productId, quantityMilli, Math.sign(quantityMilli) * 1_000],
  );
}

describe('lots and the version before them', () => {
  it('every level becomes a lot of unknown origin, or a shortfall', async () => {
    const { url, drop } = await createTestDatabase();
    const dir = await mkdtemp(join(tmpdir(), 'before-lots-'));
    const options = { url, applicationName: 'test', maxConnections: 2, statementTimeoutMs: 10_000 };
    const db = createDatabase({ ...options, log });
    try {
      await cp(new URL('0001_inventory.sql', migrations), join(dir, '0001_inventory.sql'));
      await migrate(url, pathToFileURL(`${dir}/`), log);
      const [full, short, none] = [randomUUID(), randomUUID(), randomUUID()];
      for (const id of [full, short, none]) {
        await db.query(
          `INSERT INTO product (id, sku, name, search_text, unit, is_active, version)
           VALUES ($1::uuid, $1::text, 'Picanha', 'picanha', 'kg', true, 1)`,
          [id],
        );
        await db.query('INSERT INTO stock_level (product_id) VALUES ($1)', [id]);
      }
      await moveWithoutLots(db, full, { quantityMilli: 2_500, costMinor: 9_999 });
      await moveWithoutLots(db, short, { quantityMilli: -700, costMinor: -300 });
      await migrate(url, migrations, log);
      const proof = await verifyStock(db);
      assert.deepEqual([proof.isConsistent, proof.lotCount], [true, 1]);
      const lots = await db.query(
        `SELECT product_id, received_on, expires_on, supplier_id, on_hand_milli, value_minor FROM lot`,
      );
      assert.deepEqual(lots, [
        {
          product_id: full,
          received_on: '2026-11-10',
          expires_on: null,
          supplier_id: null,
          on_hand_milli: 2_500,
          value_minor: 9_999,
        },
      ]);
    } finally {
      await db.close();
      await drop();
      await rm(dir, { recursive: true });
    }
  });

  it('what moved without lots is taken over from lots, or becomes one', async () => {
    const shop = await openShop({ STOCK_WATCH_MS: '100' });
    try {
      const [less, more, short] = [
        await shop.addProduct(),
        await shop.addProduct(),
        await shop.addProduct(),
      ];
      await shop.purchase(less, 3_000);
      await shop.purchase(more, 3_000);
      await moveWithoutLots(shop.db, less, { quantityMilli: -1_000, costMinor: -999 });
      await moveWithoutLots(shop.db, more, { quantityMilli: 1_000, costMinor: 1_500 });
      await moveWithoutLots(shop.db, short, { quantityMilli: -1_000, costMinor: -1_500 });
      await eventually(async () => assert.equal((await verifyStock(shop.db)).isConsistent, true));
      const [lots] = await shop.db.query<{ count: number }>(
        'SELECT count(*) FROM lot WHERE product_id = $1',
        [more],
      );
      assert.equal(lots?.count, 2);
    } finally {
      await shop.close();
    }
  });

  it('an order of before there were lots comes back at its cost as a lot of unknown origin, once', async () => {
    const shop = await openShop();
    try {
      const productId = await shop.addProduct();
      await shop.purchase(productId, 1_000);
      const [sold, returned] = [randomUUID(), randomUUID()];
      for (const orderId of [sold, returned]) {
        await shop.db.query(`INSERT INTO reservation (order_id, status) VALUES ($1, 'consumed')`, [
          orderId,
        ]);
        await addOldMovement(shop.db, { type: 'sale', orderId, productId, quantityMilli: -900 });
      }
      // That version returned an order as a whole, under the order's own id.
      const whole = { type: 'return', orderId: returned, productId, quantityMilli: 900 };
      await addOldMovement(shop.db, whole);
      for (const quantityMilli of [300, 600, 1]) {
        await shop.publish('sale.refunded', refunded(sold, [{ productId, quantityMilli }]));
        await shop.publish('sale.refunded', refunded(returned, [{ productId, quantityMilli }]));
      }
      const returns = await shop.db.query(
        `SELECT order_id, quantity_milli, cost_minor FROM movement
         WHERE type = 'return' AND order_id IS NOT NULL ORDER BY seq`,
      );
      assert.deepEqual(returns, [
        { order_id: sold, quantity_milli: 300, cost_minor: 333 },
        { order_id: sold, quantity_milli: 600, cost_minor: 667 },
      ]);
      const lots = await shop.db.query(
        'SELECT on_hand_milli, value_minor FROM lot WHERE supplier_id IS NULL ORDER BY on_hand_milli',
      );
      assert.deepEqual(lots, [
        { on_hand_milli: 300, value_minor: 333 },
        { on_hand_milli: 600, value_minor: 667 },
        { on_hand_milli: 1_000, value_minor: 1_000 },
      ]);
    } finally {
      await shop.close();
    }
  });

  it('what was edited by SQL is no movement without lots: it stays a difference', async () => {
    const shop = await openShop({ STOCK_WATCH_MS: '100' });
    try {
      const [edited, moved] = [await shop.addProduct(), await shop.addProduct()];
      await shop.db.query('UPDATE stock_level SET on_hand_milli = 5 WHERE product_id = $1', [
        edited,
      ]);
      await moveWithoutLots(shop.db, moved, { quantityMilli: 1_000, costMinor: 1_500 });
      await eventually(async () => {
        const { differences } = await verifyStock(shop.db);
        assert.deepEqual(
          differences.map(({ productId, lotsMilli }) => [productId, lotsMilli]),
          [[edited, 0]],
        );
      });
    } finally {
      await shop.close();
    }
  });
});
