/** Turns a completed sale into a balanced journal transaction, and a refund into its reversal. */
import type { AccountCode } from '@balcao/contracts/api/finance.ts';
import type {
  SaleCompleted,
  SaleRefunded,
  SettledPayment,
} from '@balcao/contracts/events/sales.ts';
import { sumMinor } from '@balcao/contracts/money.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { type JournalTransaction, type SignedAmount, toLines } from './journal-transaction.ts';
import { accountOf } from './payment-account.ts';

/** The accounts that sales and refunds touch. */
export const saleAccounts: AccountCode[] = [
  ...new Set(Object.values(accountOf)),
  'sales_revenue',
  'cash_differences',
];

export const saleSource = (orderId: string): string => `sale:${orderId}`;

/**
 * Debits what was paid with, credits revenue. The cash of a late sale was posted with its till's count, as too much:
 * here that difference is taken back, and the cash stays what was counted. Throws `conflict` when the payments are
 * not the total.
 */
export function postSale(sale: SaleCompleted): JournalTransaction {
  return {
    source: saleSource(sale.orderId),
    kind: 'sale',
    date: sale.businessDate,
    description: `Sale ${sale.orderId}`,
    lines: toLines(saleAmounts(sale, sale.isLate ? 'cash_differences' : 'cash')),
  };
}

/** The sale the other way round, on the day of the refund. Throws as `postSale` does. */
export function postRefund(refund: SaleRefunded): JournalTransaction {
  const reversed = saleAmounts(refund, 'cash').map(
    ([account, amountMinor]) => [account, -amountMinor] as const,
  );
  return {
    source: `refund:${refund.refundId}`,
    kind: 'refund',
    date: refund.businessDate,
    description: `Refund of sale ${refund.orderId}`,
    lines: toLines(reversed),
  };
}

function saleAmounts(
  { orderId, totalMinor, payments }: PaidOrder,
  cash: 'cash' | 'cash_differences',
): SignedAmount[] {
  const paidMinor = sumMinor(payments.map(({ amountMinor }) => amountMinor));
  if (paidMinor !== totalMinor) {
    const detail = `The payments of order ${orderId} are ${paidMinor} of ${totalMinor} centavos.`;
    throw new Problem('conflict', detail);
  }
  const paid = payments.map(
    ({ method, amountMinor }) =>
      [method === 'cash' ? cash : accountOf[method], amountMinor] as const,
  );
  return [...paid, ['sales_revenue', -totalMinor]];
}

interface PaidOrder {
  orderId: string;
  totalMinor: number;
  payments: SettledPayment[];
}
