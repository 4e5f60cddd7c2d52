/** The account where each way of paying is kept. */
import type { AccountCode } from '@balcao/contracts/api/finance.ts';
import type { PaymentMethod } from '@balcao/contracts/payment-method.ts';

export const accountOf: Record<PaymentMethod, AccountCode> = {
  cash: 'cash',
  pix: 'pix',
  debit: 'card_receivable',
  credit: 'card_receivable',
  tab: 'tabs',
};
