/** What people do to a tab: pay it off, in parts if they like, and correct it. */
import { formatAmount } from '@balcao/contracts/amount-text.ts';
import type {
  CreateTabAdjustmentRequest,
  CreateTabPaymentRequest,
  TabEntry,
  TabPayment,
  TabPaymentMethod,
} from '@balcao/contracts/api/customers.ts';
import { event } from '@balcao/contracts/events/catalog.ts';
import type { Tx } from '@balcao/kit/db.ts';
import { newId } from '@balcao/kit/ids.ts';
import type { Cause, Outbox } from '@balcao/kit/outbox.ts';
import { Problem } from '@balcao/kit/problem.ts';
import type { Caller } from '@balcao/kit/tokens.ts';
import { lockCustomers, readAccounts } from './account-store.ts';
import { noSuchCustomer } from './customer-store.ts';
import { type Account, settle } from './tab-ledger.ts';
import {
  addAllocations,
  addTabEntries,
  type NewTabEntry,
  readOpenItems,
  requireNewSource,
} from './tab-store.ts';
import { addTillEntries, type TillEntry } from './till-entry-store.ts';
import { tillOf, useTillsFor } from './till-of-order.ts';

export interface TabDeps {
  outbox: Outbox;
  /** The shop's clock. */
  now: () => Date;
  businessDateOf: (at: Date) => string;
}

export interface TabCommand {
  customerId: string;
  caller: Caller;
  cause: Cause;
}

/**
 * Takes a payment of a tab, which settles the oldest purchases. Throws `not_found`, `already_exists`, or
 * `payment_exceeds_total` where it is more than is owed.
 */
export async function payTab(
  tx: Tx,
  { customerId, caller, cause, ...request }: TabCommand & CreateTabPaymentRequest,
  deps: TabDeps,
): Promise<TabPayment> {
  const { amountMinor, method, note = null } = request;
  const by = caller.userId;
  const account = await lockAccount(tx, customerId);
  const sourceId = request.id ?? newId();
  await requireNewSource(tx, { kind: 'payment', sourceId });
  requireOwed(account, amountMinor);
  const at = { tillId: request.tillId, caller, sellerId: by };
  const tillId = tillOf(at, await useTillsFor(tx, [at]));
  const entry: NewTabEntry = {
    ...newEntry({ kind: 'payment', sourceId, amountMinor: -amountMinor, account, by }, deps),
    method,
    note,
    tillId,
  };
  addTabEntries(tx, [entry]);
  addTillEntries(tx, takenIn(entry, method));
  const settled = await settleOldest(tx, entry);
  const { at: paidAt, businessDate, balanceMinor } = entry;
  const paid = { customerId, method, amountMinor, paidAt, businessDate, tillId };
  deps.outbox.add(tx, [event('tab.paid', customerId, { ...paid, tabPaymentId: sourceId })], cause);
  return { ...paid, id: sourceId, note, by, balanceMinor, settled };
}

/** What a payment of a tab adds to the till at which it is taken. */
function takenIn(entry: NewTabEntry, method: TabPaymentMethod): TillEntry[] {
  const { tillId, sourceId, amountMinor, by, at } = entry;
  if (tillId === null) return [];
  const taken = { tillId, kind: 'tab_payment', method, sourceId } as const;
  return [{ ...taken, amountMinor: -amountMinor, by, at: new Date(at) }];
}

/** Corrects a tab. Throws `not_found`, `already_exists`, or `payment_exceeds_total` where it would fall below 0. */
export async function adjustTab(
  tx: Tx,
  { customerId, caller, cause, ...request }: TabCommand & CreateTabAdjustmentRequest,
  deps: TabDeps,
): Promise<TabEntry> {
  const { amountMinor, note } = request;
  const by = caller.userId;
  const account = await lockAccount(tx, customerId);
  const sourceId = request.id ?? newId();
  await requireNewSource(tx, { kind: 'adjustment', sourceId });
  requireOwed(account, -amountMinor);
  const draft = { kind: 'adjustment', sourceId, amountMinor, account, by } as const;
  const added = { ...newEntry(draft, deps), note };
  addTabEntries(tx, [added]);
  if (amountMinor < 0) await settleOldest(tx, added);
  const { customerId: _whose, tillId: _none, ...entry } = added;
  const { at: adjustedAt, businessDate } = entry;
  const adjusted = { adjustmentId: sourceId, customerId, amountMinor, adjustedAt, businessDate };
  deps.outbox.add(tx, [event('tab.adjusted', customerId, adjusted)], cause);
  return entry;
}

/** An account whose customer is locked until the transaction ends. Throws `not_found`. */
async function lockAccount(tx: Tx, customerId: string): Promise<Account> {
  lockCustomers(tx, [customerId]);
  const account = (await readAccounts(tx, [customerId])).get(customerId);
  if (account === undefined) throw noSuchCustomer(customerId);
  return account;
}

function requireOwed({ balanceMinor }: Account, amountMinor: number): void {
  if (amountMinor <= balanceMinor) return;
  throw new Problem('payment_exceeds_total', `The customer owes ${balanceMinor} centavos.`, {
    pt: `O cliente deve R$ ${formatAmount(balanceMinor)}.`,
    errors: [
      {
        path: 'amountMinor',
        message: `at most ${balanceMinor}`,
        pt: `no máximo R$ ${formatAmount(balanceMinor)}`,
      },
    ],
  });
}

interface Draft extends Pick<TabEntry, 'kind' | 'sourceId' | 'amountMinor'> {
  account: Account;
  by: string;
}

function newEntry({ account, ...draft }: Draft, { now, businessDateOf }: TabDeps): NewTabEntry {
  const at = now();
  return {
    ...draft,
    id: newId(),
    customerId: account.id,
    balanceMinor: account.balanceMinor + draft.amountMinor,
    orderId: null,
    tillId: null,
    method: null,
    note: null,
    at: at.toISOString(),
    businessDate: businessDateOf(at),
  };
}

/** Settles the oldest items with an entry that lowers the balance; answers what it settled. */
async function settleOldest(tx: Tx, { id, customerId, amountMinor }: NewTabEntry) {
  // An adjustment or payment is not open itself: it lowers the balance.
  const items = await readOpenItems(tx, customerId);
  const allocations = settle(items, -amountMinor);
  addAllocations(tx, id, allocations);
  const orders = new Map(items.map(({ entryId, orderId }) => [entryId, orderId]));
  return allocations.map(({ itemId, amountMinor: part }) => ({
    entryId: itemId,
    orderId: orders.get(itemId) ?? null,
    amountMinor: part,
  }));
}
