/** Protects: the auditors of the fault tests and of the storm find what they are there for. Each bug leaves its mark in the databases, and is named. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createApiClient } from '@balcao/kit/testing/api-client.ts';
import { startPostgres } from '@balcao/local/postgres.ts';
import { after, before, describe, it } from 'mocha';
import pg from 'pg';
import { type AuditOptions, audit } from '../harness/audit.ts';
import { stockUp } from '../harness/counter.ts';
import {
  makeDataDir,
  removeDataDir,
  type ShopProcess,
  startShopProcess,
} from '../harness/shop-process.ts';
import { sellStubbornly } from '../harness/stubborn-seller.ts';
import { auditStorm } from '../storm/audit-storm.ts';
import type { Sale } from '../storm/sale.ts';

const stockedMilli = 1_000_000_000;
const orders = 20;

interface Bug {
  what: string;
  in: 'sales' | 'inventory' | 'finance';
  /** `$1` is an order, `$2` one of its products, each a text. */
  plant: string;
  mend: string;
  /** What the auditor says of it. */
  found: RegExp;
}

/** As its till last saw it. */
const soldInCash: Omit<Sale, 'id' | 'productIds'> = {
  method: 'cash',
  askedAtMs: 0,
  endedAtMs: 1,
  answers: ['{}'],
  isPixPaid: false,
  status: 'completed',
};

const elsewhere = randomUUID();
const ofSale = `source_id = $1::uuid AND product_id = $2::uuid`;
const both = '$1::text IS NOT NULL AND $2::text IS NOT NULL';
const cashToday = `account_id = (SELECT id FROM account WHERE code = 'cash')`;
const posted = `transaction_id = (SELECT id FROM journal_transaction WHERE source = 'sale:' || $1::text)`;

