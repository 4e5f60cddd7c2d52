/** Turns what the card company keeps of a payment into a balanced journal transaction. */
import type { PaymentApproved } from '@balcao/contracts/events/payment.ts';
import { type JournalTransaction, toLines } from './journal-transaction.ts';

/**
 * Debits card fees, credits what the card company owes, on the day of the approval. A refund leaves it: the
 * card company keeps its fee. No lines where there is no fee.
 */
export function postFee(
  { paymentId, approvedAt, feeMinor }: PaymentApproved,
  businessDateOf: (at: Date) => string,
): JournalTransaction {
  return {
    source: `fee:${paymentId}`,
    kind: 'fee',
    date: businessDateOf(new Date(approvedAt)),
    description: `Card fee of payment ${paymentId}`,
    lines: toLines([
      ['card_fees', feeMinor],
      ['card_receivable', -feeMinor],
    ]),
  };
}
