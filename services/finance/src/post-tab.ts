/** Turns what happens on customers' tabs beside sales into balanced journal transactions. */
import type { AccountCode } from '@balcao/contracts/api/finance.ts';
import type { TabAdjusted, TabPaid } from '@balcao/contracts/events/tabs.ts';
import { type JournalTransaction, toLines } from './journal-transaction.ts';
import { accountOf } from './payment-account.ts';

/** The accounts that the postings of tabs touch. */
export const tabAccounts: AccountCode[] = [
  'cash',
  'pix',
  'card_receivable',
  'tabs',
  'equity',
  'general_expenses',
];

/** Debits what was paid with, credits the tabs; the other way round for what was paid out. */
export function postTabPayment(paid: TabPaid): JournalTransaction {
  const { tabPaymentId, customerId, method, amountMinor, businessDate } = paid;
  return {
    source: `tab-payment:${tabPaymentId}`,
    kind: 'tab',
    date: businessDate,
    description: `Tab payment ${tabPaymentId} of customer ${customerId}`,
    lines: toLines([
      [accountOf[method], amountMinor],
      ['tabs', -amountMinor],
    ]),
  };
}

/** A debt from before was the owner's already (equity); one that is forgiven is an expense. */
export function postTabAdjustment(adjusted: TabAdjusted): JournalTransaction {
  const { adjustmentId, customerId, amountMinor, businessDate } = adjusted;
  return {
    source: `tab-adjustment:${adjustmentId}`,
    kind: 'tab',
    date: businessDate,
    description: `Tab adjustment ${adjustmentId} of customer ${customerId}`,
    lines: toLines([
      ['tabs', amountMinor],
      [amountMinor > 0 ? 'equity' : 'general_expenses', -amountMinor],
    ]),
  };
}
