/** What must hold after whatever was done to the cluster, read through the public API. */
import assert from 'node:assert/strict';
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { priceMinor } from './shop.ts';

/** What one run of traffic started from. */
export interface Before {
  productId: string;
  onHandMilli: number;
  revenueMinor: number;
}

const withinMs = 90_000;

export async function readBefore(admin: ApiClient, productId: string): Promise<Before> {
  const { body } = await admin.get(`/inventory/stock/${productId}`);
  return { productId, onHandMilli: body.onHandMilli, revenueMinor: await revenueOf(admin) };
}

/** Those orders that were made, though nobody was told. */
export async function madeOf(admin: ApiClient, unclearIds: string[]): Promise<string[]> {
  const made: string[] = [];
  for (const id of unclearIds) {
    const { status } = await admin.get(`/orders/${id}`);
    assert.ok(status === 200 || status === 404, `order ${id}: ${status}`);
    if (status === 200) made.push(id);
  }
  return made;
}

/** Each order that was answered 201 is completed, moved its stock once and its money once; the books verify. */
export async function audit(admin: ApiClient, before: Before, orderIds: string[]): Promise<void> {
  for (const id of orderIds) {
    await eventually(async () => {
      const { status, body } = await admin.get(`/orders/${id}`);
      assert.equal(status, 200, `order ${id} was answered 201: ${status}`);
      assert.equal(body.status, 'completed', `order ${id}`);
    }, withinMs);
  }
  await eventually(async () => {
    const { body } = await admin.get(`/inventory/stock/${before.productId}`);
    const onHandMilli = before.onHandMilli - orderIds.length * 1000;
    assert.deepEqual(
      { onHandMilli: body.onHandMilli, availableMilli: body.availableMilli },
      { onHandMilli, availableMilli: onHandMilli },
      'each sale took its stock once, and nothing stays reserved',
    );
    const soldMinor = (await revenueOf(admin)) - before.revenueMinor;
    assert.equal(soldMinor, orderIds.length * priceMinor, 'revenue is the sum of the sales');
    for (const path of ['/finance/ledger/verify', '/inventory/stock/verify']) {
      const verified = await admin.get(path);
      assert.equal(verified.body.isConsistent, true, `${path}: ${JSON.stringify(verified.body)}`);
    }
  }, withinMs);
}

async function revenueOf(admin: ApiClient): Promise<number> {
  const { body: accounts } = await admin.get('/finance/accounts');
  const { id } = accounts.items.find(({ code }: { code: string }) => code === 'sales_revenue');
  return (await admin.get(`/finance/accounts/${id}/balance`)).body.balanceMinor;
}
