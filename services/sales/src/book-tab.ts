/** What sales and refunds write on tabs: every entry with the balance after it, so that Σ entries = balance. */
import { event } from '@balcao/contracts/events/catalog.ts';
import type { SaleCompleted } from '@balcao/contracts/events/sales.ts';
import { sumMinor } from '@balcao/contracts/money.ts';
import type { Tx } from '@balcao/kit/db.ts';
import { newId } from '@balcao/kit/ids.ts';
import type { Cause, Outbox } from '@balcao/kit/outbox.ts';
import { readAccounts } from './account-store.ts';
import { type Account, settle } from './tab-ledger.ts';
import { addAllocations, addTabEntries, type NewTabEntry, readOpenItems } from './tab-store.ts';
import { addTillEntries, type TillEntry } from './till-entry-store.ts';

/** Puts what completed sales have on a tab on the tabs of their locked customers. */
export async function bookPurchases(tx: Tx, sales: SaleCompleted[]): Promise<void> {
  const onTab = sales.filter(({ payments }) => onTabMinor(payments) > 0);
  const ids = new Set(onTab.flatMap(({ customerId }) => customerId ?? []));
  const accounts = await readAccounts(tx, [...ids]);
  const entries = onTab.flatMap((sale) => {
    const account = accounts.get(sale.customerId ?? '');
    return account === undefined ? [] : purchaseOf(sale, account);
  });
  addTabEntries(tx, entries);
}

function purchaseOf(sale: SaleCompleted, account: Account): NewTabEntry {
  const amountMinor = onTabMinor(sale.payments);
  account.balanceMinor += amountMinor;
  return {
    ...nothing,
    id: newId(),
    customerId: account.id,
    kind: 'purchase',
    amountMinor,
    balanceMinor: account.balanceMinor,
    sourceId: sale.orderId,
    orderId: sale.orderId,
    by: sale.sellerId,
    at: sale.completedAt,
    businessDate: sale.businessDate,
  };
}

/** What an entry may have and most have not. */
const nothing = { orderId: null, tillId: null, method: null, note: null };

export interface TabRefund {
  refundId: string;
  orderId: string;
  account: Account;
  amountMinor: number;
  by: string;
  at: string;
  businessDate: string;
  tillId: string | null;
}

/** Centavos of a tab's refund that are handed out in cash: what it comes to beyond all that is owed. */
export function payoutMinor({ balanceMinor }: Account, amountMinor: number): number {
  return Math.max(0, amountMinor - balanceMinor);
}

/**
 * Takes the refund of a sale off the tab of its locked customer: off this purchase first, then off the oldest.
 * What was paid off already is handed out in cash, as an entry of its own: nobody owes less than nothing.
 */
export async function bookTabRefund(
  tx: Tx,
  refund: TabRefund,
  { outbox, cause }: { outbox: Outbox; cause: Cause },
): Promise<void> {
  const { refundId, orderId, account, amountMinor, by, at, businessDate } = refund;
  const open = await readOpenItems(tx, account.id);
  const paidOutMinor = payoutMinor(account, amountMinor);
  const owedMinor = account.balanceMinor + paidOutMinor;
  const common = {
    ...nothing,
    customerId: account.id,
    sourceId: refundId,
    orderId,
    by,
    at,
    businessDate,
  };
  const payout: NewTabEntry = {
    ...common,
    id: newId(),
    kind: 'payout',
    method: 'cash',
    amountMinor: paidOutMinor,
    balanceMinor: owedMinor,
    tillId: refund.tillId,
  };
  const entry: NewTabEntry = {
    ...common,
    id: newId(),
    kind: 'refund',
    amountMinor: -amountMinor,
    balanceMinor: owedMinor - amountMinor,
  };
  const isOwn = (item: { orderId: string | null }) => item.orderId === orderId;
  const items = [...open.filter(isOwn), ...open.filter((item) => !isOwn(item))];
  const payouts = paidOutMinor === 0 ? [] : [payout];
  addTabEntries(tx, [...payouts, entry]);
  const settled = [
    ...items,
    ...payouts.map(({ id }) => ({ entryId: id, openMinor: paidOutMinor })),
  ];
  addAllocations(tx, entry.id, settle(settled, amountMinor));
  if (paidOutMinor === 0) return;
  outbox.add(tx, [paidOut(payout, refund.tillId)], cause);
  addTillEntries(tx, takenOut(payout, refund));
}

/** What a payout takes out of the drawer: the counterpart of the tab's payments. */
function takenOut({ id, amountMinor, at }: NewTabEntry, { tillId, by }: TabRefund): TillEntry[] {
  if (tillId === null) return [];
  const entry = { kind: 'tab_payment', method: 'cash', sourceId: id } as const;
  return [{ ...entry, tillId, amountMinor: -amountMinor, by, at: new Date(at) }];
}

function paidOut(
  { id, customerId, amountMinor, at, businessDate }: NewTabEntry,
  tillId: string | null,
) {
  return event('tab.paid', customerId, {
    tabPaymentId: id,
    customerId,
    method: 'cash',
    amountMinor: -amountMinor,
    paidAt: at,
    businessDate,
    tillId,
  });
}

/** Centavos of payments that are on a tab. */
export function onTabMinor(payments: { method: string; amountMinor: number }[]): number {
  return sumMinor(
    payments.filter(({ method }) => method === 'tab').map(({ amountMinor }) => amountMinor),
  );
}
