/** The ledger: Σ movements = level after anything that may happen, and nobody changes what was written. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { after, before, describe, it } from 'mocha';
import { cancelled, completed, openShop, placed, refunded, type Shop } from './shop.ts';

describe('movement ledger', () => {
  let shop: Shop;
  before(async () => {
    shop = await openShop();
  });
  after(() => shop.close());

  const verify = async () => (await shop.service.as('admin').get('/inventory/stock/verify')).body;

  for (const statement of [
    'UPDATE movement SET cost_minor = 0',
    'DELETE FROM movement',
    'TRUNCATE movement',
    'UPDATE movement SET cost_minor = 0 WHERE false',
    'UPDATE lot_movement SET cost_minor = 0',
    'DELETE FROM lot_movement',
    'TRUNCATE lot_movement',
  ]) {
    it(`the database raises on ${statement}`, async () => {
      await assert.rejects(shop.db.query(statement), /is never allowed on (lot_)?movement/);
    });
  }

  it('verify names a level that was edited by SQL, in quantity or in value', async () => {
    const [a, b] = [await shop.addProduct(), await shop.addProduct()];
    await shop.purchase(a, 2_000, 1_000);
    await shop.purchase(b, 2_000, 1_000);
    assert.equal((await verify()).isConsistent, true);
    await shop.db.query(
      'UPDATE stock_level SET on_hand_milli = on_hand_milli + 1 WHERE product_id = $1',
      [a],
    );
    await shop.db.query(
      'UPDATE stock_level SET value_minor = value_minor - 5 WHERE product_id = $1',
      [b],
    );
    const found = await verify();
    assert.equal(found.isConsistent, false);
    const expected = [
      {
        productId: a,
        levelMilli: 2_001,
        movementsMilli: 2_000,
        lotsMilli: 2_000,
        levelValueMinor: 2_000,
        movementsCostMinor: 2_000,
        lotsValueMinor: 2_000,
      },
      {
        productId: b,
        levelMilli: 2_000,
        movementsMilli: 2_000,
        lotsMilli: 2_000,
        levelValueMinor: 1_995,
        movementsCostMinor: 2_000,
        lotsValueMinor: 2_000,
      },
    ];
    assert.deepEqual(
      found.differences,
      expected.sort((x, y) => (x.productId < y.productId ? -1 : 1)),
    );
    await shop.db.query(
      'UPDATE stock_level SET on_hand_milli = on_hand_milli - 1 WHERE product_id = $1',
      [a],
    );
    await shop.db.query(
      'UPDATE stock_level SET value_minor = value_minor + 5 WHERE product_id = $1',
      [b],
    );
  });

  it('verify names a lot that was edited by SQL', async () => {
    const productId = await shop.addProduct();
    await shop.purchase(productId, 2_000, 1_000);
    const edit = (by: number) =>
      shop.db.query('UPDATE lot SET on_hand_milli = on_hand_milli + $2 WHERE product_id = $1', [
        productId,
        by,
      ]);
    await edit(1);
    const { isConsistent, differences, lotDifferences } = await verify();
    assert.equal(isConsistent, false);
    assert.deepEqual(
      differences.map((one: { productId: string; lotsMilli: number }) => [
        one.productId,
        one.lotsMilli,
      ]),
      [[productId, 2_001]],
    );
    assert.deepEqual(
      lotDifferences.map((one: { lotMilli: number; movementsMilli: number }) => [
        one.lotMilli,
        one.movementsMilli,
      ]),
      [[2_001, 2_000]],
    );
    await edit(-1);
    assert.equal((await verify()).isConsistent, true);
  });

  const quantityMilli = fc.integer({ min: 1, max: 9_000 });
  const operation = fc.record({
    kind: fc.constantFrom('purchase', 'waste', 'adjustment', 'order', 'cancel', 'sale', 'refund'),
    product: fc.nat(2),
    other: fc.nat(2),
    order: fc.nat(5),
    quantityMilli,
    unitCostMinor: fc.integer({ min: 0, max: 50_000 }),
    // Sales are of 2026-11-21: expired by then, expired since, good, and never expiring.
    expiresOn: fc.constantFrom('2026-11-20', '2026-11-21', '2099-12-31', undefined),
    reason: fc.constantFrom('trim', 'expiry'),
    disposition: fc.constantFrom('stock' as const, 'waste' as const),
  });

  it('holds after any sequence of movements, orders, sales and refunds, some of them at once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(operation, { maxLength: 6 }), { maxLength: 6 }),
        async (rounds) => {
          const products = [
            await shop.addProduct(),
            await shop.addProduct(),
            await shop.addProduct({ costMinor: null }),
          ];
          const policy = { minimumMilli: 1_000, negativeStock: 'allow' };
          await shop.service.as('stockist').put(`/inventory/stock/${products[0]}/policy`, policy);
          const orders = Array.from({ length: 6 }, () => randomUUID());
          for (const round of rounds) {
            await Promise.all(round.map((one) => act(one, { products, orders })));
          }
          await checkInvariants(products);
        },
      ),
      { numRuns: 25, examples: [[soldShortAndThrownAway()]] },
    );
  });

  /** What came back to be thrown away was once made up for by goods that had expired before it was sold. */
  function soldShortAndThrownAway(): Operation[][] {
    const one = {
      product: 0,
      other: 0,
      order: 0,
      quantityMilli: 2,
      unitCostMinor: 0,
      expiresOn: '2026-11-20',
      reason: 'trim',
      disposition: 'waste',
    } as const;
    return [
      [{ ...one, kind: 'sale' }],
      [{ ...one, kind: 'purchase' }],
      [{ ...one, kind: 'refund', quantityMilli: 1 }],
    ];
  }

  type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never;

  /** Refused movements are part of the game: what counts is what is left behind. */
  async function act(
    one: Operation,
    { products, orders }: { products: string[]; orders: string[] },
  ): Promise<void> {
    const productId = products[one.product] ?? '';
    const orderId = orders[one.order] ?? '';
    const { kind, quantityMilli: amount, unitCostMinor } = one;
    const lines = [...new Set([productId, products[one.other] ?? ''])].map((id) => ({
      productId: id,
      quantityMilli: amount,
    }));
    const post = (body: object) =>
      shop.service.as('stockist').post('/inventory/movements', { productId, ...body });
    switch (kind) {
      case 'purchase':
        return void (await post({
          type: kind,
          quantityMilli: amount,
          unitCostMinor,
          receivedOn: '2026-11-19',
          expiresOn: one.expiresOn,
        }));
      case 'waste':
        return void (await post({ type: kind, quantityMilli: amount, reason: one.reason }));
      case 'adjustment':
        return void (await post({
          type: kind,
          quantityMilli: amount - 4_500 || 1,
          reason: 'count',
        }));
      case 'order':
        return shop.publish('order.placed', placed(orderId, lines));
      case 'cancel':
        return shop.publish('order.cancelled', cancelled(orderId));
      case 'sale':
        return shop.publish('sale.completed', completed(orderId, lines));
      default:
        return shop.publish('sale.refunded', {
          ...refunded(orderId, lines),
          lines: refunded(orderId, lines).lines.map((line) => ({
            ...line,
            quantityMilli: 1 + (amount % 3_000),
            disposition: one.disposition,
          })),
        });
    }
  }

  async function checkInvariants(products: string[]): Promise<void> {
    assert.deepEqual((await verify()).differences, []);
    const rows = await shop.db.query<{ reserved: number; held: number }>(
      `SELECT l.reserved_milli AS reserved, (
         SELECT coalesce(sum(h.quantity_milli), 0)::bigint FROM reservation_line h
         JOIN reservation r USING (order_id)
         WHERE r.status = 'held' AND h.product_id = l.product_id) AS held
       FROM stock_level l WHERE l.product_id = ANY($1::uuid[])`,
      [products],
    );
    for (const { reserved, held } of rows) assert.equal(reserved, held);
    const wrong = await shop.db.query(
      `SELECT 1 FROM shortfall s JOIN lot USING (product_id)
       WHERE has_stock AND (s.business_date IS NULL OR expires_on IS NULL
         OR expires_on >= s.business_date)`,
    );
    assert.equal(wrong.length, 0);
    const expired = await shop.db.query(
      `SELECT 1 FROM lot_movement lm JOIN movement m ON m.id = lm.movement_id
       JOIN lot l ON l.id = lm.lot_id
       WHERE m.type = 'sale' AND l.expires_on < m.business_date`,
    );
    assert.equal(expired.length, 0, 'goods that had expired were sold');
  }
});
