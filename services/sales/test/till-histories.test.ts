/** Random days of a till: what it expects is the sum of all that went through the drawer, and each sale has its number. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import fc from 'fast-check';
import { type Counter, openCounter } from './counter.ts';

const kiloMinor = 1000;
const backMinor = kiloMinor / 10;
const kilos = fc.integer({ min: 1, max: 9 });
const step = fc.record({
  does: fc.constantFrom('cash', 'cash', 'pix', 'tab', 'suprimento', 'sangria'),
  kilos,
});
/** What happens to sales afterwards, one after another. */
const afterthought = fc.record({ does: fc.constantFrom('refund', 'pay tab'), kilos });

interface Day {
  seller: ApiClient;
  tillId: string;
  customerId: string;
}

describe('any day of a till', () => {
  let counter: Counter;
  let productId: string;
  before(async () => {
    counter = await openCounter({ isHelpful: true });
    productId = (await counter.addProduct({ priceMinor: kiloMinor })).id;
  });
  after(() => counter.stop());

  async function open(floatMinor: number): Promise<Day> {
    const seller = counter.as('seller', randomUUID());
    const till = await seller.post('/tills', { register: randomUUID().slice(0, 8), floatMinor });
    const customer = { name: 'Ana', tabLimitMinor: 1_000_000 };
    const { body } = await counter.as('admin').post('/customers', customer);
    return { seller, tillId: till.body.id, customerId: body.id };
  }

  async function sell({ seller, customerId }: Day, method: string, weight: number) {
    const order = {
      lines: [{ productId, quantityMilli: weight * 1000 }],
      payments: [{ method, amountMinor: weight * kiloMinor }],
      ...(method === 'tab' ? { customerId } : {}),
    };
    const { status, body } = await seller.post('/orders', order, { prefer: 'wait=10' });
    assert.deepEqual([status, body.status], [201, 'completed'], JSON.stringify(body));
    return { id: body.id, method, weight };
  }

  /** Answers what it put into the drawer, in centavos. */
  async function moveCash({ seller, tillId }: Day, type: string, amountMinor: number) {
    const { status } = await seller.post(`/tills/${tillId}/movements`, { type, amountMinor });
    assert.equal(status, 201);
    return type === 'sangria' ? -amountMinor : amountMinor;
  }

  async function payTab({ seller, customerId }: Day, amountMinor: number): Promise<number> {
    const payment = { method: 'cash', amountMinor };
    const { status } = await seller.post(`/customers/${customerId}/tab/payments`, payment);
    assert.equal(status, 201);
    return amountMinor;
  }

  /** A hundred grams come back. */
  async function refund({ seller }: Day, orderId: string): Promise<void> {
    const lines = [{ position: 0, quantityMilli: 100 }];
    const { status, body } = await seller.post(`/orders/${orderId}/refund`, { lines });
    assert.equal(status, 200, JSON.stringify(body));
  }

  it('ends with what its sales, refunds, tab payments and movements of cash add up to', async () => {
    const day = fc.record({
      floatMinor: fc.nat(50_000),
      steps: fc.array(step, { maxLength: 12 }),
      later: fc.array(afterthought, { maxLength: 6 }),
    });
    await fc.assert(
      fc.asyncProperty(day, async ({ floatMinor, steps, later }) => {
        const till = await open(floatMinor);
        const isSale = ({ does }: { does: string }) => ['cash', 'pix', 'tab'].includes(does);
        // All at once, as at a counter with several hands.
        const [sales, moved] = await Promise.all([
          Promise.all(steps.filter(isSale).map((one) => sell(till, one.does, one.kilos))),
          Promise.all(
            steps
              .filter((one) => !isSale(one))
              .map((one) => moveCash(till, one.does, one.kilos * kiloMinor)),
          ),
        ]);
        let expected = moved.reduce((sum, minor) => sum + minor, floatMinor);
        let owedMinor = 0;
        for (const { method, weight } of sales) {
          if (method === 'cash') expected += weight * kiloMinor;
          if (method === 'tab') owedMinor += weight * kiloMinor;
        }
        for (const one of later) {
          const sale = sales[one.kilos % Math.max(sales.length, 1)];
          if (one.does === 'refund' && sale !== undefined) {
            await refund(till, sale.id);
            // Off the tab goes what is owed; who has paid it gets cash.
            const offTab = sale.method === 'tab' ? Math.min(owedMinor, backMinor) : 0;
            owedMinor -= offTab;
            if (sale.method !== 'pix') expected -= backMinor - offTab;
          }
          const paidMinor = Math.min(owedMinor, one.kilos * kiloMinor);
          if (one.does === 'pay tab' && paidMinor > 0) {
            expected += await payTab(till, paidMinor);
            owedMinor -= paidMinor;
          }
        }
        await endsWith(till, { expected, sales: sales.length });
      }),
      { numRuns: 8 },
    );
  });

  async function endsWith(
    { seller, tillId }: Day,
    { expected, sales }: { expected: number; sales: number },
  ): Promise<void> {
    const { body } = await seller.post(`/tills/${tillId}/close`, { countedMinor: 0 });
    assert.equal(body.expectedMinor, expected);
    const { body: report } = await seller.get(`/tills/${tillId}/report`);
    assert.equal(report.sales.count, sales);
    assert.equal(report.sales.lastReceiptNumber, sales === 0 ? null : sales);
  }
});
