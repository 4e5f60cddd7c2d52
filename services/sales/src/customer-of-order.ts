/** Whose an order is, and whether it may go on the tab. */
import type { OrderPaymentRequest } from '@balcao/contracts/api/sales.ts';
import type { Tx } from '@balcao/kit/db.ts';
import { Problem } from '@balcao/kit/problem.ts';
import type { Wording } from '@balcao/kit/wording.ts';
import { lockCustomers, readAccounts } from './account-store.ts';
import type { Allowance } from './allow-order.ts';
import { onTabMinor } from './book-tab.ts';
import { requireCustomer } from './order-payments.ts';
import { type Account, hasRoom, requireRoom } from './tab-ledger.ts';

export interface CustomerWish {
  customerId?: string | undefined;
  payments: OrderPaymentRequest[];
  /** Of a sale that has happened already. */
  occurredAt?: string | undefined;
}

/** Reads the customers of some orders; who buys on the tab is locked, so that two cannot use the same room. */
export function useAccounts(tx: Tx, wishes: CustomerWish[]): Promise<Map<string, Account>> {
  const idsOf = (some: CustomerWish[]) => [
    ...new Set(some.flatMap(({ customerId }) => customerId ?? [])),
  ];
  lockCustomers(tx, idsOf(wishes.filter(({ payments }) => onTabMinor(payments) > 0)));
  return readAccounts(tx, idsOf(wishes));
}

/**
 * The customer of an order, whose room gets smaller by what goes on the tab. Throws `customer_required`,
 * `unknown_customer`, `inactive_customer` or `tab_limit_exceeded`; of a sale that has happened only the former two:
 * the goods are gone, and who owes for them must not be lost.
 */
export function customerOf(
  { customerId, payments, occurredAt }: CustomerWish,
  accounts: Map<string, Account>,
  allowances: Allowance[] = [],
): string | null {
  requireCustomer(payments, customerId ?? null);
  if (customerId === undefined) return null;
  const account = accounts.get(customerId);
  if (account === undefined) {
    throw refused('unknown_customer', {
      message: `There is no customer ${customerId}.`,
      pt: 'Este cliente não existe.',
    });
  }
  const hasHappened = occurredAt !== undefined;
  if (!account.active && !hasHappened) {
    throw refused('inactive_customer', {
      message: `The customer ${customerId} is not served any more.`,
      pt: 'Este cliente não é mais atendido.',
    });
  }
  const amountMinor = onTabMinor(payments);
  if (amountMinor > 0 && !hasHappened) requireRoom(account, amountMinor, tabUpTo(allowances));
  account.heldMinor += amountMinor;
  return customerId;
}

/** Whether a sale puts more on the tab than there is room for, or on the tab of who is not served any more. */
export function exceedsTab(
  { customerId = '', payments }: CustomerWish,
  accounts: Map<string, Account>,
  allowances: Allowance[],
): boolean {
  const account = accounts.get(customerId);
  const amountMinor = onTabMinor(payments);
  if (account === undefined || amountMinor === 0) return false;
  return !account.active || !hasRoom(account, amountMinor, tabUpTo(allowances));
}

const tabUpTo = (allowances: Allowance[]): number =>
  Math.max(0, ...allowances.map((one) => one.tabUpToMinor ?? 0));

function refused(
  code: 'unknown_customer' | 'inactive_customer',
  { message, pt }: Wording,
): Problem {
  return new Problem(code, message, {
    pt,
    errors: [{ path: 'customerId', message: 'name another', pt: 'escolha outro' }],
  });
}
