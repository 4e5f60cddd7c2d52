/** Receipts through the API: the format that is asked for, of one's own sales only; their totals are the day's sales. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { addDays } from '@balcao/contracts/dates.ts';
import { businessCalendar } from '@balcao/contracts/shop-clock.ts';
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import { type Counter, openCounter } from './counter.ts';

describe('receipts of sales', () => {
  let counter: Counter;
  let seller: ApiClient;
  let productId: string;
  before(async () => {
    counter = await openCounter({
      isHelpful: true,
      env: { SHOP_NAME: 'Açougue do Zé', RECEIPT_URL: 'https://shop.example/r/' },
    });
    seller = counter.as('seller', randomUUID());
    productId = (await counter.addProduct({ priceMinor: 1000 })).id;
  });
  after(() => counter.stop());

  const sell = async (kilos: number, more = {}) => {
    const lines = [{ productId, quantityMilli: kilos * 1000 }];
    const payments = [{ method: 'cash', amountMinor: kilos * 1000 }];
    const { body } = await seller.post('/orders', { lines, payments, ...more });
    assert.equal(body.status, 'completed', JSON.stringify(body));
    return body;
  };

  it('are a page, or bytes for a printer, as the query or Accept says', async () => {
    const { id } = await sell(1);
    const path = `/orders/${id}/receipt`;
    const page = await seller.get(path);
    assert.match(page.headers.get('content-type') ?? '', /^text\/html; charset=utf-8/);
    assert.match(page.headers.get('content-security-policy') ?? '', /default-src 'none'/);
    assert.ok(page.body.includes('Açougue do Zé') && page.body.includes('10,00'));
    const accept = 'application/octet-stream, text/html;q=0.5';
    for (const bytes of [
      await seller.get(`${path}?format=escpos`),
      await seller.get(path, { accept }),
    ]) {
      assert.equal(bytes.headers.get('content-type'), 'application/octet-stream');
      assert.ok(
        bytes.body.startsWith('\x1b@') && bytes.body.includes(`https://shop.example/r/${id}`),
      );
    }
    const browser = await seller.get(path, { accept: 'text/html,application/xml;q=0.9,*/*;q=0.8' });
    assert.equal(browser.body, page.body);
    assert.equal((await seller.get(path, { accept: 'image/png' })).body.code, 'not_acceptable');
    assert.equal((await seller.get(`${path}?format=pdf`)).status, 422);
  });

  it('are of sales that were made, and are shown to who may see the sale', async () => {
    const { id } = await sell(1);
    const stranger = counter.as('seller', randomUUID());
    assert.equal((await stranger.get(`/orders/${id}/receipt`)).status, 404);
    assert.equal((await counter.as('admin').get(`/orders/${id}/receipt`)).status, 200);
    const lines = [{ productId, quantityMilli: 1000 }];
    const { body: cart } = await seller.post('/orders', { lines, place: false });
    const refused = await seller.get(`/orders/${cart.id}/receipt`);
    assert.equal(refused.body.code, 'invalid_transition');
  });

  it('add up, by day, to the sales that were told of', async () => {
    const today = businessCalendar('America/Sao_Paulo')(new Date());
    const days = [0, -1, -2, -3].map((ago) => addDays(today, ago));
    for (const [index, day] of days.entries()) {
      const occurredAt = index === 0 ? undefined : `${day}T15:00:00.000Z`;
      for (let kilos = 1; kilos <= 3; kilos += 1) {
        await sell(kilos + index, { id: randomUUID(), occurredAt });
      }
    }
    for (const day of days) {
      const { body } = await seller.get(`/orders?from=${day}&to=${day}&status=completed&limit=200`);
      const printed = await Promise.all(
        body.items.map(async ({ id }: { id: string }) => {
          const { body: bytes } = await seller.get(`/orders/${id}/receipt?format=escpos`);
          const total = /TOTAL R\$ +([\d.]+),(\d\d)\n/.exec(bytes);
          return Number(`${total?.[1]?.replaceAll('.', '')}${total?.[2]}`);
        }),
      );
      const told = counter.heard
        .filter(({ type }) => type === 'sale.completed')
        .map(({ data }) => data as { businessDate: string; totalMinor: number })
        .filter(({ businessDate }) => businessDate === day);
      const sum = (amounts: number[]) => amounts.reduce((total, amount) => total + amount, 0);
      assert.ok(told.length >= 3);
      assert.equal(sum(printed), sum(told.map(({ totalMinor }) => totalMinor)));
    }
  });
});
