/** Tills: one open at a register and for a seller, blind until closed, and every sale in exactly one report. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { TillReport } from '@balcao/contracts/api/tills.ts';
import { eventSchemas } from '@balcao/contracts/events/catalog.ts';
import { createDatabase } from '@balcao/kit/db.ts';
import { createLogger } from '@balcao/kit/log.ts';
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { type Counter, openCounter } from './counter.ts';

const cash = (amountMinor: number, tenderedMinor = amountMinor) => [
  { method: 'cash', amountMinor, tenderedMinor },
];
let registers = 0;
const nextRegister = () => {
  registers += 1;
  return `R${registers}`;
};

describe('tills, with stock and payment at hand', () => {
  let counter: Counter;
  let productId: string;
  before(async () => {
    // A shop that lets its sellers give 10 %.
    const env = { DISCOUNT_LIMIT_SELLER_BP: '1000' };
    counter = await openCounter({ isHelpful: true, env });
    productId = (await counter.addProduct({ priceMinor: 1000 })).id;
  });
  after(() => counter.stop());

  async function openTill(floatMinor = 10_000, register = nextRegister()) {
    const seller = counter.as('seller', randomUUID());
    const { status, body } = await seller.post('/tills', { register, floatMinor });
    assert.equal(status, 201, JSON.stringify(body));
    return { seller, till: body, register };
  }

  const sell = async (seller: ApiClient, kilos: number, payments: object[], more = {}) => {
    const lines = [{ productId, quantityMilli: kilos * 1000 }];
    const { status, body } = await seller.post(
      '/orders',
      { lines, payments, ...more },
      { prefer: 'wait=10' },
    );
    assert.equal(status, 201, JSON.stringify(body));
    assert.equal(body.status, 'completed');
    return body;
  };

  it('counts a day: float, sales by method, change, suprimento, sangria, and the difference', async () => {
    const { seller, till } = await openTill(10_000);
    const first = await sell(seller, 5, cash(5000, 6000));
    const second = await sell(seller, 2, [{ method: 'pix', amountMinor: 2000 }]);
    const third = await sell(
      seller,
      3,
      [
        { method: 'cash', amountMinor: 700 },
        { method: 'credit', amountMinor: 2000, cardToken: 'tok' },
      ],
      { discountMinor: 300 },
    );
    assert.deepEqual(
      [first, second, third].map(({ receiptNumber, tillId }) => [receiptNumber, tillId]),
      [1, 2, 3].map((number) => [number, till.id]),
    );
    const move = (type: string, amountMinor: number) =>
      seller.post(`/tills/${till.id}/movements`, { type, amountMinor, note: 'troco' });
    assert.equal((await move('suprimento', 1500)).status, 201);
    assert.equal((await move('sangria', 4000)).status, 201);

    const closed = await seller.post(`/tills/${till.id}/close`, {
      countedMinor: 13_100,
      counted: [{ method: 'credit', amountMinor: 2000 }],
    });
    assert.equal(closed.status, 200);
    const expected = 10_000 + 5000 + 700 + 1500 - 4000;
    assert.equal(closed.body.status, 'closed');
    assert.equal(closed.body.expectedMinor, expected);
    assert.equal(closed.body.differenceMinor, 13_100 - expected);

    const { body: report } = await seller.get(`/tills/${till.id}/report`);
    assert.equal(report.reading, 'z');
    assert.deepEqual(report.sales, {
      count: 3,
      totalMinor: 9700,
      discountMinor: 300,
      firstReceiptNumber: 1,
      lastReceiptNumber: 3,
    });
    assert.deepEqual(
      [report.suprimentosMinor, report.sangriasMinor, report.changeMinor, report.floatMinor],
      [1500, 4000, 1000, 10_000],
    );
    const none = { refundsMinor: 0, tabPaymentsMinor: 0 };
    assert.deepEqual(report.byMethod, [
      {
        ...none,
        method: 'cash',
        salesMinor: 5700,
        expectedMinor: expected,
        countedMinor: 13_100,
        differenceMinor: -100,
      },
      {
        ...none,
        method: 'pix',
        salesMinor: 2000,
        expectedMinor: 2000,
        countedMinor: null,
        differenceMinor: null,
      },
      {
        ...none,
        method: 'credit',
        salesMinor: 2000,
        expectedMinor: 2000,
        countedMinor: 2000,
        differenceMinor: 0,
      },
    ]);
    assert.deepEqual(
      report.movements.map(({ type, note }: TillReport['movements'][number]) => [type, note]),
      [
        ['suprimento', 'troco'],
        ['sangria', 'troco'],
      ],
    );
    const told = await eventually(() => {
      const found = counter.heard.find(
        ({ type, subject }) => type === 'sale.completed' && subject === third.id,
      );
      assert.ok(found);
      return found.data as { tillId: string; receiptNumber: number };
    });
    assert.deepEqual([told.tillId, told.receiptNumber], [till.id, 3]);
  });

  it('is blind: no answer shows a seller what is expected before the till is closed', async () => {
    const { seller, till } = await openTill(10_000);
    await sell(seller, 7, cash(7000));
    const { body: reading } = await seller.get(`/tills/${till.id}/report`);
    const answers = [await seller.get(`/tills/${till.id}`), await seller.get('/tills')];
    for (const body of [reading, ...answers.map((answer) => answer.body)]) {
      assert.doesNotMatch(JSON.stringify(body), /:(7000|17000)\b/);
    }
    assert.equal(reading.reading, 'x');
    assert.equal(reading.sales.count, 1);
    assert.equal(reading.sales.totalMinor, null);
    const { body: shown } = await counter.as('admin').get(`/tills/${till.id}/report`);
    assert.deepEqual([shown.expectedMinor, shown.sales.totalMinor], [17_000, 7000]);
    const closed = await seller.post(`/tills/${till.id}/close`, { countedMinor: 17_000 });
    assert.equal(closed.body.expectedMinor, 17_000);
    assert.equal(closed.body.differenceMinor, 0);
  });

  it('opens one till at a register and for a seller, and the next when that is closed', async () => {
    const { seller, till, register } = await openTill();
    const other = counter.as('seller', randomUUID());
    const open = (who: ApiClient, where: string, id?: string) =>
      who.post('/tills', { id, register: where, floatMinor: 0 });
    assert.equal((await open(other, register)).body.code, 'till_already_open');
    assert.equal((await open(seller, nextRegister())).body.code, 'till_already_open');
    assert.equal((await open(other, nextRegister(), till.id)).body.code, 'already_exists');
    await seller.post(`/tills/${till.id}/close`, { countedMinor: 0 });
    assert.equal((await open(other, register)).status, 201);
    const race = nextRegister();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => open(counter.as('seller', randomUUID()), race)),
    );
    assert.equal(answers.filter(({ status }) => status === 201).length, 1);
  });

  it('takes nothing when it is closed, and shows nobody the till of another', async () => {
    const { seller, till } = await openTill();
    const stranger = counter.as('seller', randomUUID());
    assert.equal((await stranger.get(`/tills/${till.id}`)).status, 404);
    assert.equal((await stranger.get(`/tills/${till.id}/report`)).status, 404);
    assert.equal((await stranger.post(`/tills/${till.id}/close`, { countedMinor: 1 })).status, 404);
    assert.equal((await stranger.get('/tills')).body.items.length, 0);
    assert.equal((await counter.as('stockist').get('/tills')).status, 403);
    const lines = [{ productId, quantityMilli: 1000 }];
    const order = { lines, payments: cash(1000), tillId: till.id };
    assert.equal((await stranger.post('/orders', order)).body.code, 'unknown_till');
    assert.equal((await counter.as('admin').post('/orders', order)).body.tillId, till.id);
    await seller.post(`/tills/${till.id}/close`, { countedMinor: 0 });
    assert.equal((await seller.post('/orders', order)).body.code, 'till_closed');
    const movement = { type: 'sangria', amountMinor: 1 };
    const moved = await seller.post(`/tills/${till.id}/movements`, movement);
    assert.equal(moved.body.code, 'till_closed');
    const again = await seller.post(`/tills/${till.id}/close`, { countedMinor: 0 });
    assert.equal(again.body.code, 'till_closed');
    assert.equal((await sell(seller, 1, cash(1000))).tillId, null);
  });

  it('makes one movement of one id, and keeps what was entered for good', async () => {
    const { seller, till } = await openTill(0);
    const movement = { id: randomUUID(), type: 'suprimento', amountMinor: 500 };
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => seller.post(`/tills/${till.id}/movements`, movement)),
    );
    assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 409, 409, 409, 409]);
    const db = createDatabase({
      url: counter.databaseUrl,
      applicationName: 'test',
      maxConnections: 1,
      statementTimeoutMs: 5_000,
      log: createLogger({ level: 'silent' }),
    });
    for (const statement of ['UPDATE till_entry SET note = NULL', 'DELETE FROM till_entry']) {
      await assert.rejects(db.query(statement), /never allowed|went wrong|database/i);
    }
    await db.close();
  });

  it('lists tills newest first, by status and register', async () => {
    const { till, register } = await openTill();
    const admin = counter.as('admin');
    const { body } = await admin.get(`/tills?register=${register}&status=open`);
    assert.deepEqual(
      body.items.map(({ id }: { id: string }) => id),
      [till.id],
    );
    const page = (await admin.get('/tills?limit=1')).body;
    assert.equal(page.items[0].id, till.id);
    assert.equal((await admin.get(`/tills?limit=1&cursor=${page.nextCursor}`)).status, 200);
    assert.equal((await admin.get('/tills?cursor=WyJ4Il0')).status, 422);
  });
});

describe('tills that close while sales are being paid', () => {
  let counter: Counter;
  let productId: string;
  before(async () => {
    counter = await openCounter();
    productId = (await counter.addProduct({ priceMinor: 1000 })).id;
  });
  after(() => counter.stop());

  const place = async (seller: ApiClient, payments: object[]) =>
    (
      await seller.post(
        '/orders',
        { lines: [{ productId, quantityMilli: 1000 }], payments },
        { prefer: 'wait=0' },
      )
    ).body;
  const hold = (id: string) => counter.say('stock.reserved', id, { orderId: id });
  const pix = [{ method: 'pix', amountMinor: 1000 }];
  const approve = (order: { id: string; payments: { id: string }[] }) =>
    counter.say('payment.approved', order.id, {
      paymentId: order.payments[0]?.id,
      orderId: order.id,
      method: 'pix',
      amountMinor: 1000,
      approvedAt: new Date().toISOString(),
    });

  it('waits for the last of them, is in no way of the next till, and has it in its report', async () => {
    const seller = counter.as('seller', randomUUID());
    const register = nextRegister();
    const { body: till } = await seller.post('/tills', { register, floatMinor: 100 });
    const [paid, given] = [await place(seller, pix), await place(seller, pix)];
    await hold(paid.id);
    const { body: counted } = await seller.post(`/tills/${till.id}/close`, { countedMinor: 100 });
    assert.equal(counted.status, 'closing');
    assert.equal(counted.expectedMinor, null);
    assert.equal((await seller.get(`/tills/${till.id}/report`)).body.expectedMinor, null);
    const { body: next } = await seller.post('/tills', { register, floatMinor: 100 });
    assert.equal(next.status, 'open');
    assert.equal((await place(seller, pix)).tillId, next.id);

    await approve(paid);
    assert.equal((await seller.get(`/tills/${till.id}`)).body.status, 'closing');
    await counter.say('stock.rejected', given.id, {
      orderId: given.id,
      shortages: [{ productId, requestedMilli: 1000, availableMilli: 0 }],
    });
    assert.equal((await seller.get(`/tills/${till.id}`)).body.status, 'closed');
    const { body: report } = await seller.get(`/tills/${till.id}/report`);
    assert.deepEqual([report.sales.count, report.sales.totalMinor], [1, 1000]);
    assert.equal(report.expectedMinor, 100);
    const { data } = await eventually(() => {
      const found = counter.heard.filter(({ subject }) => subject === till.id);
      assert.deepEqual(
        found.map(({ type }) => type),
        ['till.opened', 'till.closed'],
      );
      return found[1] ?? assert.fail();
    });
    const {
      closedAt: _at,
      businessDate: _day,
      ...closed
    } = eventSchemas['till.closed'].parse(data);
    assert.deepEqual(closed, {
      tillId: till.id,
      register,
      sellerId: till.sellerId,
      floatMinor: 100,
      expectedMinor: 100,
      countedMinor: 100,
      differenceMinor: 0,
      salesMinor: 1000,
      totals: [{ method: 'pix', amountMinor: 1000 }],
    });
  });

  it('has every sale in exactly one report, however closings and sales race; receipts have no gap', async () => {
    const seller = counter.as('seller', randomUUID());
    const register = nextRegister();
    const sold: { id: string; payments: { id: string }[] }[] = [];
    const atNoTill = new Set<string>();
    const tills: string[] = [];
    const open = async () => {
      const { status, body } = await seller.post('/tills', { register, floatMinor: 0 });
      assert.equal(status, 201);
      tills.push(body.id);
      return body.id;
    };
    for (let round = 0; round < 4; round += 1) {
      const id = await open();
      const orders = await Promise.all(Array.from({ length: 6 }, () => place(seller, pix)));
      await Promise.all(orders.slice(0, 4).map((order) => hold(order.id)));
      const [closed, answers] = await Promise.all([
        seller.post(`/tills/${id}/close`, { countedMinor: 0 }),
        Promise.all(Array.from({ length: 3 }, () => place(seller, pix))),
        ...orders.slice(0, 4).map((order) => approve(order)),
      ]);
      assert.equal(closed.status, 200);
      // One that waited for the count is refused; one that came after it is at no till.
      const late = answers.filter(({ code }) => code !== 'till_closed');
      const rest = [...orders.slice(4), ...late];
      await Promise.all(rest.map(async (order) => hold(order.id).then(() => approve(order))));
      sold.push(...orders, ...late);
      for (const order of late) if (order.tillId === null) atNoTill.add(order.id);
    }
    const finals = await Promise.all(
      sold.map(async ({ id }) => (await seller.get(`/orders/${id}`)).body),
    );
    assert.ok(finals.every(({ status }) => status === 'completed'));
    const reports: TillReport[] = await Promise.all(
      tills.map(async (id) => (await seller.get(`/tills/${id}/report`)).body),
    );
    assert.ok(reports.every(({ reading }) => reading === 'z'));
    for (const report of reports) {
      const own = finals.filter(({ tillId }) => tillId === report.tillId);
      assert.equal(report.sales.count, own.length);
      assert.equal(report.sales.totalMinor, own.length * 1000);
      assert.equal(report.late.count, 0);
    }
    const reported = reports.reduce((sum, { sales }) => sum + sales.count, 0);
    assert.equal(reported + atNoTill.size, sold.length);
    const numbers = finals
      .filter(({ id }) => !atNoTill.has(id))
      .map(({ receiptNumber }) => receiptNumber)
      .sort((a, b) => a - b);
    assert.deepEqual(
      numbers,
      numbers.map((_, index) => index + 1),
    );
  });
});
