/** When sales are made: by the clock of the shop, on their business day, and only those that were completed. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { addDays } from '@balcao/contracts/dates.ts';
import { businessCalendar, weekdayOf } from '@balcao/contracts/shop-clock.ts';
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { type Counter, openCounter } from './counter.ts';

// Yesterday in São Paulo, which is three hours behind UTC.
const day = addDays(businessCalendar('America/Sao_Paulo')(new Date()), -1);

describe('sales by hour', () => {
  let counter: Counter;
  let admin: ApiClient;
  let seller: ApiClient;
  let productId: string;
  before(async () => {
    counter = await openCounter({ isHelpful: true });
    admin = counter.as('admin');
    seller = counter.as('seller', randomUUID());
    productId = (await counter.addProduct({ priceMinor: 1000 })).id;
    await sellAt(`${day}T11:59:00.000Z`, 'cash');
    await sellAt(`${day}T12:00:00.000Z`, 'pix');
    await sellAt(`${day}T12:45:00.000Z`, 'cash');
    // 23:30 in the shop is the next day in UTC.
    await sellAt(`${addDays(day, 1)}T02:30:00.000Z`, 'cash');
  });
  after(() => counter?.stop());

  async function sellAt(occurredAt: string, method: string) {
    const lines = [{ productId, quantityMilli: 1000 }];
    const payments = [{ method, amountMinor: 1000 }];
    const sale = { id: randomUUID(), occurredAt, lines, payments };
    assert.equal((await seller.post('/orders', sale)).status, 201);
    await eventually(async () => {
      const { body } = await admin.get(`/orders/${sale.id}`);
      assert.equal(body.status, 'completed');
    });
  }
  const read = async (query = '') =>
    (await admin.get(`/orders/by-hour?from=${day}&to=${day}${query}`)).body;

  it('sums by the hour of the shop, on the day of the shop', async () => {
    const weekday = weekdayOf(day);
    assert.deepEqual(await read(), {
      from: day,
      to: day,
      saleCount: 4,
      totalMinor: 4000,
      items: [
        { weekday, hour: 8, saleCount: 1, totalMinor: 1000 },
        { weekday, hour: 9, saleCount: 2, totalMinor: 2000 },
        { weekday, hour: 23, saleCount: 1, totalMinor: 1000 },
      ],
    });
  });

  it('stops at a time of day, so that a day that is not over can be compared', async () => {
    assert.equal((await read('&until=09:30')).totalMinor, 2000);
    assert.equal((await read('&until=09:00')).totalMinor, 1000);
    const refused = await admin.get(`/orders/by-hour?from=${day}&to=${day}&until=24:00`);
    assert.equal(refused.status, 422);
  });

  it('counts nothing that is not sold yet', async () => {
    const lines = [{ productId, quantityMilli: 1000 }];
    assert.equal((await seller.post('/orders', { lines, place: false })).status, 201);
    const { saleCount } = (await admin.get(`/orders/by-hour?from=${day}&to=${addDays(day, 1)}`))
      .body;
    assert.equal(saleCount, 4);
  });

  it('is not for sellers, and not for more than a leap year', async () => {
    assert.equal((await seller.get(`/orders/by-hour?from=${day}&to=${day}`)).status, 403);
    const long = await admin.get('/orders/by-hour?from=2024-01-01&to=2025-01-01');
    assert.equal(long.status, 422);
  });

  it('lists the orders that some part of is paid in one way', async () => {
    const list = async (filter: string) =>
      (await admin.get(`/orders?from=${day}&to=${day}&${filter}`)).body.items.length;
    assert.deepEqual(
      [await list('method=pix'), await list('method=cash'), await list('method=tab')],
      [1, 3, 0],
    );
    assert.equal(await list('reason=payment_declined'), 0);
  });
});
