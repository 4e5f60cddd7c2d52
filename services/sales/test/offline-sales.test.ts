/** Sales made without a network and sent later: each is there once, complete, in its till and on its day. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { eventSchemas } from '@balcao/contracts/events/catalog.ts';
import { businessCalendar } from '@balcao/contracts/shop-clock.ts';
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { type Counter, openCounter } from './counter.ts';

const hourMs = 3_600_000;
const ago = (ms: number) => new Date(Date.now() - ms).toISOString();

describe('offline sales', () => {
  let counter: Counter;
  let seller: ApiClient;
  let productId: string;
  before(async () => {
    counter = await openCounter({ env: { ORDER_PLACED_TIMEOUT_MS: '1500' } });
    productId = (await counter.addProduct({ priceMinor: 1000, name: 'Acém' })).id;
  });
  beforeEach(() => {
    seller = counter.as('seller', randomUUID());
  });
  after(() => counter.stop());

  const saleOf = (changes: object = {}) => ({
    id: randomUUID(),
    occurredAt: ago(hourMs),
    lines: [{ productId, quantityMilli: 2000 }],
    payments: [{ method: 'cash', amountMinor: 2000, tenderedMinor: 5000 }],
    ...changes,
  });
  const send = (sale: object) => seller.post('/orders', sale, { prefer: 'wait=0' });
  const read = async (id: string) => (await seller.get(`/orders/${id}`)).body;
  const reserved = (id: string, shortages?: object[]) =>
    counter.say('stock.reserved', id, { orderId: id, shortages });
  const told = (id: string) =>
    eventually(() => {
      const found = counter.heard.filter(
        ({ type, subject }) => type === 'sale.completed' && subject === id,
      );
      assert.equal(found.length, 1);
      return eventSchemas['sale.completed'].parse(found[0]?.data);
    });

  it('is on its own day, at its own time, and tells inventory that it has happened', async () => {
    const sale = saleOf({ occurredAt: ago(3 * 24 * hourMs) });
    assert.equal((await send(sale)).status, 201);
    const placed = await eventually(
      () =>
        counter.heard.find(({ type, subject }) => type === 'order.placed' && subject === sale.id) ??
        assert.fail(),
    );
    assert.equal(eventSchemas['order.placed'].parse(placed.data).hasHappened, true);
    await reserved(sale.id);
    const order = await read(sale.id);
    assert.deepEqual([order.status, order.isOversold], ['completed', false]);
    assert.deepEqual([order.occurredAt, order.completedAt], [sale.occurredAt, sale.occurredAt]);
    const day = businessCalendar('America/Sao_Paulo')(new Date(sale.occurredAt));
    const completed = await told(sale.id);
    assert.deepEqual([completed.completedAt, completed.businessDate], [sale.occurredAt, day]);
    const { body: list } = await seller.get(`/orders?from=${day}&to=${day}`);
    assert.ok(list.items.some(({ id }: { id: string }) => id === sale.id));
  });

  it('is there once, however often and however concurrently it is sent', async () => {
    const sale = saleOf();
    const answers = await Promise.all(Array.from({ length: 10 }, () => send(sale)));
    assert.equal(answers.filter(({ status }) => status === 201).length, 1);
    assert.ok(
      answers.every(({ status, body }) => status === 201 || body.code === 'already_exists'),
    );
    await reserved(sale.id);
    await reserved(sale.id);
    assert.equal((await send(sale)).body.code, 'already_exists');
    await told(sale.id);
  });

  it('is not charged: PIX and card were taken on a machine outside', async () => {
    const payments = [
      { method: 'pix', amountMinor: 500 },
      { method: 'credit', amountMinor: 1500 },
    ];
    const sale = saleOf({ payments });
    await send(sale);
    await reserved(sale.id);
    assert.equal((await read(sale.id)).status, 'completed');
    const completed = await told(sale.id);
    assert.ok(completed.payments.every(({ isTaken }) => isTaken === true));
    assert.ok(
      !counter.heard.some(
        ({ type, subject }) => type === 'payment.requested' && subject === sale.id,
      ),
    );
  });

  it('is sold though there was not enough, which is recorded', async () => {
    const shortages = [{ productId, requestedMilli: 2000, availableMilli: 500 }];
    const [held, refused] = [saleOf(), saleOf()];
    await Promise.all([send(held), send(refused)]);
    await reserved(held.id, shortages);
    await counter.say('stock.rejected', refused.id, { orderId: refused.id, shortages });
    for (const { id } of [held, refused]) {
      const order = await read(id);
      assert.deepEqual([order.status, order.isOversold], ['completed', true]);
      assert.deepEqual(order.shortages, shortages);
    }
  });

  it('is completed though inventory does not answer, and cannot be cancelled', async () => {
    const sale = saleOf();
    await send(sale);
    const cancelled = await seller.post(`/orders/${sale.id}/cancel`, {});
    assert.equal(cancelled.body.code, 'invalid_transition');
    await eventually(async () => assert.equal((await read(sale.id)).status, 'completed'));
    await told(sale.id);
  });

  it('on a tab is owed whatever the limit is: the goods are gone', async () => {
    const { body: customer } = await seller.post('/customers', { name: 'Dona Maria' });
    const payments = [{ method: 'tab', amountMinor: 2000 }];
    const sale = saleOf({ customerId: customer.id, payments });
    assert.equal((await send(sale)).status, 201);
    await reserved(sale.id);
    assert.equal((await read(sale.id)).status, 'completed');
    const { body: tab } = await seller.get(`/customers/${customer.id}/tab`);
    assert.equal(tab.balanceMinor, 2000);
    assert.equal((await send(saleOf({ payments }))).body.code, 'customer_required');
  });

  it('says which limits it went beyond, and is found by that', async () => {
    const admin = counter.as('admin');
    const { body: customer } = await admin.post('/customers', { name: 'Ana', tabLimitMinor: 3000 });
    const tab = { customerId: customer.id, payments: [{ method: 'tab', amountMinor: 2000 }] };
    const cash = (amountMinor: number) => [{ method: 'cash', amountMinor }];
    const priced = (unitPriceMinor: number) => ({
      lines: [{ productId, quantityMilli: 2000, unitPriceMinor }],
      payments: cash(2 * unitPriceMinor),
    });
    const sales: [wish: object, beyond: string[]][] = [
      [{ discountMinor: 100, payments: cash(1900) }, []],
      [{ discountMinor: 101, payments: cash(1899) }, ['discount']],
      [priced(1000), []],
      [priced(1001), []],
      [priced(999), ['price']],
      [tab, []],
      [tab, ['tab']],
      [
        { ...priced(10), discountMinor: 2, ...tab, payments: [{ method: 'tab', amountMinor: 18 }] },
        ['discount', 'tab', 'price'],
      ],
    ];
    const ids: string[] = [];
    for (const [wish, beyond] of sales) {
      const { status, body } = await send(saleOf(wish));
      assert.deepEqual([status, body.beyondLimit], [201, beyond], JSON.stringify(wish));
      await reserved(body.id);
      assert.deepEqual((await read(body.id)).beyondLimit, beyond);
      if (beyond.length > 0) ids.unshift(body.id);
    }
    const { body: found } = await seller.get('/orders?isBeyondLimit=true');
    assert.deepEqual(
      found.items.map(({ id }: { id: string }) => id),
      ids,
    );
    const { body: others } = await seller.get('/orders?isBeyondLimit=false');
    assert.equal(others.items.length, sales.length - ids.length);
  });

  it('that an admin made, or allowed, went beyond nothing', async () => {
    const admin = counter.as('admin');
    const given = saleOf({ discountMinor: 1500, payments: [{ method: 'cash', amountMinor: 500 }] });
    const { body: own } = await admin.post('/orders', given, { prefer: 'wait=0' });
    assert.deepEqual(own.beyondLimit, []);
    const wish = { discountUpToMinor: 1500, note: 'freguês antigo' };
    const { id: overrideId } = (await admin.post('/orders/overrides', wish)).body;
    const { body } = await send({ ...given, id: randomUUID(), overrideId });
    assert.deepEqual(body.beyondLimit, []);
  });

  it('belongs to its till, even when that is closed meanwhile: late, apart, and with the next number', async () => {
    const open = { register: randomUUID().slice(0, 8), floatMinor: 1000 };
    const { body: till } = await seller.post('/tills', open);
    const [early, late] = [saleOf({ tillId: till.id }), saleOf({ tillId: till.id })];
    await send(early);
    await reserved(early.id);
    const whileUnsent = { countedMinor: 5000, unsentCount: 1 };
    const refused = await seller.post(`/tills/${till.id}/close`, whileUnsent);
    assert.deepEqual([refused.status, refused.body.code], [409, 'conflict']);
    const { body: closed } = await seller.post(`/tills/${till.id}/close`, { countedMinor: 5000 });
    assert.deepEqual([closed.status, closed.expectedMinor], ['closed', 3000]);
    await seller.post('/tills', { ...open, register: open.register });
    await send(late);
    await reserved(late.id);
    assert.deepEqual(
      [(await told(early.id)).isLate, (await told(late.id)).isLate],
      [false, true],
      'finance must know which cash the count held already',
    );
    const { body: report } = await seller.get(`/tills/${till.id}/report`);
    assert.deepEqual(
      [report.sales.count, report.sales.totalMinor, report.expectedMinor, report.differenceMinor],
      [1, 2000, 3000, 2000],
    );
    assert.deepEqual(report.late, {
      count: 1,
      totalMinor: 2000,
      discountMinor: 0,
      firstReceiptNumber: 2,
      lastReceiptNumber: 2,
      byMethod: [{ method: 'cash', salesMinor: 2000 }],
    });
    assert.equal((await told(late.id)).tillId, till.id);
  });

  it('of before the till was opened is not put into that till unless it says so', async () => {
    const register = randomUUID().slice(0, 8);
    const { body: till } = await seller.post('/tills', { register, floatMinor: 0 });
    assert.equal((await send(saleOf())).body.tillId, null);
    assert.equal((await send(saleOf({ tillId: till.id }))).body.tillId, till.id);
    assert.equal((await send(saleOf({ occurredAt: ago(0) }))).body.tillId, till.id);
  });

  const refused: [string, string, object][] = [
    ['the future', 'validation_failed', { occurredAt: ago(-hourMs) }],
    ['more than 30 days ago', 'validation_failed', { occurredAt: ago(31 * 24 * hourMs) }],
    ['no id', 'validation_failed', { id: undefined }],
    ['a cart', 'validation_failed', { place: false, payments: [] }],
    ['too little money', 'payments_do_not_match_total', { payments: [] }],
    [
      'an unknown product',
      'unknown_product',
      { lines: [{ productId: randomUUID(), quantityMilli: 1 }] },
    ],
    ['an unknown till', 'unknown_till', { tillId: randomUUID() }],
  ];
  for (const [what, code, changes] of refused) {
    it(`of ${what} is refused with ${code}, which a till can list`, async () => {
      const { status, body } = await send(saleOf(changes));
      assert.deepEqual([status, body.code], [422, code]);
    });
  }
});
