/** Guarantees of events: each is posted once, under its own trace, in whatever order and however often it comes. */
import assert from 'node:assert/strict';
import { newId } from '@balcao/kit/ids.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import fc from 'fast-check';
import { anySale, anyStockChange, refundOf, saleOf, stockChangeOf } from './fixtures.ts';
import { envelope, type Finance, startFinance } from './harness.ts';

describe('finance events', () => {
  let finance: Finance;
  const spans: { name: string; traceId: string }[] = [];

  before(async () => {
    finance = await startFinance({
      spanExporter: {
        export(batch, done) {
          for (const span of batch) {
            spans.push({ name: span.name, traceId: span.spanContext().traceId });
          }
          done({ code: 0 });
        },
        shutdown: async () => undefined,
      },
    });
  });
  after(() => finance?.stop());

  const completed = (sale: ReturnType<typeof saleOf>) =>
    envelope('sale.completed', sale.orderId, sale);
  const refunded = (refund: ReturnType<typeof refundOf>) =>
    envelope('sale.refunded', refund.orderId, refund);
  const changed = (change: ReturnType<typeof stockChangeOf>) =>
    envelope('stock.changed', change.sourceId, change);

  const posted = async (source: string) => {
    const rows = await finance.db.query<{ code: string; net: number }>(
      `SELECT a.code, l.debit_minor - l.credit_minor AS net
       FROM journal_transaction t JOIN journal_line l ON l.transaction_id = t.id
       JOIN account a ON a.id = l.account_id WHERE t.source = $1 ORDER BY l.position`,
      [source],
    );
    return rows.map(({ code, net }) => [code, net]);
  };

  const verify = async () => (await finance.as('admin').get('/finance/ledger/verify')).body;

  it('posts a sale once, however often and under however many event ids it comes', async () => {
    const sale = saleOf([
      ['cash', 700],
      ['credit', 300],
    ]);
    const message = completed(sale);
    await finance.publish(...Array.from({ length: 20 }, () => message));
    await finance.publish(message, completed(sale), completed(sale));
    assert.deepEqual(await posted(`sale:${sale.orderId}`), [
      ['cash', 700],
      ['card_receivable', 300],
      ['sales_revenue', -1000],
    ]);
    assert.equal((await verify()).isConsistent, true);
  });

  it('posts the cost of goods, a change of each kind for itself', async () => {
    const sale = stockChangeOf('sale', [[-1000, -450]]);
    const goodsBack = { ...stockChangeOf('return', [[1000, 450]]), sourceId: sale.sourceId };
    await finance.publish(changed(sale), changed(goodsBack), changed(sale));
    assert.deepEqual(await posted(`stock:sale:${sale.sourceId}`), [
      ['inventory', -450],
      ['cost_of_goods', 450],
    ]);
    assert.deepEqual(await posted(`stock:return:${sale.sourceId}`), [
      ['inventory', 450],
      ['cost_of_goods', -450],
    ]);
  });

  it('posts what is paid off a tab, and corrections of it, in one batch and once each', async () => {
    const [customerId, tabPaymentId, adjustmentId] = [newId(), newId(), newId()];
    const at = '2026-11-20T15:00:00.000Z';
    const common = { customerId, amountMinor: 700, businessDate: '2026-11-20' };
    const paid = { ...common, tabPaymentId, method: 'pix' as const, paidAt: at, tillId: null };
    const adjusted = { ...common, adjustmentId, adjustedAt: at };
    const messages = () => [
      envelope('tab.adjusted', customerId, adjusted),
      envelope('tab.paid', customerId, paid),
    ];
    await finance.publish(...messages(), ...messages());
    assert.deepEqual(await posted(`tab-payment:${tabPaymentId}`), [
      ['pix', 700],
      ['tabs', -700],
    ]);
    assert.deepEqual(await posted(`tab-adjustment:${adjustmentId}`), [
      ['tabs', 700],
      ['equity', -700],
    ]);
    assert.equal((await verify()).isConsistent, true);
  });

  it('posts what a card costs on the day it was approved, once, and nothing for what costs nothing', async () => {
    const approved = (feeMinor: number) => ({
      paymentId: newId(),
      orderId: newId(),
      method: 'credit' as const,
      amountMinor: 5_375,
      approvedAt: '2026-11-23T02:30:00.000Z',
      feeMinor,
    });
    const [card, free] = [approved(188), approved(0)];
    const message = envelope('payment.approved', card.orderId, card);
    await finance.publish(
      message,
      message,
      envelope('payment.approved', card.orderId, card),
      envelope('payment.approved', free.orderId, free),
    );
    assert.deepEqual(await posted(`fee:${card.paymentId}`), [
      ['card_fees', 188],
      ['card_receivable', -188],
    ]);
    assert.deepEqual(await posted(`fee:${free.paymentId}`), []);
    const rows = await finance.db.query(
      'SELECT kind, date FROM journal_transaction WHERE source = $1',
      [`fee:${card.paymentId}`],
    );
    assert.deepEqual(rows, [{ kind: 'fee', date: '2026-11-22' }]);
    assert.equal((await verify()).isConsistent, true);
  });

  it('reverses a refunded sale that arrives in the same batch', async () => {
    const sale = saleOf([['pix', 900]]);
    const refund = refundOf(sale);
    await finance.publish(completed(sale), refunded(refund));
    assert.deepEqual(await posted(`refund:${refund.refundId}`), [
      ['pix', -900],
      ['sales_revenue', 900],
    ]);
  });

  it('keeps a refund that overtook its sale until the sale is there', async () => {
    const sale = saleOf([['cash', 800]]);
    const refund = refundOf(sale);
    const other = saleOf([['cash', 1]]);
    await finance.publish(refunded(refund), completed(other));
    assert.deepEqual(await posted(`refund:${refund.refundId}`), []);
    assert.equal((await posted(`sale:${other.orderId}`)).length, 2);
    await finance.publish({ ...completed(sale), subject: newId() });
    await eventually(async () => {
      assert.equal((await posted(`refund:${refund.refundId}`)).length, 2);
    });
    assert.deepEqual(await finance.db.query('SELECT id FROM deferred_message'), []);
  });

  it('posts nothing for a sale of nothing, and its refund does not wait', async () => {
    const sale = saleOf([]);
    const refund = refundOf(sale);
    await finance.publish(completed(sale));
    await finance.publish(refunded(refund));
    assert.deepEqual(await posted(`sale:${sale.orderId}`), []);
    assert.deepEqual(await finance.db.query('SELECT id FROM deferred_message'), []);
  });

  it('ends the trace of the message at the posting', async () => {
    const sale = saleOf([['cash', 100]]);
    const traceId = newId().replaceAll('-', '');
    const traceparent = `00-${traceId}-00f067aa0ba902b7-01`;
    await finance.publish({ ...completed(sale), traceparent });
    const [row] = await finance.db.query<{ trace_id: string }>(
      'SELECT trace_id FROM journal_transaction WHERE source = $1',
      [`sale:${sale.orderId}`],
    );
    assert.equal(row?.trace_id, traceId);
    const names = spans.filter((span) => span.traceId === traceId).map(({ name }) => name);
    assert.deepEqual(names.sort(), ['post journal', 'process sale.completed']);
  });

  it('gives each message of a batch its own trace', async () => {
    const sales = Array.from({ length: 5 }, () => saleOf([['cash', 100]]));
    const traces = new Map(sales.map(({ orderId }) => [orderId, newId().replaceAll('-', '')]));
    await finance.publish(
      ...sales.map((sale) => ({
        ...completed(sale),
        traceparent: `00-${traces.get(sale.orderId)}-00f067aa0ba902b7-01`,
      })),
    );
    for (const { orderId } of sales) {
      const rows = await finance.db.query(
        'SELECT trace_id FROM journal_transaction WHERE source = $1',
        [`sale:${orderId}`],
      );
      assert.deepEqual(rows, [{ trace_id: traces.get(orderId) }]);
    }
  });

  it('stays balanced and equal to its rebuild after any sequence of events, repeats included', async () => {
    const anyStep = fc.oneof(
      fc
        .tuple(anySale, fc.boolean())
        .map(([sale, isRefunded]) =>
          isRefunded ? [completed(sale), refunded(refundOf(sale))] : [completed(sale)],
        ),
      anyStockChange.map((change) => [changed(change)]),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: 1, maxLength: 12 }), async (steps) => {
        const messages = steps.flat();
        await finance.publish(...messages);
        await finance.publish(...messages.slice(0, 3));
        const report = await verify();
        assert.equal(report.isConsistent, true);
        assert.equal(report.debitMinor, report.creditMinor);
      }),
      { numRuns: 15 },
    );
    assert.deepEqual(await finance.db.query('SELECT id FROM deferred_message'), []);
  });

  it('takes sales and entries on the same accounts at the same time without a loss', async () => {
    const before = await verify();
    const admin = finance.as('admin');
    const sales = Array.from({ length: 60 }, (_, n) =>
      saleOf([[n % 2 === 0 ? 'cash' : 'pix', 10]]),
    );
    const entries = ['cash', 'pix'].flatMap((account) =>
      Array.from({ length: 40 }, () =>
        admin.post('/finance/entries', {
          type: 'credit',
          amountMinor: 10,
          date: '2026-11-20',
          description: 'x',
          account,
        }),
      ),
    );
    await Promise.all([
      ...sales.flatMap((sale) => [
        finance.publish(completed(sale)),
        finance.publish(refunded(refundOf(sale, '2026-11-20'))),
      ]),
      ...entries,
    ]);
    const report = await verify();
    assert.equal(report.isConsistent, true);
    assert.equal(report.debitMinor - before.debitMinor, 2000);
    assert.deepEqual(await finance.db.query('SELECT id FROM deferred_message'), []);
  });
});
