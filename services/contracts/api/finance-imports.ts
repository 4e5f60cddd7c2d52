/** The API of importing a bank's statement (OFX, CSV): what becomes of each of its transactions. */
import { z } from 'zod';
import { businessDate } from '../dates.ts';
import { id } from '../ids.ts';
import { queryBoolean } from '../query.ts';
import { entryType, moneyAccountCode } from './finance.ts';

/** With `dryRun=true` nothing is entered, and rows that are refused are part of the report. */
export const statementImportQuery = z.strictObject({
  dryRun: queryBoolean.default(false),
  /** Where the money of the statement is. */
  account: moneyAccountCode.default('bank'),
  /** What a CSV does not say: whose account it is, where the shop's account stands for several of banks. */
  bankAccount: z.string().trim().min(1).max(60).optional(),
  /** What comes under the id of another transaction: a correction by the bank, or one of its own by a bank that reuses ids. */
  reusedIds: z.enum(['refuse', 'enter']).default('refuse'),
});
export type StatementImportQuery = z.infer<typeof statementImportQuery>;

/** `duplicate` is entered already; `skipped` moves no money (a balance, an amount of zero). */
export const statementOutcome = z.enum(['created', 'duplicate', 'skipped', 'refused']);
export type StatementOutcome = z.infer<typeof statementOutcome>;

export const statementField = z.enum(['id', 'date', 'amount', 'description', 'category']);
export type StatementField = z.infer<typeof statementField>;

/** What cannot be read is null. */
export const importedTransaction = z.object({
  /** Where it begins in an OFX, where its row ends in a CSV; the first line is 1. */
  line: z.int().min(1),
  bankId: z.string().nullable(),
  date: businessDate.nullable(),
  type: entryType.nullable(),
  amountMinor: z.int().nullable(),
  description: z.string().nullable(),
  outcome: statementOutcome,
  /** Of the entry that was made of it, now or earlier. */
  entryId: id.nullable(),
  errors: z
    .array(z.object({ field: statementField.nullable(), message: z.string() }))
    .describe(
      'Why it is refused or skipped; in Portuguese where Accept-Language prefers it to English.',
    ),
});
export type ImportedTransaction = z.infer<typeof importedTransaction>;

export const statementImportReport = z.object({
  isApplied: z.boolean(),
  createdCount: z.int(),
  duplicateCount: z.int(),
  skippedCount: z.int(),
  refusedCount: z.int(),
  rows: z.array(importedTransaction),
});
export type StatementImportReport = z.infer<typeof statementImportReport>;
