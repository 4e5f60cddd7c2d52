/** What sales made without a network cost: the price that was paid, or the one that held at their own moment. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createDatabase } from '@balcao/kit/db.ts';
import { createLogger } from '@balcao/kit/log.ts';
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import { forgetOldPrices } from '../src/forget-old-prices.ts';
import { type Counter, openCounter } from './counter.ts';

const hourMs = 3_600_000;
const ago = (ms: number) => new Date(Date.now() - ms).toISOString();

describe('the price of an offline sale', () => {
  let counter: Counter;
  let seller: ApiClient;
  before(async () => {
    counter = await openCounter();
    seller = counter.as('seller', randomUUID());
  });
  after(() => counter.stop());

  const saleOf = (parts: object) => ({ id: randomUUID(), occurredAt: ago(hourMs), ...parts });
  const send = (sale: object) => seller.post('/orders', sale, { prefer: 'wait=0' });
  const read = async (id: string) => (await seller.get(`/orders/${id}`)).body;

  it('keeps the price that was paid, flags it, and sells what is not sold any more', async () => {
    const { id } = await counter.addProduct({ priceMinor: 1500, active: false, plu: '4321' });
    const lines = [
      { productId: id, quantityMilli: 1000, unitPriceMinor: 1234 },
      { code: '4321', quantityMilli: 1000 },
    ];
    const payments = [{ method: 'cash', amountMinor: 1234 + 1500 }];
    const { status, body } = await send(saleOf({ lines, payments }));
    assert.equal(status, 201);
    assert.deepEqual(
      body.lines.map((line: Record<string, unknown>) => [
        line.unitPriceMinor,
        line.totalMinor,
        line.isPriceStale,
      ]),
      [
        [1234, 1234, true],
        [1500, 1500, false],
      ],
    );
  });

  it('that names no price has the one that held then, whatever the list says since', async () => {
    const product = await counter.addProduct({ priceMinor: 1000, plu: '5150' });
    const changes = [
      { version: 2, priceMinor: 1100, hours: 5 },
      { version: 3, priceMinor: 1200, hours: 3 },
      { version: 4, priceMinor: 1300, hours: 1 },
    ];
    for (const { hours, ...changed } of changes.toReversed()) {
      const data = { product: { ...product, ...changed } };
      await counter.say('product.updated', product.id, data, ago(hours * hourMs));
    }
    const sold: [hours: number, priceMinor: number][] = [
      [6, 1000],
      [4, 1100],
      [2, 1200],
      [0, 1300],
    ];
    for (const [hours, priceMinor] of sold) {
      const sale = saleOf({
        occurredAt: ago(hours * hourMs),
        lines: [{ code: '5150', quantityMilli: 1000 }],
        payments: [{ method: 'cash', amountMinor: priceMinor }],
      });
      const { status, body } = await send(sale);
      assert.equal(status, 201, JSON.stringify(body));
      const [line] = (await read(sale.id)).lines;
      assert.deepEqual(
        [line.unitPriceMinor, line.listPriceMinor, line.isPriceStale],
        [priceMinor, priceMinor, false],
      );
    }
  });

  it('is given the promotion that held then: not one that was made since, and one that has ended', async () => {
    const product = await counter.addProduct({ priceMinor: 1000 });
    const promotion = (changes: object) => ({
      id: randomUUID(),
      name: 'Oferta',
      productId: product.id,
      categoryId: null,
      kind: 'price',
      percentBasisPoints: null,
      priceMinor: 800,
      weekdays: [1, 2, 3, 4, 5, 6, 7],
      startsOn: null,
      endsOn: null,
      fromTime: null,
      toTime: null,
      active: true,
      version: 1,
      ...changes,
    });
    const say = (type: string, told: ReturnType<typeof promotion>, hours: number) =>
      counter.say(type, told.id, { promotion: told }, ago(hours * hourMs));
    const ended = promotion({});
    await say('promotion.created', ended, 6);
    await say('promotion.updated', { ...ended, active: false, version: 2 }, 4);
    await say('promotion.created', promotion({ priceMinor: 700 }), 2);
    const sold: [hours: number, priceMinor: number, promotionId: string | null][] = [
      [7, 1000, null],
      [5, 800, ended.id],
      [3, 1000, null],
    ];
    for (const [hours, priceMinor, promotionId] of sold) {
      const sale = saleOf({
        occurredAt: ago(hours * hourMs),
        lines: [{ productId: product.id, quantityMilli: 1000 }],
        payments: [{ method: 'cash', amountMinor: priceMinor }],
      });
      const { status, body } = await send(sale);
      assert.equal(status, 201, JSON.stringify(body));
      const [line] = (await read(sale.id)).lines;
      assert.deepEqual([line.unitPriceMinor, line.promotionId], [priceMinor, promotionId]);
    }
  });

  it('is known for as long as sales of then are taken, and then forgotten', async () => {
    const product = await counter.addProduct({ priceMinor: 1000, plu: '5151' });
    const days = (count: number) => count * 24 * hourMs;
    for (const [version, priceMinor, agoDays] of [
      [2, 1100, 40],
      [3, 1200, 35],
      [4, 1300, 20],
    ] as const) {
      const data = { product: { ...product, version, priceMinor } };
      await counter.say('product.updated', product.id, data, ago(days(agoDays)));
    }
    const db = createDatabase({
      url: counter.databaseUrl,
      applicationName: 'test',
      maxConnections: 1,
      statementTimeoutMs: 10_000,
      log: createLogger({ level: 'silent' }),
    });
    try {
      await forgetOldPrices(db, () => new Date()).run();
      const kept = await db.query<{ version: number }>(
        'SELECT version FROM product_version WHERE product_id = $1 ORDER BY version',
        [product.id],
      );
      assert.deepEqual(
        kept.map(({ version }) => version),
        [3, 4],
      );
    } finally {
      await db.close();
    }
    const sale = saleOf({
      occurredAt: ago(days(29)),
      lines: [{ code: '5151', quantityMilli: 1000 }],
      payments: [{ method: 'cash', amountMinor: 1200 }],
    });
    assert.equal((await send(sale)).status, 201);
  });

  it('alone names its prices: any other order is priced by the catalogue', async () => {
    const { id: productId } = await counter.addProduct({ priceMinor: 1000 });
    const lines = [{ productId, quantityMilli: 1000, unitPriceMinor: 1 }];
    assert.equal((await seller.post('/orders', { lines })).body.code, 'validation_failed');
    const cart = { lines: [{ productId, quantityMilli: 1000 }], place: false };
    const { id } = (await seller.post('/orders', cart)).body;
    const changed = await seller.put(`/orders/${id}/lines`, { lines });
    assert.equal(changed.body.code, 'validation_failed');
  });
});
