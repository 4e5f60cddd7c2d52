/** Guarantees of posting tabs: what is paid off leaves the tabs, and nothing but money comes in its place. */
import assert from 'node:assert/strict';
import { newId } from '@balcao/kit/ids.ts';
import fc from 'fast-check';
import { postTabAdjustment, postTabPayment } from './post-tab.ts';

const businessDate = '2026-11-20';
const at = '2026-11-20T15:00:00.000Z';

const paid = (method: 'cash' | 'pix' | 'debit' | 'credit', amountMinor: number) => ({
  tabPaymentId: newId(),
  customerId: newId(),
  method,
  amountMinor,
  paidAt: at,
  businessDate,
  tillId: null,
});

describe('postTabPayment', () => {
  it('debits what was paid with and credits the tabs', () => {
    const payment = paid('debit', 2500);
    const { source, kind, lines } = postTabPayment(payment);
    assert.deepEqual([source, kind], [`tab-payment:${payment.tabPaymentId}`, 'tab']);
    assert.deepEqual(lines, [
      { account: 'card_receivable', debitMinor: 2500, creditMinor: 0 },
      { account: 'tabs', debitMinor: 0, creditMinor: 2500 },
    ]);
  });

  it('takes from the drawer what was paid out', () => {
    assert.deepEqual(postTabPayment(paid('cash', -300)).lines, [
      { account: 'cash', debitMinor: 0, creditMinor: 300 },
      { account: 'tabs', debitMinor: 300, creditMinor: 0 },
    ]);
  });

  it('balances for any amount, as an adjustment does', () => {
    const method = fc.constantFrom('cash', 'pix', 'debit', 'credit');
    fc.assert(
      fc.property(method, fc.integer(), (how, amountMinor) => {
        const adjustmentId = newId();
        const adjusted = {
          adjustmentId,
          customerId: newId(),
          amountMinor,
          adjustedAt: at,
          businessDate,
        };
        for (const { lines } of [
          postTabPayment(paid(how, amountMinor)),
          postTabAdjustment(adjusted),
        ]) {
          assert.equal(
            lines.reduce((sum, { debitMinor, creditMinor }) => sum + debitMinor - creditMinor, 0),
            0,
          );
          assert.equal(lines.length, amountMinor === 0 ? 0 : 2);
        }
      }),
    );
  });
});
