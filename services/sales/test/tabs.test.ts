/** Tabs through the API: nobody buys past the limit, and what is owed is always the sum of what happened. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createDatabase } from '@balcao/kit/db.ts';
import { createLogger } from '@balcao/kit/log.ts';
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { assertProblem } from '@balcao/kit/testing/problems.ts';
import fc from 'fast-check';
import { type Counter, openCounter } from './counter.ts';

interface Paid {
  tabPaymentId: string;
  amountMinor: number;
  method: string;
  tillId: string | null;
}

describe('tabs', () => {
  let counter: Counter;
  let seller: ApiClient;
  let admin: ApiClient;
  let productId: string;
  before(async () => {
    counter = await openCounter({ isHelpful: true });
    seller = counter.as('admin', randomUUID());
    admin = counter.as('admin');
    // R$ 1.00 for a kilogram: 1 g is 0.1 centavo.
    productId = (await counter.addProduct({ priceMinor: 100 })).id;
  });
  after(() => counter.stop());

  const addCustomer = async (tabLimitMinor: number): Promise<string> =>
    (await admin.post('/customers', { name: 'Ana', tabLimitMinor })).body.id;

  /** `amountMinor` on the tab, and some of it in another way where `others` says so. */
  const orderOf = (customerId: string, amountMinor: number, others: object[] = []) => ({
    lines: [{ productId, quantityMilli: amountMinor * 10 }],
    customerId,
    payments: others.length > 0 ? others : [{ method: 'tab', amountMinor }],
  });
  const buy = (customerId: string, amountMinor: number, others: object[] = []) =>
    seller.post('/orders', orderOf(customerId, amountMinor, others), { prefer: 'wait=10' });
  const tabOf = async (customerId: string) =>
    (await seller.get(`/customers/${customerId}/tab`)).body;
  const pay = (customerId: string, amountMinor: number, more: object = {}) =>
    seller.post(`/customers/${customerId}/tab/payments`, { amountMinor, method: 'cash', ...more });
  const paidOf = (customerId: string): Paid[] =>
    counter.heard
      .filter(({ type, subject }) => type === 'tab.paid' && subject === customerId)
      .map(({ data }) => data as Paid);
  const statementOf = async (customerId: string) =>
    (await seller.get(`/customers/${customerId}/statement?limit=200`)).body.items;

  it('take a purchase at once, within the limit, and name the room that is left', async () => {
    const ana = await addCustomer(10_000);
    const { body } = await buy(ana, 6_000);
    assert.deepEqual([body.status, body.customerId], ['completed', ana], JSON.stringify(body));
    assert.ok(
      !counter.heard.some((one) => one.type === 'payment.requested' && one.subject === body.id),
      'nobody else is asked for a tab',
    );
    const refused = await buy(ana, 4_001);
    assertProblem(refused, 'tab_limit_exceeded');
    assert.match(refused.body.detail, /4000/);
    assert.equal((await buy(ana, 4_000)).body.status, 'completed');
    const tab = await tabOf(ana);
    assert.deepEqual([tab.balanceMinor, tab.roomMinor, tab.heldMinor], [10_000, 0, 0]);
    assert.deepEqual(
      tab.openItems.map(({ openMinor }: { openMinor: number }) => openMinor),
      [6_000, 4_000],
    );
    const told = counter.heard.find(
      (one) => one.type === 'sale.completed' && one.subject === body.id,
    );
    assert.ok(told);
    assert.equal((told.data as { customerId: string }).customerId, ana);
  });

  it('need a customer, who is known', async () => {
    const { lines, payments } = orderOf('', 100);
    assertProblem(await seller.post('/orders', { lines, payments }), 'customer_required');
    assertProblem(await buy(randomUUID(), 100), 'unknown_customer');
  });

  it('let one of many at the same time have the room that is left', async () => {
    const ana = await addCustomer(1_000);
    const answers = await Promise.all(Array.from({ length: 8 }, () => buy(ana, 300)));
    assert.equal(answers.filter(({ status }) => status === 201).length, 3);
    assert.equal((await tabOf(ana)).balanceMinor, 900);
  });

  it('hold what waits for another payment, and free it when the order is cancelled', async () => {
    const ana = await addCustomer(1_000);
    const order = { ...orderOf(ana, 700), payments: [] };
    const { body: cart } = await seller.post('/orders', { ...order, place: false });
    const shy = await openCounter();
    try {
      // A counter whose inventory never answers.
      const own = shy.as('admin');
      const bia = (await own.post('/customers', { name: 'Bia', tabLimitMinor: 1_000 })).body.id;
      const meat = (await shy.addProduct({ priceMinor: 100 })).id;
      const lines = [{ productId: meat, quantityMilli: 7_000 }];
      const payments = [{ method: 'tab', amountMinor: 700 }];
      const wish = { lines, payments, customerId: bia };
      const waiting = (await own.post('/orders', wish, { prefer: 'wait=0' })).body;
      const tab = (await own.get(`/customers/${bia}/tab`)).body;
      assert.deepEqual([tab.balanceMinor, tab.heldMinor, tab.roomMinor], [0, 700, 300]);
      assertProblem(await own.post('/orders', wish, { prefer: 'wait=0' }), 'tab_limit_exceeded');
      await own.post(`/orders/${waiting.id}/cancel`, {});
      assert.equal((await own.get(`/customers/${bia}/tab`)).body.roomMinor, 1_000);
    } finally {
      await shy.stop();
    }
    // A cart that was kept open goes on the tab as it is placed.
    const tab = [{ method: 'tab', amountMinor: 700 }];
    const placed = await seller.post(`/orders/${cart.id}/place`, { payments: tab });
    assert.equal(placed.body.status, 'completed', JSON.stringify(placed.body));
    assert.equal((await tabOf(ana)).balanceMinor, 700);
    const { body: other } = await seller.post('/orders', {
      lines: order.lines,
      payments: [],
      place: false,
    });
    assertProblem(
      await seller.post(`/orders/${other.id}/place`, { payments: tab }),
      'customer_required',
    );
    assertProblem(
      await seller.post(`/orders/${other.id}/place`, { payments: tab, customerId: ana }),
      'tab_limit_exceeded',
    );
  });

  it('are paid in parts, the oldest first, and at most what is owed', async () => {
    const ana = await addCustomer(10_000);
    const first = (await buy(ana, 1_000)).body;
    const second = (await buy(ana, 2_000)).body;
    const id = randomUUID();
    const { status, body } = await pay(ana, 1_500, { id, method: 'pix', note: 'no caixa 2' });
    assert.equal(status, 201, JSON.stringify(body));
    assert.deepEqual(
      body.settled.map((one: { orderId: string; amountMinor: number }) => [
        one.orderId,
        one.amountMinor,
      ]),
      [
        [first.id, 1_000],
        [second.id, 500],
      ],
    );
    assert.equal(body.balanceMinor, 1_500);
    assertProblem(await pay(ana, 1, { id }), 'already_exists');
    assertProblem(await pay(ana, 1_501), 'payment_exceeds_total');
    assertProblem(await pay(randomUUID(), 1), 'not_found');
    const [paid] = await eventually(() => {
      const found = paidOf(ana);
      assert.equal(found.length, 1);
      return found;
    });
    assert.deepEqual([paid?.tabPaymentId, paid?.amountMinor, paid?.method], [id, 1_500, 'pix']);
    const entries = await statementOf(ana);
    assert.deepEqual(
      entries.map((one: { kind: string; amountMinor: number; balanceMinor: number }) => [
        one.kind,
        one.amountMinor,
        one.balanceMinor,
      ]),
      [
        ['purchase', 1_000, 1_000],
        ['purchase', 2_000, 3_000],
        ['payment', -1_500, 1_500],
      ],
    );
    const day = entries[0].businessDate;
    const page = (await seller.get(`/customers/${ana}/statement?limit=2&from=${day}&to=${day}`))
      .body;
    const rest = (await seller.get(`/customers/${ana}/statement?cursor=${page.nextCursor}`)).body;
    assert.deepEqual([page.items.length, rest.items.length], [2, 1]);
  });

  it('put their cash into the till at which it is taken', async () => {
    const own = counter.as('admin', randomUUID());
    const register = randomUUID().slice(0, 8);
    const till = (await own.post('/tills', { register, floatMinor: 1_000 })).body;
    const ana = await addCustomer(10_000);
    await buy(ana, 800);
    const path = `/customers/${ana}/tab/payments`;
    const { body } = await own.post(path, { amountMinor: 500, method: 'cash' });
    assert.equal(body.tillId, till.id);
    await own.post(path, { amountMinor: 100, method: 'pix' });
    const { body: closed } = await own.post(`/tills/${till.id}/close`, { countedMinor: 1_500 });
    assert.deepEqual([closed.expectedMinor, closed.differenceMinor], [1_500, 0]);
    assertProblem(
      await own.post(path, { amountMinor: 1, method: 'cash', tillId: till.id }),
      'till_closed',
    );
  });

  it('fall by what is refunded, this purchase first', async () => {
    const ana = await addCustomer(10_000);
    await buy(ana, 1_000);
    const { body: sold } = await buy(ana, 2_000);
    const lines = [{ position: 0, quantityMilli: 5_000 }];
    const { body } = await seller.post(`/orders/${sold.id}/refund`, { lines });
    assert.equal(body.refunds[0].tabPayoutMinor, 0);
    assert.deepEqual(
      (await tabOf(ana)).openItems.map(({ openMinor }: { openMinor: number }) => openMinor),
      [1_000, 1_500],
    );
  });

  it('hand out in cash what is refunded beyond what is owed', async () => {
    const own = counter.as('admin', randomUUID());
    const register = randomUUID().slice(0, 8);
    const till = (await own.post('/tills', { register, floatMinor: 5_000 })).body;
    const ana = await addCustomer(10_000);
    const { body: sold } = await buy(ana, 2_000);
    await pay(ana, 2_000);
    await buy(ana, 500);
    const { body } = await own.post(`/orders/${sold.id}/refund`, {});
    assert.equal(body.refunds[0].tabPayoutMinor, 1_500);
    assert.deepEqual(
      (await statementOf(ana))
        .slice(-2)
        .map((one: { kind: string; amountMinor: number }) => [one.kind, one.amountMinor]),
      [
        ['payout', 1_500],
        ['refund', -2_000],
      ],
    );
    const tab = await tabOf(ana);
    assert.deepEqual([tab.balanceMinor, tab.openItems], [0, []]);
    await eventually(() => assert.deepEqual(paidOf(ana).at(-1)?.amountMinor, -1_500));
    assert.equal(paidOf(ana).at(-1)?.tillId, till.id);
    const { body: closed } = await own.post(`/tills/${till.id}/close`, { countedMinor: 3_500 });
    assert.equal(closed.expectedMinor, 3_500);
  });

  it('are corrected by an admin: a debt from before, one that is forgiven', async () => {
    const ana = await addCustomer(0);
    const path = `/customers/${ana}/tab/adjustments`;
    const wish = { amountMinor: 700, note: 'caderno' };
    assert.equal((await counter.as('seller').post(path, wish)).status, 403);
    assert.equal((await admin.post(path, wish)).body.balanceMinor, 700);
    assert.equal((await pay(ana, 500)).body.balanceMinor, 200);
    const forgiven = await admin.post(path, { amountMinor: -200, note: 'perdoado' });
    assert.equal(forgiven.body.balanceMinor, 0);
    assertProblem(await admin.post(path, { amountMinor: -1, note: 'x' }), 'payment_exceeds_total');
    assert.deepEqual((await tabOf(ana)).openItems, []);
    await eventually(() => {
      const told = counter.heard.filter(
        (one) => one.type === 'tab.adjusted' && one.subject === ana,
      );
      assert.equal(told.length, 2);
    });
  });

  it('have one effect under one key', async () => {
    const ana = await addCustomer(1_000);
    await buy(ana, 500);
    const key = { 'idempotency-key': randomUUID() };
    const wish = { amountMinor: 200, method: 'cash' };
    const path = `/customers/${ana}/tab/payments`;
    await Promise.all(Array.from({ length: 10 }, () => seller.post(path, wish, key)));
    assert.equal((await tabOf(ana)).balanceMinor, 300);
  });

  it('are append-only: the database raises', async () => {
    const db = createDatabase({
      url: counter.databaseUrl,
      applicationName: 'test',
      maxConnections: 1,
      statementTimeoutMs: 5_000,
      log: createLogger({ level: 'silent' }),
    });
    try {
      for (const table of ['tab_entry', 'tab_allocation']) {
        await assert.rejects(db.query(`DELETE FROM ${table}`), /never allowed/);
        await assert.rejects(db.query(`UPDATE ${table} SET amount_minor = 1`), /never allowed/);
      }
    } finally {
      await db.close();
    }
  });

  it('owe the sum of their entries and what is open, after any history', async () => {
    const step = fc.record({
      does: fc.constantFrom('buy', 'buy', 'pay', 'refund', 'adjust'),
      amountMinor: fc.integer({ min: 1, max: 2_000 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 12 }), async (steps) => {
        const ana = await addCustomer(5_000);
        const sold: string[] = [];
        for (const { does, amountMinor } of steps) {
          if (does === 'buy') {
            const { status, body } = await buy(ana, amountMinor);
            if (status === 201) sold.push(body.id);
          }
          if (does === 'pay') await pay(ana, amountMinor);
          if (does === 'adjust') {
            const wish = { amountMinor: (amountMinor % 2 === 0 ? 1 : -1) * amountMinor, note: 'x' };
            await admin.post(`/customers/${ana}/tab/adjustments`, wish);
          }
          const last = sold.at(-1);
          if (does === 'refund' && last !== undefined) {
            const lines = [{ position: 0, quantityMilli: amountMinor }];
            await seller.post(`/orders/${last}/refund`, { lines });
          }
          await holdsTogether(ana);
        }
      }),
      { numRuns: 8 },
    );
  });

  async function holdsTogether(customerId: string): Promise<void> {
    const tab = await tabOf(customerId);
    const entries: { amountMinor: number; balanceMinor: number }[] = await statementOf(customerId);
    let sum = 0;
    for (const { amountMinor, balanceMinor } of entries) {
      sum += amountMinor;
      assert.equal(balanceMinor, sum);
    }
    assert.equal(tab.balanceMinor, sum);
    const open = tab.openItems.reduce(
      (total: number, { openMinor }: { openMinor: number }) => total + openMinor,
      0,
    );
    assert.equal(open, sum);
  }
});
