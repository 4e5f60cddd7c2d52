/** Any history of several tills: their Z readings, the receipts and the ledger tell the same revenue. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { lineTotalMinor, sumMinor } from '@balcao/contracts/money.ts';
import { businessCalendar } from '@balcao/contracts/shop-clock.ts';
import { type ApiClient, createApiClient } from '@balcao/kit/testing/api-client.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import fc from 'fast-check';
import { balanceOf, verifyBooks } from '../harness/audit.ts';
import { type Counter, stockUp } from '../harness/counter.ts';
import { openWholeShop, type WholeShop } from '../harness/whole-shop.ts';

const priceMinor = 3_991;
const sellers = 3;
const dayMs = 86_400_000;
const days = [2, 1, 0] as const;
const dayOf = businessCalendar('America/Sao_Paulo');

const sale = fc.record({
  does: fc.constantFrom('sell' as const, 'sell late' as const),
  /** When it happened, where it is told late. */
  daysAgo: fc.constantFrom(...days),
  quantities: fc.array(fc.integer({ min: 1, max: 5_000 }), { minLength: 1, maxLength: 3 }),
  /** Of what a seller may give without asking. */
  discountShare: fc.double({ min: 0, max: 1, noNaN: true }),
  method: fc.constantFrom('cash' as const, 'debit' as const, 'tab' as const, 'cash and debit'),
});
const refund = fc.record({
  does: fc.constant('refund' as const),
  /** Which of the sales so far, and how much of its first line. */
  of: fc.nat(),
  share: fc.double({ min: 0, max: 1, noNaN: true }),
});
/** The till is counted, and its seller opens the next. */
const turn = fc.record({ does: fc.constant('turn' as const) });
const step = fc.oneof({ weight: 5, arbitrary: sale }, { weight: 2, arbitrary: refund }, turn);
const history = fc.array(fc.array(step, { maxLength: 8 }), {
  minLength: sellers,
  maxLength: sellers,
});

type Drawn<Source> = Source extends fc.Arbitrary<infer Value> ? Value : never;
type Sale = Drawn<typeof sale>;
type Refund = Drawn<typeof refund>;
type Step = Drawn<typeof step>;

/** A seller with a register, and what happened there. */
interface Desk {
  api: ApiClient;
  customerId: string;
  /** The last is open, the others are closed. */
  tillIds: string[];
  /** `leftMilli` is what is left to come back of the first line. */
  sold: { id: string; daysAgo: number; totalMinor: number; leftMilli: number }[];
  refundedMinor: number;
}

