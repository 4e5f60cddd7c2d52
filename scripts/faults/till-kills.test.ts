/** Killed while tills are closed in the middle of sales, the shop has every sale in one till's report and leaves no number out. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { type ApiClient, createApiClient } from '@balcao/kit/testing/api-client.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { balanceOf, paidBy, verifyBooks } from '../harness/audit.ts';
import { addDebtor, stockUp } from '../harness/counter.ts';
import { type MortalShop, waysToDie } from '../harness/mortal-shop.ts';
import { type Caller, callStubbornly } from '../harness/stubborn-call.ts';
import { sellStubbornly } from '../harness/stubborn-seller.ts';

const orders = 150;
const kills = 6;
const victims = ['sales', 'inventory', 'payment', 'finance'];
const ordersOfTill = 15;
const register = '1';
const limitMs = 420_000;

describe('kill -9 during ten closings in the middle of 150 sales, six times', () => {
  for (const { of, run } of waysToDie) {
    it(`${of}: each sale is in one report, receipts have no gap, the books agree`, async function () {
      this.timeout(limitMs);
      await run(this, { things: orders, kills, victims }, async (shop) => {
        const { caller } = shop;
        const { productIds, call } = await stockUp(caller.url(), 3);
        const customerId = await addDebtor(call);
        const sold = await sellAtTills(shop, { productIds, customerId });
        await shop.reopened();
        const admin = createApiClient(caller.url(), await caller.token());
        await eventually(() => auditTills(admin, { ...sold, customerId }), 60_000);
      });
    });
  }
});

/** Tills are closed and opened while sales go on and wait for their PIX; each is counted as empty. */
async function sellAtTills(
  { caller, onAnswered }: MortalShop,
  goods: { productIds: string[]; customerId: string },
) {
  const tillIds = [randomUUID()];
  let turning = openTill(caller, tillIds[0]);
  await turning;
  const orderIds = await sellStubbornly({
    ...caller,
    ...goods,
    orders,
    concurrency: 4,
    onAnswered(count) {
      onAnswered(count);
      if (count % ordersOfTill > 0 || count === orders) return;
      const [before, next] = [tillIds.at(-1), randomUUID()];
      tillIds.push(next);
      turning = turning.then(() => closeTill(caller, before)).then(() => openTill(caller, next));
    },
  });
  await turning;
  await closeTill(caller, tillIds.at(-1));
  return { orderIds, tillIds };
}

async function openTill(caller: Caller, id: string | undefined): Promise<void> {
  const body = { id, register, floatMinor: 0 };
  await callStubbornly(caller, { method: 'POST', path: '/tills', body, key: `open-${id}` });
}

async function closeTill(caller: Caller, id: string | undefined): Promise<void> {
  const close = { path: `/tills/${id}/close`, body: { countedMinor: 0 }, key: `close-${id}` };
  await callStubbornly(caller, { method: 'POST', ...close });
}

async function auditTills(
  admin: ApiClient,
  sold: { orderIds: string[]; tillIds: string[]; customerId: string },
): Promise<void> {
  const { orderIds, tillIds, customerId } = sold;
  const sales = await Promise.all(
    orderIds.map(async (id) => (await admin.get(`/orders/${id}`)).body),
  );
  assert.ok(
    sales.every(({ status }) => status === 'completed'),
    'stock was plenty, so every order completes',
  );
  // Between a closing and the next opening the seller has no till. All else is in a report.
  const atTills = sales.filter(({ tillId }) => tillId !== null);
  let reported = 0;
  for (const tillId of tillIds) {
    const { body: report } = await admin.get(`/tills/${tillId}/report`);
    const own = atTills.filter((sale) => sale.tillId === tillId);
    const cashMinor = totalOf(paidBy('cash', own));
    assert.deepEqual(
      [report.status, report.sales.count, report.sales.totalMinor, report.expectedMinor],
      ['closed', own.length, totalOf(own), cashMinor],
      `till ${tillId}`,
    );
    reported += report.sales.count;
  }
  assert.equal(reported, atTills.length, 'every till that has a sale was looked at');
  const atNoTill = sales.filter(({ tillId }) => tillId === null);
  assert.ok(
    atNoTill.every(({ receiptNumber }) => receiptNumber === null),
    'a sale at no till has no number',
  );
  const numbers = atTills.map(({ receiptNumber }) => receiptNumber).sort((a, b) => a - b);
  assert.deepEqual(
    numbers,
    numbers.map((_none, index) => index + 1),
  );
  const cashAtTillsMinor = totalOf(paidBy('cash', atTills));
  assert.equal(await balanceOf(admin, 'sales_revenue'), totalOf(sales));
  assert.equal(
    await balanceOf(admin, 'cash_differences'),
    cashAtTillsMinor,
    'each till was counted as empty, and that is booked once',
  );
  assert.equal(await balanceOf(admin, 'cash'), totalOf(paidBy('cash', sales)) - cashAtTillsMinor);
  assert.equal(await balanceOf(admin, 'pix'), totalOf(paidBy('pix', sales)));
  const { body: tab } = await admin.get(`/customers/${customerId}/tab`);
  assert.equal(tab.balanceMinor, totalOf(paidBy('tab', sales)));
  assert.equal(await balanceOf(admin, 'tabs'), tab.balanceMinor);
  await verifyBooks(admin);
}

const totalOf = (some: { totalMinor: number }[]) =>
  some.reduce((total, { totalMinor }) => total + totalMinor, 0);
