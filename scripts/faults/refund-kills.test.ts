/** Killed while sales are refunded in parts, the shop gives each part back once: goods, money and books. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { type ApiClient, createApiClient } from '@balcao/kit/testing/api-client.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { balanceOf, paidBy, verifyBooks } from '../harness/audit.ts';
import { addDebtor, stockUp } from '../harness/counter.ts';
import { waysToDie } from '../harness/mortal-shop.ts';
import { type Caller, callStubbornly } from '../harness/stubborn-call.ts';
import { sellStubbornly } from '../harness/stubborn-seller.ts';

const orders = 40;
const kills = 6;
const victims = ['sales', 'inventory', 'payment', 'finance'];
/** Of an order of three kilograms at R$ 10.00: what comes back to the shelf, and what is spoilt. */
const parts = [
  { position: 0, quantityMilli: 400, disposition: 'stock' },
  { position: 1, quantityMilli: 250, disposition: 'waste' },
] as const;
const orderMinor = 3000;
const partsMinor = 650;
const stockedMilli = 1_000_000_000;
const limitMs = 420_000;

describe('kill -9 during eighty refunds, six times', () => {
  for (const { of, run } of waysToDie) {
    it(`${of}: each part comes back once, and stock, drawer and ledger agree`, async function () {
      this.timeout(limitMs);
      const deaths = { things: orders * parts.length, kills, victims };
      await run(this, deaths, async ({ caller, onAnswered, reopened }) => {
        const { productIds, call } = await stockUp(caller.url(), 3);
        const customerId = await addDebtor(call);
        const sale = {
          productIds,
          customerId,
          orders,
          concurrency: 4,
          onAnswered: () => undefined,
        };
        const orderIds = await sellStubbornly({ ...caller, ...sale });
        const client = async () => createApiClient(caller.url(), await caller.token());
        await eventually(async () => {
          const sales = await readOrders(await client(), orderIds);
          assert.ok(sales.every(({ status }) => status === 'completed'));
        }, 30_000);
        await refundStubbornly(caller, orderIds, onAnswered);
        await reopened();
        const admin = await client();
        await eventually(() => auditRefunds(admin, { orderIds, productIds }), 60_000);
      });
    });
  }
});

/** Every part of every order as a refund of its own, four at a time. */
async function refundStubbornly(
  caller: Caller,
  orderIds: string[],
  onAnswered: (count: number) => void,
): Promise<void> {
  const refunds = orderIds.flatMap((orderId) => parts.map((line) => ({ orderId, line })));
  let answered = 0;
  const worker = async () => {
    for (let next = refunds.pop(); next !== undefined; next = refunds.pop()) {
      const id = randomUUID();
      const body = { id, lines: [next.line] };
      const path = `/orders/${next.orderId}/refund`;
      await callStubbornly(caller, { method: 'POST', path, body, key: id });
      answered += 1;
      onAnswered(answered);
    }
  };
  await Promise.all(Array.from({ length: 4 }, worker));
}

async function readOrders(admin: ApiClient, orderIds: string[]) {
  return Promise.all(orderIds.map(async (id) => (await admin.get(`/orders/${id}`)).body));
}

async function auditRefunds(
  admin: ApiClient,
  { orderIds, productIds }: { orderIds: string[]; productIds: string[] },
): Promise<void> {
  const sales = await readOrders(admin, orderIds);
  for (const { status, refunds } of sales) {
    assert.deepEqual([status, refunds.length], ['partially_refunded', parts.length]);
  }
  const levels = await Promise.all(
    productIds.map(async (id) => (await admin.get(`/inventory/stock/${id}`)).body.onHandMilli),
  );
  const onHandMilli = levels.reduce((sum, level) => sum + level, 0);
  const [{ quantityMilli: backMilli }] = parts;
  assert.equal(
    onHandMilli,
    productIds.length * (stockedMilli - orders * 1000) + orders * backMilli,
  );
  const leftMinor = orderMinor - partsMinor;
  const accounts = { cash: 'cash', pix: 'pix', tab: 'tabs' };
  for (const [method, account] of Object.entries(accounts)) {
    const wayLeftMinor = paidBy(method, sales).length * leftMinor;
    const message = `${account} is what was sold by it less what went back by it`;
    assert.equal(await balanceOf(admin, account), wayLeftMinor, message);
  }
  assert.equal(await balanceOf(admin, 'sales_revenue'), orders * leftMinor);
  await verifyBooks(admin);
}
