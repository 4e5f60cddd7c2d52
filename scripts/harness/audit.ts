/** What must hold after any fault, read through the public API only. */
import assert from 'node:assert/strict';
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';

/** Of orders. */
export const finalStatuses = ['completed', 'rejected', 'cancelled', 'refunded'];

export interface AuditOptions {
  admin: ApiClient;
  orderIds: string[];
  productIds: string[];
  /** On hand before the first sale, in thousandths. */
  stockedMilli: number;
  withinMs: number;
}

/** Every order is final, each completed one moved its stock and its money once, the books verify. Answers the completed ones. */
export async function audit(options: AuditOptions): Promise<number> {
  const { admin, orderIds, productIds, stockedMilli, withinMs } = options;
  const statuses = await eventually(async () => {
    const found = await Promise.all(orderIds.map((id) => statusOf(admin, id)));
    const open = found.filter((status) => !finalStatuses.includes(status));
    assert.equal(open.length, 0, `${open.length} orders are not final: ${[...new Set(open)]}`);
    return found;
  }, withinMs);
  const completed = statuses.filter((status) => status === 'completed').length;
  await eventually(async () => {
    for (const productId of productIds) {
      const { body } = await admin.get(`/inventory/stock/${productId}`);
      const expected = stockedMilli - completed * 1000;
      assert.deepEqual(
        { onHand: body.onHandMilli, available: body.availableMilli },
        { onHand: expected, available: expected },
        'stock is what was bought less what was sold, and nothing stays reserved',
      );
    }
    assert.equal(await balanceOf(admin, 'cash'), completed * 3000, 'cash is the sum of the sales');
    assert.equal(await balanceOf(admin, 'sales_revenue'), completed * 3000);
    await verifyBooks(admin);
  }, withinMs);
  return completed;
}

/** Σ movements = level, and Σ debits = Σ credits, by the services' own proofs. */
export async function verifyBooks(admin: ApiClient): Promise<void> {
  for (const path of ['/inventory/stock/verify', '/finance/ledger/verify']) {
    const { body } = await admin.get(path);
    assert.equal(body.isConsistent, true, JSON.stringify(body));
  }
}

/** How an order of one payment was paid. */
interface PaidOrder {
  payments: { method: string }[];
}

/** Those of some orders that were paid so. */
export const paidBy = <Order extends PaidOrder>(method: string, orders: Order[]): Order[] =>
  orders.filter(({ payments }) => payments[0]?.method === method);

async function statusOf(admin: ApiClient, id: string): Promise<string> {
  const { status, body } = await admin.get(`/orders/${id}`);
  assert.equal(status, 200, `order ${id} was answered 201 and is gone: ${status}`);
  return body.status;
}

/** The balance of an account by its code, in centavos; `at` the end of a business day, else of now. */
export async function balanceOf(admin: ApiClient, code: string, at?: string): Promise<number> {
  const { body: accounts } = await admin.get('/finance/accounts');
  const account = accounts.items.find((item: { code: string }) => item.code === code);
  const { body } = await admin.get(
    `/finance/accounts/${account.id}/balance${at === undefined ? '' : `?at=${at}`}`,
  );
  return body.balanceMinor;
}
