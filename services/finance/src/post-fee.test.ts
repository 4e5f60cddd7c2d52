/** Guarantees of posting card fees: the expense is what the card company owes less, on the day of the approval. */
import assert from 'node:assert/strict';
import { businessCalendar } from '@balcao/contracts/shop-clock.ts';
import { newId } from '@balcao/kit/ids.ts';
import { postFee } from './post-fee.ts';

describe('postFee', () => {
  const businessDateOf = businessCalendar('America/Sao_Paulo');
  const approved = {
    paymentId: newId(),
    orderId: newId(),
    method: 'credit' as const,
    amountMinor: 5_375,
    approvedAt: '2026-11-23T02:30:00.000Z',
    feeMinor: 188,
  };

  it('debits the expense and credits the receivable, once per payment', () => {
    assert.deepEqual(postFee(approved, businessDateOf), {
      source: `fee:${approved.paymentId}`,
      kind: 'fee',
      date: '2026-11-22',
      description: `Card fee of payment ${approved.paymentId}`,
      lines: [
        { account: 'card_fees', debitMinor: 188, creditMinor: 0 },
        { account: 'card_receivable', debitMinor: 0, creditMinor: 188 },
      ],
    });
  });

  it('has no lines where nothing is kept', () => {
    assert.deepEqual(postFee({ ...approved, feeMinor: 0 }, businessDateOf).lines, []);
  });
});
