/** Tills and the orders that they wait for: numbers of receipts, entries of sales, and the last one closes the till. */
import { event } from '@balcao/contracts/events/catalog.ts';
import { sumMinor } from '@balcao/contracts/money.ts';
import type { Tx } from '@balcao/kit/db.ts';
import type { Cause, Outbox } from '@balcao/kit/outbox.ts';
import type { OrderPaymentRow } from './payment-store.ts';
import { addTillEntries, sumTillEntries, type TillEntry } from './till-entry-store.ts';
import { expectedMinor, salesByMethod } from './till-report.ts';
import {
  hasWaitingOrders,
  lockRegistersOf,
  lockTillsOf,
  saveClosing,
  saveRegisters,
  type TillRow,
} from './till-store.ts';

export interface TillDeps {
  outbox: Outbox;
  /** The shop's clock. */
  now: () => Date;
  businessDateOf: (at: Date) => string;
}

/** What orders need of their tills, locked before the orders themselves. */
export interface LockedTills {
  byId: Map<string, TillRow>;
  /** Register → the number of its last receipt. */
  registers: Map<string, number>;
}

/** Locks the tills and registers of orders. Given together with the orders' own lock it costs no round trip. */
export async function lockTillsAndRegisters(tx: Tx, orderIds: string[]): Promise<LockedTills> {
  const [tills, registers] = await Promise.all([
    lockTillsOf(tx, orderIds),
    lockRegistersOf(tx, orderIds),
  ]);
  return { byId: new Map(tills.map((till) => [till.id, till])), registers };
}

/** A sale that is being completed. */
export interface SettledSale {
  orderId: string;
  tillId: string | null;
  payments: OrderPaymentRow[];
}

/** What a sale's till makes of it. */
export interface Receipt {
  register: string;
  receiptNumber: number;
  isLate: boolean;
}

/**
 * Enters sales into their tills and gives each the next number of its register, without gaps: a rollback gives
 * the numbers back. A till that is closed already takes them apart, as late.
 */
export function enterSales(
  tx: Tx,
  { sales, at, tills }: { sales: SettledSale[]; at: Date; tills: LockedTills },
): Map<string, Receipt> {
  const receipts = new Map<string, Receipt>();
  const used = new Map<string, number>();
  const entries: TillEntry[] = [];
  for (const sale of sales) {
    const till = sale.tillId === null ? undefined : tills.byId.get(sale.tillId);
    if (till === undefined) continue;
    const { register } = till;
    const receiptNumber = (used.get(register) ?? tills.registers.get(register) ?? 0) + 1;
    const isLate = till.status === 'closed';
    used.set(register, receiptNumber);
    receipts.set(sale.orderId, { register, receiptNumber, isLate });
    entries.push(...entriesOf(sale, { tillId: till.id, isLate, at }));
  }
  addTillEntries(tx, entries);
  saveRegisters(tx, used);
  return receipts;
}

function entriesOf(
  { orderId, payments }: SettledSale,
  where: Pick<TillEntry, 'tillId' | 'isLate' | 'at'>,
): TillEntry[] {
  return payments.map(({ id: paymentId, method, amountMinor, tenderedMinor = amountMinor }) => ({
    ...where,
    kind: 'sale',
    method,
    amountMinor,
    changeMinor: tenderedMinor - amountMinor,
    sourceId: orderId,
    paymentId,
  }));
}

/** Closes those of some locked tills that are counted and have no order left that waits. */
export async function closeWhenSettled(
  tx: Tx,
  tills: Iterable<TillRow>,
  deps: TillDeps & { cause?: Cause | undefined },
): Promise<void> {
  for (const till of tills) {
    if (till.status !== 'closing' || (await hasWaitingOrders(tx, till.id))) continue;
    await close(tx, till, deps);
    till.status = 'closed';
  }
}

async function close(
  tx: Tx,
  till: TillRow,
  { outbox, now, businessDateOf, cause }: TillDeps & { cause?: Cause | undefined },
): Promise<void> {
  const { id: tillId, register, sellerId, floatMinor } = till;
  const sums = await sumTillEntries(tx, tillId);
  const at = now();
  const expected = expectedMinor(sums, 'cash');
  const countedMinor = till.countedMinor ?? 0;
  const totals = salesByMethod(sums);
  saveClosing(tx, { tillId, expectedMinor: expected, at });
  const closed = event('till.closed', tillId, {
    tillId,
    register,
    sellerId,
    closedAt: at.toISOString(),
    businessDate: businessDateOf(at),
    floatMinor,
    expectedMinor: expected,
    countedMinor,
    differenceMinor: countedMinor - expected,
    salesMinor: sumMinor(totals.map(({ amountMinor }) => amountMinor)),
    totals,
  });
  outbox.add(tx, [closed], cause);
}
