/** What has happened in the shop of the desk's tests: a sale at a till that was closed with too little, and an entry. */
import assert from 'node:assert/strict';
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { hostile } from './open-desk.ts';
import { added } from './stock-goods.ts';

export interface DeskDay {
  orderId: string;
  tillId: string;
  /** The shop's day, `2026-11-26`. */
  date: string;
}

/** 2 × R$ 21,90 in cash, of a product with a hostile name; R$ 4,10 missing at the closing; an entry that no model can read. */
export async function playDay(call: ApiClient): Promise<DeskDay> {
  const coal = { sku: 'C5', name: `Carvão ${hostile}`, unit: 'un', priceMinor: 2190 };
  const productId = await added(call, '/products', { ...coal, costMinor: 1500 });
  const purchase = { type: 'purchase', productId, quantityMilli: 9000, unitCostMinor: 1500 };
  // Services hear of each other's news a moment later.
  await eventually(() => added(call, '/inventory/movements', purchase));
  const tillId = await added(call, '/tills', { register: '1', floatMinor: 10_000 });
  const order = {
    lines: [{ productId, quantityMilli: 2000 }],
    payments: [{ method: 'cash', amountMinor: 4380, tenderedMinor: 5000 }],
  };
  const orderId = await eventually(() => added(call, '/orders', order));
  await eventually(async () => {
    const { body } = await call.get(`/orders/${orderId}`);
    assert.equal(body.status, 'completed');
  });
  const closed = await call.post(`/tills/${tillId}/close`, { countedMinor: 13_970 });
  assert.equal(closed.status, 200, JSON.stringify(closed.body));
  const date = shopDate();
  const entry = { type: 'debit', amountMinor: 12_345, date, description: 'Xyzq' };
  await added(call, '/finance/entries', entry);
  await eventually(async () => {
    const { body } = await call.get(`/finance/reports/profit-and-loss?from=${date}&to=${date}`);
    assert.equal(body.sales.amountMinor, 4380);
  });
  return { orderId, tillId, date };
}

/** Today, on the clock of a shop that says nothing else. */
const shopDate = () =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Sao_Paulo' }).format(new Date());
