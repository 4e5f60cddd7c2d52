/** Holds what the provider lists of a day against what is booked here. */
import type {
  ReconciliationItem,
  ReconciliationState,
  ReconciliationTotals,
} from '@balcao/contracts/api/payment.ts';
import { sumMinor } from '@balcao/contracts/money.ts';
import type { PaymentStatus } from '@balcao/contracts/payment-method.ts';
import type { ProviderTransaction } from './provider.ts';

/** A charge or a refund as it is booked here, under the name by which the provider was asked for it. */
export interface BookedTransaction extends ProviderTransaction {
  paymentId: string;
  /** What the payment is now. */
  status: PaymentStatus;
}

export interface Day {
  /** Their transactions of the day. */
  theirs: ProviderTransaction[];
  /** Ours that theirs are about, whenever they were booked. */
  named: BookedTransaction[];
  /** Ours that were booked on the day. */
  booked: BookedTransaction[];
  /** Whether the provider lists it on another day. */
  isElsewhere: (booked: BookedTransaction) => boolean;
}

/** Every transaction of the day, each once, by time: the provider's clock decides, where it knows of it. */
export function reconcile({ theirs, named, booked, isElsewhere }: Day): ReconciliationItem[] {
  const open = new Map(named.map((one) => [keyOf(one), one]));
  const listed = theirs.map((their) => {
    const our = open.get(keyOf(their));
    // Listed twice, it is booked once.
    open.delete(keyOf(their));
    return itemOf(their, our);
  });
  const known = new Set(theirs.map(keyOf));
  const missing = booked.filter((our) => !known.has(keyOf(our)) && !isElsewhere(our));
  return [...listed, ...missing.map((our) => itemOf(undefined, our))].sort(byTime);
}

export function keyOf({ kind, name }: ProviderTransaction): string {
  return `${kind} ${name}`;
}

function itemOf(
  their: ProviderTransaction | undefined,
  our: BookedTransaction | undefined,
): ReconciliationItem {
  const { kind = 'charge', name = '', at = '' } = their ?? our ?? {};
  const [theirMinor, ourMinor] = [their?.amountMinor ?? null, our?.amountMinor ?? null];
  return {
    state: stateOf(ourMinor, theirMinor),
    kind,
    name,
    paymentId: our?.paymentId ?? null,
    status: our?.status ?? null,
    ourMinor,
    theirMinor,
    at,
  };
}

function stateOf(ourMinor: number | null, theirMinor: number | null): ReconciliationState {
  if (theirMinor === null) return 'only_ours';
  if (ourMinor === null) return 'only_theirs';
  return ourMinor === theirMinor ? 'matched' : 'amount_differs';
}

function byTime(a: ReconciliationItem, b: ReconciliationItem): number {
  return compare(a.at, b.at) || compare(a.kind, b.kind) || compare(a.name, b.name);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** What both sides come to, in centavos; the difference is theirs less ours. */
export function totalsOf(items: ReconciliationItem[]): ReconciliationTotals {
  const ours = sideOf(items, 'ourMinor');
  const theirs = sideOf(items, 'theirMinor');
  return { ours, theirs, differenceMinor: theirs.netMinor - ours.netMinor };
}

function sideOf(items: ReconciliationItem[], side: 'ourMinor' | 'theirMinor') {
  const sum = (kind: ReconciliationItem['kind']) => {
    const amounts = items.flatMap((item) => (item.kind === kind ? (item[side] ?? []) : []));
    return { count: amounts.length, amountMinor: sumMinor(amounts) };
  };
  const [charges, refunds] = [sum('charge'), sum('refund')];
  return { charges, refunds, netMinor: charges.amountMinor - refunds.amountMinor };
}

/** How many transactions are in each state. */
export function countsOf(items: ReconciliationItem[]): Record<ReconciliationState, number> {
  const counts = { matched: 0, only_ours: 0, only_theirs: 0, amount_differs: 0 };
  for (const { state } of items) counts[state] += 1;
  return counts;
}
