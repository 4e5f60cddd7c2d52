/** Tills that are counted while their sales are being paid: every sale is in exactly one report. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { TillReport } from '@balcao/contracts/api/tills.ts';
import { eventSchemas } from '@balcao/contracts/events/catalog.ts';
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { openTillDesk, type TillDesk } from './till-desk.ts';

describe('tills that close while sales are being paid', () => {
  let desk: TillDesk;
  before(async () => {
    desk = await openTillDesk({ isHelpful: false });
  });
  after(() => desk?.counter.stop());

  const place = async (seller: ApiClient, payments: object[]) =>
    (
      await seller.post(
        '/orders',
        { lines: [{ productId: desk.productId, quantityMilli: 1000 }], payments },
        { prefer: 'wait=0' },
      )
    ).body;
  const hold = (id: string) => desk.counter.say('stock.reserved', id, { orderId: id });
  const pix = [{ method: 'pix', amountMinor: 1000 }];
  const approve = (order: { id: string; payments: { id: string }[] }) =>
    desk.counter.say('payment.approved', order.id, {
      paymentId: order.payments[0]?.id,
      orderId: order.id,
      method: 'pix',
      amountMinor: 1000,
      approvedAt: new Date().toISOString(),
    });

  it('waits for the last of them, is in no way of the next till, and has it in its report', async () => {
    const seller = desk.counter.as('seller', randomUUID());
    const register = desk.nextRegister();
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
    await desk.counter.say('stock.rejected', given.id, {
      orderId: given.id,
      shortages: [{ productId: desk.productId, requestedMilli: 1000, availableMilli: 0 }],
    });
    assert.equal((await seller.get(`/tills/${till.id}`)).body.status, 'closed');
    const { body: report } = await seller.get(`/tills/${till.id}/report`);
    assert.deepEqual([report.sales.count, report.sales.totalMinor], [1, 1000]);
    assert.equal(report.expectedMinor, 100);
    const { data } = await eventually(() => {
      const found = desk.counter.heard.filter(({ subject }) => subject === till.id);
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
    const seller = desk.counter.as('seller', randomUUID());
    const register = desk.nextRegister();
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
