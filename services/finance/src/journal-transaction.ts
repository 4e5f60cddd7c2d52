/** A balanced journal transaction: what every rule of finance makes, and what the journal takes. */
import type { AccountCode, EntryType } from '@balcao/contracts/api/finance.ts';
import { sumMinor } from '@balcao/contracts/money.ts';

export interface JournalLine {
  account: AccountCode;
  /** Centavos; exactly one of the two is above zero. */
  debitMinor: number;
  creditMinor: number;
}

export interface JournalTransaction {
  /** What it is posted for, such as `sale:<order id>`; the journal takes each source once. */
  source: string;
  /** The type of an entry made by hand, or the event that is posted. */
  kind: EntryType | 'sale' | 'refund' | 'stock' | 'fee' | 'tab' | 'till' | 'category';
  /** The business day. */
  date: string;
  description: string;
  /** None where nothing of worth happened; such a transaction is not posted. */
  lines: JournalLine[];
}

/** A transaction on its way into the journal. */
export interface Posting extends JournalTransaction {
  id: string;
  /** The user who made it by hand. */
  createdBy: string | null;
  traceId: string | null;
  /** The entry that it takes back. */
  reversesId?: string;
  /** The entry whose category it follows. */
  entryId?: string;
}

/** Centavos that go to an account: debited above zero, credited below. */
export type SignedAmount = readonly [account: AccountCode, amountMinor: number];

/** One line per account, in the order of their first amount; accounts whose amounts cancel out get none. */
export function toLines(amounts: readonly SignedAmount[]): JournalLine[] {
  const sums = new Map<AccountCode, number>();
  for (const [account, amountMinor] of amounts) {
    sums.set(account, sumMinor([sums.get(account) ?? 0, amountMinor]));
  }
  return [...sums]
    .filter(([, sum]) => sum !== 0)
    .map(([account, sum]) => ({
      account,
      debitMinor: Math.max(sum, 0),
      creditMinor: Math.max(-sum, 0),
    }));
}