describe('any history of three tills', function () {
  this.timeout(180_000);
  let shop: WholeShop;
  let counter: Counter;
  let people: { api: ApiClient; customerId: string }[];

  before(async () => {
    shop = await openWholeShop({ LOG_LEVEL: 'silent', STRICT_ANSWERS: 'true' });
    counter = await stockUp(shop.url, 1, priceMinor);
    people = await Promise.all(Array.from({ length: sellers }, hire));
  });
  after(() => shop?.close());

  async function hire(): Promise<{ api: ApiClient; customerId: string }> {
    const { call } = counter;
    const login = { email: `${randomUUID()}@example.com`, password: 'a long seller password' };
    await call.post('/users', { ...login, name: 'Seller', role: 'seller' });
    const session = await createApiClient(shop.url).post('/auth/login', login);
    const customer = { name: 'Ana', tabLimitMinor: 1_000_000_000 };
    const { body } = await call.post('/customers', customer);
    return { api: createApiClient(shop.url, session.body.accessToken), customerId: body.id };
  }

  async function openTill(desk: Pick<Desk, 'api' | 'tillIds'>): Promise<void> {
    const till = { register: randomUUID().slice(0, 8), floatMinor: 0 };
    const { status, body } = await desk.api.post('/tills', till);
    assert.equal(status, 201, JSON.stringify(body));
    desk.tillIds.push(body.id);
  }

  async function closeTill({ api, tillIds }: Desk): Promise<void> {
    const { status, body } = await api.post(`/tills/${tillIds.at(-1)}/close`, { countedMinor: 0 });
    assert.deepEqual([status, body.status], [200, 'closed'], JSON.stringify(body));
  }

  async function play(desk: Desk, steps: Step[]): Promise<void> {
    await openTill(desk);
    for (const one of steps) {
      switch (one.does) {
        case 'sell':
        case 'sell late':
          await sell(desk, one);
          break;
        case 'refund':
          await giveBack(desk, one);
          break;
        case 'turn':
          await closeTill(desk);
          await openTill(desk);
      }
    }
    await closeTill(desk);
  }

  async function sell(desk: Desk, sale: Sale) {
    const { does, quantities, discountShare, method } = sale;
    const daysAgo = does === 'sell late' ? sale.daysAgo : 0;
    const [productId] = counter.productIds;
    const subtotalMinor = sumMinor(quantities.map((milli) => lineTotalMinor(priceMinor, milli)));
    const discountMinor = Math.floor((subtotalMinor / 20) * discountShare);
    const totalMinor = subtotalMinor - discountMinor;
    const id = randomUUID();
    const occurredAt = new Date(Date.now() - daysAgo * dayMs).toISOString();
    const happened = { occurredAt, tillId: desk.tillIds[0] };
    const order = {
      id,
      lines: quantities.map((quantityMilli) => ({ productId, quantityMilli })),
      discountMinor,
      payments: paymentsOf(method, totalMinor),
      customerId: desk.customerId,
      ...(does === 'sell late' ? happened : {}),
    };
    const { status, body } = await desk.api.post('/orders', order, { prefer: 'wait=20' });
    assert.equal(status, 201, JSON.stringify(body));
    await eventually(async () => {
      assert.equal((await desk.api.get(`/orders/${id}`)).body.status, 'completed');
    });
    desk.sold.push({ id, daysAgo, totalMinor, leftMilli: quantities[0] ?? 0 });
  }

  async function giveBack(desk: Desk, { of, share }: Refund): Promise<void> {
    const sold = desk.sold[of % Math.max(desk.sold.length, 1)];
    const quantityMilli = Math.ceil((sold?.leftMilli ?? 0) * share);
    if (sold === undefined || quantityMilli === 0) return;
    sold.leftMilli -= quantityMilli;
    const refundOf = { lines: [{ position: 0, quantityMilli }] };
    const { status, body } = await desk.api.post(`/orders/${sold.id}/refund`, refundOf);
    assert.equal(status, 200, JSON.stringify(body));
    // All refunds of the sale are told, the oldest first.
    desk.refundedMinor += body.refunds.at(-1).totalMinor;
  }

  /** What a till's reading says of its sales, those that came late too, less what went back. */
  async function readingOf(tillId: string): Promise<number> {
    const { body } = await counter.call.get(`/tills/${tillId}/report`);
    assert.equal(body.reading, 'z');
    return body.sales.totalMinor + body.late.totalMinor - body.refunds.totalMinor;
  }

  /** What stands on a receipt: its total, less what went back. */
  async function receiptOf(orderId: string): Promise<number> {
    const { body } = await counter.call.get(`/orders/${orderId}/receipt`);
    const rows = body.matchAll(/<th>(TOTAL R\$|Devolução [^<]*)<\/th><td>(-?[\d.]+,\d\d)<\/td>/g);
    return sumMinor([...rows].map(([, , text]) => Number(text.replace(/[.,]/g, ''))));
  }

  /** What the ledger has as revenue by the end of each of some days. */
  const revenueBy = (ends: string[]) =>
    Promise.all(ends.map((day) => balanceOf(counter.call, 'sales_revenue', day)));

  it('has one revenue: of the readings, of the receipts, and of the ledger', async () => {
    await fc.assert(
      fc.asyncProperty(history, async (histories) => {
        const ends = days.map((daysAgo) => dayOf(new Date(Date.now() - daysAgo * dayMs)));
        const before = await revenueBy(ends);
        const desks = people.map(
          (person): Desk => ({ ...person, tillIds: [], sold: [], refundedMinor: 0 }),
        );
        await Promise.all(desks.map((desk, index) => play(desk, histories[index] ?? [])));
        const sold = desks.flatMap((desk) => desk.sold);
        const expected =
          sumMinor(sold.map(({ totalMinor }) => totalMinor)) -
          sumMinor(desks.map(({ refundedMinor }) => refundedMinor));
        const readings = await Promise.all(desks.flatMap(({ tillIds }) => tillIds).map(readingOf));
        assert.equal(sumMinor(readings), expected, 'the Z readings');
        const receipts = await Promise.all(sold.map(({ id }) => receiptOf(id)));
        assert.equal(sumMinor(receipts), expected, 'the receipts');
        await eventually(async () => {
          const revenue = (await revenueBy(ends)).map((minor, day) => minor - (before[day] ?? 0));
          // What went back went back today, whichever day it was sold on.
          const soldBy = (ago: number) =>
            sumMinor(sold.filter(({ daysAgo }) => daysAgo >= ago).map((one) => one.totalMinor));
          assert.deepEqual(revenue, [soldBy(2), soldBy(1), expected], 'the ledger, by day');
        });
        await verifyBooks(counter.call);
      }),
      { numRuns: 8 },
    );
  });
});

function paymentsOf(method: Sale['method'], totalMinor: number) {
  if (method !== 'cash and debit') return [{ method, amountMinor: totalMinor }];
  const cashMinor = Math.ceil(totalMinor / 2);
  const parts = [
    { method: 'cash', amountMinor: cashMinor },
    { method: 'debit', amountMinor: totalMinor - cashMinor },
  ];
  return parts.filter(({ amountMinor }) => amountMinor > 0);
}