const bugs: Bug[] = [
  {
    what: 'an order that was accepted and lost',
    in: 'sales',
    plant: `UPDATE orders SET id = '${elsewhere}' WHERE id = $1::uuid AND ${both}`,
    mend: `UPDATE orders SET id = $1::uuid WHERE id = '${elsewhere}' AND ${both}`,
    found: /was answered 201 and is gone/,
  },
  {
    what: 'an order that never ends',
    in: 'sales',
    plant: `UPDATE orders SET status = 'awaiting_payment', deadline_at = now() + interval '1 hour' WHERE id = $1::uuid AND ${both}`,
    mend: `UPDATE orders SET status = 'completed', deadline_at = NULL WHERE id = $1::uuid AND ${both}`,
    found: /1 orders are not final: awaiting_payment/,
  },
  {
    what: 'goods that left twice',
    in: 'inventory',
    plant: `WITH m AS (UPDATE movement SET quantity_milli = -2000 WHERE ${ofSale} RETURNING product_id)
      UPDATE stock_level l SET on_hand_milli = on_hand_milli - 1000 FROM m WHERE m.product_id = l.product_id`,
    mend: `WITH m AS (UPDATE movement SET quantity_milli = -1000 WHERE ${ofSale} RETURNING product_id)
      UPDATE stock_level l SET on_hand_milli = on_hand_milli + 1000 FROM m WHERE m.product_id = l.product_id`,
    found: /stock is what was bought less what was sold/,
  },
  {
    what: 'goods that were sold and hardly left',
    in: 'inventory',
    plant: `WITH m AS (UPDATE movement SET quantity_milli = -1 WHERE ${ofSale} RETURNING product_id)
      UPDATE stock_level l SET on_hand_milli = on_hand_milli + 999 FROM m WHERE m.product_id = l.product_id`,
    mend: `WITH m AS (UPDATE movement SET quantity_milli = -1000 WHERE ${ofSale} RETURNING product_id)
      UPDATE stock_level l SET on_hand_milli = on_hand_milli - 999 FROM m WHERE m.product_id = l.product_id`,
    found: /stock is what was bought less what was sold/,
  },
  {
    what: 'a reservation that stays',
    in: 'inventory',
    plant: `UPDATE stock_level SET reserved_milli = 1000 WHERE product_id = $2::uuid AND ${both}`,
    mend: `UPDATE stock_level SET reserved_milli = 0 WHERE product_id = $2::uuid AND ${both}`,
    found: /nothing stays reserved/,
  },
  {
    what: 'a movement that its level does not know',
    in: 'inventory',
    plant: `UPDATE movement SET quantity_milli = -999 WHERE ${ofSale}`,
    mend: `UPDATE movement SET quantity_milli = -1000 WHERE ${ofSale}`,
    found: /"movementsMilli"/,
  },
  {
    what: 'a lot from which more is gone than was sold',
    in: 'inventory',
    plant: `UPDATE lot SET on_hand_milli = on_hand_milli - 1 WHERE product_id = $2::uuid AND ${both}`,
    mend: `UPDATE lot SET on_hand_milli = on_hand_milli + 1 WHERE product_id = $2::uuid AND ${both}`,
    found: /"lotDifferences":\[\{/,
  },
  {
    what: 'money that was posted twice',
    in: 'finance',
    plant: `UPDATE account_day SET debit_minor = debit_minor + 3000 WHERE ${cashToday} AND ${both}`,
    mend: `UPDATE account_day SET debit_minor = debit_minor - 3000 WHERE ${cashToday} AND ${both}`,
    found: /cash is the sum of the sales/,
  },
  {
    what: 'money of a sale that was never posted',
    in: 'finance',
    plant: `UPDATE account_day SET debit_minor = debit_minor - 3000 WHERE ${cashToday} AND ${both}`,
    mend: `UPDATE account_day SET debit_minor = debit_minor + 3000 WHERE ${cashToday} AND ${both}`,
    found: /cash is the sum of the sales/,
  },
  {
    what: 'a transaction whose sides differ',
    in: 'finance',
    plant: `UPDATE journal_line SET credit_minor = credit_minor + 1 WHERE ${posted} AND credit_minor > 0 AND ${both}`,
    mend: `UPDATE journal_line SET credit_minor = credit_minor - 1 WHERE ${posted} AND credit_minor > 0 AND ${both}`,
    found: /"isConsistent":false/,
  },
  {
    what: 'a row of the journal that somebody has changed',
    in: 'finance',
    plant: `UPDATE journal_transaction SET description = description || '!' WHERE source = 'sale:' || $1::text AND ${both}`,
    mend: `UPDATE journal_transaction SET description = rtrim(description, '!') WHERE source = 'sale:' || $1::text AND ${both}`,
    found: /"isConsistent":false/,
  },
];

describe('the auditor', function () {
  this.timeout(120_000);
  let dataDir: string;
  let postgres: Awaited<ReturnType<typeof startPostgres>>;
  let shop: ShopProcess;
  let audited: AuditOptions;
  before(async () => {
    dataDir = await makeDataDir();
    postgres = await startPostgres({ dataDir: `${dataDir}/postgres`, log: () => undefined });
    const env = { DATABASE_URL: postgres.socketUrl, AMQP_URL: '', REDIS_URL: '' };
    shop = await startShopProcess({ env, args: [] });
    const { token, productIds } = await stockUp(shop.url, 3);
    const caller = { url: () => shop.url, token: async () => token };
    const sale = { productIds, orders, concurrency: 4, onAnswered: () => undefined };
    const orderIds = await sellStubbornly({ ...caller, ...sale });
    const admin = createApiClient(shop.url, token);
    audited = { admin, orderIds, productIds, stockedMilli, withinMs: 30_000 };
    assert.equal(await audit(audited), orders, 'nothing is wrong before');
  });
  after(async () => {
    await shop?.stop();
    await postgres?.stop();
    await removeDataDir(dataDir);
    if (shop !== undefined) await removeDataDir(shop.dataDir);
  });

  /** By the storm's auditor, which knows each sale by what its till was answered. */
  function findInStorm(withinMs: number): Promise<string[]> {
    const { admin, orderIds, productIds } = audited;
    const sales = orderIds.map((id): Sale => ({ ...soldInCash, id, productIds }));
    const whole = {
      sales,
      stockedMilli: new Map(productIds.map((id) => [id, stockedMilli])),
      letters: [],
    };
    return auditStorm(admin, { sales, scarce: [] }, whole, withinMs);
  }

  /** As no service could: past every trigger. */
  async function change(service: string, statement: string): Promise<void> {
    const url = new URL(postgres.socketUrl);
    url.pathname = `/balcao_${service}`;
    const client = new pg.Client({ connectionString: url.href });
    await client.connect();
    try {
      await client.query('SET session_replication_role = replica');
      const { rowCount } = await client.query(statement, [
        audited.orderIds[7],
        audited.productIds[1],
      ]);
      assert.ok((rowCount ?? 0) > 0, 'there is something to change');
    } finally {
      await client.end();
    }
  }

  for (const { what, in: service, plant, mend, found } of bugs) {
    it(`finds ${what}`, async () => {
      await change(service, plant);
      await assert.rejects(audit({ ...audited, withinMs: 500 }), ({ message }: Error) => {
        assert.match(message, found);
        return true;
      });
      assert.notDeepEqual(await findInStorm(500), []);
      await change(service, mend);
      assert.equal(await audit(audited), orders, 'and nothing once it is mended');
      assert.deepEqual(await findInStorm(30_000), []);
    });
  }
});
