/** The API of finance: entries, daily balances, accounts and the proof of the ledger. Money in centavos. */
import { z } from 'zod';
import { positiveAmountMinor } from '../amount-minor.ts';
import {
  businessDate,
  dateRangeParameters,
  daysBetween,
  instant,
  isOrderedRange,
} from '../dates.ts';
import { id } from '../ids.ts';
import { page, pageParameters } from '../page.ts';
import { queryBoolean } from '../query.ts';
import { description } from '../text.ts';

/** `credit` is money that came in, `debit` money that went out, as in the daily report. */
export const entryType = z.enum(['credit', 'debit']);
export type EntryType = z.infer<typeof entryType>;

export const moneyAccountCodes = ['cash', 'bank', 'pix', 'card_receivable'] as const;
export const moneyAccountCode = z.enum(moneyAccountCodes);
export type MoneyAccountCode = z.infer<typeof moneyAccountCode>;

export const accountCodes = [
  ...moneyAccountCodes,
  'inventory',
  'supplier_payable',
  'sales_revenue',
  'other_revenue',
  'cost_of_goods',
  'shrinkage',
  'card_fees',
  'general_expenses',
  'cash_differences',
  'equity',
  'tabs',
] as const;
export const accountCode = z.enum(accountCodes);
export type AccountCode = z.infer<typeof accountCode>;

export const accountKind = z.enum(['asset', 'liability', 'equity', 'revenue', 'expense']);
export type AccountKind = z.infer<typeof accountKind>;

export const createEntryRequest = z.strictObject({
  id: id.optional(),
  type: entryType,
  amountMinor: positiveAmountMinor,
  /** The business day; a past one changes that day's balance and every later one. */
  date: businessDate,
  description,
  /** Where the money is. */
  account: moneyAccountCode.default('cash'),
  /** What it was for; it may be left to be found. Income for a credit, expense for a debit. */
  categoryId: id.nullable().default(null),
});
export type CreateEntryRequest = z.infer<typeof createEntryRequest>;

export const entry = z.object({
  id,
  type: entryType,
  amountMinor: z.int(),
  date: businessDate,
  description: z.string(),
  account: moneyAccountCode,
  /** A reversal has that of the entry which it takes back, also when it is corrected later. */
  categoryId: id.nullable(),
  /** The entry that this one takes back. */
  reversesId: id.nullable(),
  /** The entry that takes this one back. */
  reversedById: id.nullable(),
  createdBy: id.nullable(),
  createdAt: instant,
});
export type Entry = z.infer<typeof entry>;

export const maxBulkEntries = 1000;

/** All or nothing. */
export const createEntriesRequest = z.strictObject({
  entries: z.array(createEntryRequest).min(1).max(maxBulkEntries),
});
export type CreateEntriesRequest = z.infer<typeof createEntriesRequest>;

export const entriesResponse = z.object({ items: z.array(entry) });
export type EntriesResponse = z.infer<typeof entriesResponse>;

/** What is left out: a new id, today (the day of the entry, if that is later), and the entry's own description. */
export const reverseEntryRequest = z.strictObject({
  id: id.optional(),
  /** Not before the day of the entry. */
  date: businessDate.optional(),
  description: description.optional(),
});
export type ReverseEntryRequest = z.infer<typeof reverseEntryRequest>;

export const entryListQuery = z
  .strictObject({
    ...pageParameters,
    ...dateRangeParameters,
    type: entryType.optional(),
    categoryId: id.optional(),
    /** Whether it is known what the entry is for. */
    hasCategory: queryBoolean.optional(),
  })
  .refine(isOrderedRange, { path: ['to'], message: 'must not be before from' });
export type EntryListQuery = z.infer<typeof entryListQuery>;

export const entryPage = page(entry);
export type EntryPage = z.infer<typeof entryPage>;

/** What came in and went out that day over all money accounts, and what they held at its end. */
export const dailyBalance = z.object({
  date: businessDate,
  creditsMinor: z.int(),
  debitsMinor: z.int(),
  balanceMinor: z.int(),
});
export type DailyBalance = z.infer<typeof dailyBalance>;

/** A leap year in one answer. */
export const maxDailyRangeDays = 366;

export const dailyRangeQuery = z
  .strictObject({ from: businessDate, to: businessDate })
  .refine(isOrderedRange, { path: ['to'], message: 'must not be before from' })
  .refine(({ from, to }) => daysBetween(from, to) < maxDailyRangeDays, {
    path: ['to'],
    message: `at most ${maxDailyRangeDays} days`,
  });
export type DailyRangeQuery = z.infer<typeof dailyRangeQuery>;

/** Every day of the range, also those on which nothing happened. */
export const dailyRangeResponse = z.object({ items: z.array(dailyBalance) });
export type DailyRangeResponse = z.infer<typeof dailyRangeResponse>;

export const account = z.object({
  id,
  code: accountCode,
  name: z.object({ pt: z.string(), en: z.string() }),
  kind: accountKind,
  isMoney: z.boolean(),
});
export type Account = z.infer<typeof account>;

export const accountsResponse = z.object({ items: z.array(account) });
export type AccountsResponse = z.infer<typeof accountsResponse>;

/** At the end of a business day; today's when left out. */
export const balanceQuery = z.strictObject({ at: businessDate.optional() });
export type BalanceQuery = z.infer<typeof balanceQuery>;

/** `balanceMinor` is on the account's normal side: debits less credits for assets and expenses, else the reverse. */
export const accountBalance = z.object({
  accountId: id,
  code: accountCode,
  at: businessDate,
  debitMinor: z.int(),
  creditMinor: z.int(),
  balanceMinor: z.int(),
});
export type AccountBalance = z.infer<typeof accountBalance>;

/** The journal held against its chain of hashes: whoever edits a row behind the API breaks it. */
export const chainVerification = z.object({
  /** How many transactions are in the chain. */
  length: z.int(),
  /** The last hash (SHA-256, hexadecimal): written down elsewhere, it shows that nobody made the chain anew. */
  head: z.string(),
  /** Posted a moment ago and not in the chain yet. */
  waitingCount: z.int(),
  firstBroken: z
    .object({
      /** Its place in the chain, from 1; null for a transaction that is not in it. */
      seq: z.int().nullable(),
      transactionId: id.nullable(),
      fault: z.enum([
        'transaction_changed',
        'transaction_missing',
        'link_missing',
        'never_chained',
      ]),
    })
    .nullable(),
});
export type ChainVerification = z.infer<typeof chainVerification>;

/**
 * The proof that every transaction balances, that the daily balances equal a rebuild from the journal, and that
 * nothing was changed since it was posted.
 */
export const ledgerVerification = z.object({
  isConsistent: z.boolean(),
  transactionCount: z.int(),
  debitMinor: z.int(),
  creditMinor: z.int(),
  unbalancedTransactions: z.array(id),
  differingDays: z.array(z.object({ accountId: id, date: businessDate })),
  chain: chainVerification,
});
export type LedgerVerification = z.infer<typeof ledgerVerification>;
