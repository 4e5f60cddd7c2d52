/** Guarantees of posting sales: what was paid is what was earned, and a refund undoes its sale exactly. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { anySale, refundOf, saleOf } from '../test/fixtures.ts';
import { postRefund, postSale } from './post-sale.ts';

describe('postSale', () => {
  it('debits each way of paying and credits revenue', () => {
    const sale = saleOf([
      ['cash', 1000],
      ['pix', 2500],
      ['debit', 300],
      ['credit', 700],
      ['cash', 5],
      ['tab', 40],
    ]);
    const transaction = postSale(sale);
    assert.equal(transaction.source, `sale:${sale.orderId}`);
    assert.equal(transaction.date, sale.businessDate);
    assert.deepEqual(transaction.lines, [
      { account: 'cash', debitMinor: 1005, creditMinor: 0 },
      { account: 'pix', debitMinor: 2500, creditMinor: 0 },
      { account: 'card_receivable', debitMinor: 1000, creditMinor: 0 },
      { account: 'tabs', debitMinor: 40, creditMinor: 0 },
      { account: 'sales_revenue', debitMinor: 0, creditMinor: 4545 },
    ]);
  });

  it('takes the cash of a late sale from the difference that its till was closed with', () => {
    const sale = saleOf([
      ['cash', 2000],
      ['pix', 500],
    ]);
    assert.deepEqual(postSale({ ...sale, isLate: true }).lines, [
      { account: 'cash_differences', debitMinor: 2000, creditMinor: 0 },
      { account: 'pix', debitMinor: 500, creditMinor: 0 },
      { account: 'sales_revenue', debitMinor: 0, creditMinor: 2500 },
    ]);
  });

  it('reverses a sale in parts, each by the payments that it goes back by', () => {
    const sale = saleOf([
      ['cash', 1000],
      ['tab', 2000],
    ]);
    const [cash, tab] = sale.payments;
    assert.ok(cash && tab);
    const part = { ...refundOf(sale), totalMinor: 2300, isWhole: false };
    const { lines, source } = postRefund({
      ...part,
      payments: [tab, { ...cash, amountMinor: 300 }],
    });
    assert.equal(source, `refund:${part.refundId}`);
    assert.deepEqual(lines, [
      { account: 'tabs', debitMinor: 0, creditMinor: 2000 },
      { account: 'cash', debitMinor: 0, creditMinor: 300 },
      { account: 'sales_revenue', debitMinor: 2300, creditMinor: 0 },
    ]);
  });

  it('has no lines for a sale of nothing, nor for its refund', () => {
    const sale = saleOf([]);
    assert.deepEqual(postSale(sale).lines, []);
    assert.deepEqual(postRefund(refundOf(sale)).lines, []);
  });

  it('refuses a sale whose payments are not its total', () => {
    const sale = { ...saleOf([['cash', 1000]]), totalMinor: 999 };
    assert.throws(() => postSale(sale), { name: 'Problem', code: 'conflict' });
    assert.throws(() => postRefund(refundOf(sale)), { name: 'Problem', code: 'conflict' });
  });

  it('balances for any sale, and its refund is the same lines with their sides exchanged', () => {
    fc.assert(
      fc.property(anySale, (sale) => {
        const { lines } = postSale(sale);
        const debits = lines.reduce((sum, { debitMinor }) => sum + debitMinor, 0);
        const credits = lines.reduce((sum, { creditMinor }) => sum + creditMinor, 0);
        assert.equal(debits, sale.totalMinor);
        assert.equal(credits, sale.totalMinor);
        const exchanged = lines.map(({ account, debitMinor, creditMinor }) => ({
          account,
          debitMinor: creditMinor,
          creditMinor: debitMinor,
        }));
        assert.deepEqual(postRefund(refundOf(sale)).lines, exchanged);
      }),
    );
  });
});
