/** What becomes of each transaction of a statement: entered, known already, passed over or refused. Pure. */
import type { EntryCategory } from '@balcao/contracts/api/entry-categories.ts';
import type { CreateEntryRequest, MoneyAccountCode } from '@balcao/contracts/api/finance.ts';
import type {
  ImportedTransaction,
  StatementImportReport,
} from '@balcao/contracts/api/finance-imports.ts';
import { normaliseText } from '@balcao/contracts/normalise-text.ts';
import type { Language } from '@balcao/kit/http/prefer-language.ts';
import { inLanguage } from '@balcao/kit/wording.ts';
import { bankKeyOf } from './bank-key.ts';
import { localDate } from './local-date.ts';
import type { RowError, StatementRow } from './statement.ts';

/** A transaction that was imported earlier. */
export interface KnownTransaction {
  entryId: string;
  date: string;
  amountMinor: number;
}

/** A transaction that shall be entered. */
export interface NewTransaction extends KnownTransaction {
  bankAccount: string;
  bankId: string;
  entry: CreateEntryRequest & { id: string };
  /** What the report says of it; what is found wrong later is added here. */
  row: PlannedRow;
}

/** A row of the report, before it is known in which language it is read. */
export interface PlannedRow extends Omit<ImportedTransaction, 'errors'> {
  errors: RowError[];
}

export interface StatementPlan {
  rows: PlannedRow[];
  created: NewTransaction[];
}

export interface StatementFacts {
  account: MoneyAccountCode;
  /** By `keyOf`. */
  known: ReadonlyMap<string, KnownTransaction>;
  categories: readonly EntryCategory[];
  /** What has the id of another transaction is entered as one of its own. */
  entersReused: boolean;
  newId: () => string;
}

/** By what a transaction is known, however the name of its bank is spelt. */
export const keyOf = ({
  bankAccount,
  bankId,
}: {
  bankAccount: string;
  bankId: string | null;
}): string => JSON.stringify([bankKeyOf(bankAccount), bankId]);

/** The key of a transaction that came under the id of another one. */
export const reusedIdOf = (row: {
  bankId: string | null;
  date: string | null;
  amountMinor: number | null;
}): string => JSON.stringify([row.bankId, row.date, row.amountMinor]);

export function planStatement(rows: readonly StatementRow[], facts: StatementFacts): StatementPlan {
  const plan: StatementPlan = { rows: [], created: [] };
  const known = new Map(facts.known);
  for (const row of rows) {
    const draft = draftOf(row, facts);
    if ('outcome' in draft) {
      plan.rows.push(draft);
      continue;
    }
    const placed = place(draft, known, facts);
    plan.rows.push(placed.row);
    if (placed.row.outcome !== 'created') continue;
    known.set(keyOf(placed), placed);
    plan.created.push(placed);
  }
  return plan;
}

/** The transaction as it is, or under a key of its own, or as what was imported before. */
function place(
  draft: NewTransaction,
  known: ReadonlyMap<string, KnownTransaction>,
  { entersReused }: StatementFacts,
): NewTransaction {
  const former = known.get(keyOf(draft));
  if (former === undefined) return draft;
  if (isSame(draft, former)) return { ...draft, row: duplicateOf(draft, former) };
  const renamed = { ...draft, bankId: reusedIdOf(draft) };
  const again = known.get(keyOf(renamed));
  if (again !== undefined) return { ...renamed, row: duplicateOf(draft, again) };
  return entersReused ? renamed : { ...draft, row: reuseOf(draft, former) };
}

const isSame = (one: KnownTransaction, other: KnownTransaction): boolean =>
  one.date === other.date && one.amountMinor === other.amountMinor;

function draftOf(row: StatementRow, facts: StatementFacts): NewTransaction | PlannedRow {
  const { bankAccount, bankId, date, amountMinor, description } = row;
  if (row.skipped !== null) return tell(row, 'skipped', [{ field: null, ...row.skipped }]);
  const category = categoryOf(row, facts.categories);
  const errors = category === undefined ? [...row.errors, noCategory(row)] : row.errors;
  const isWhole = bankId !== null && date !== null && amountMinor !== null && description !== null;
  if (!isWhole || category === undefined || errors.length > 0) return tell(row, 'refused', errors);
  const id = facts.newId();
  return {
    bankAccount,
    bankId,
    entryId: id,
    date,
    amountMinor,
    entry: {
      id,
      type: amountMinor > 0 ? 'credit' : 'debit',
      amountMinor: Math.abs(amountMinor),
      date,
      description,
      account: facts.account,
      categoryId: category,
    },
    row: { ...tell(row, 'created'), entryId: id },
  };
}

const duplicateOf = ({ row }: NewTransaction, { entryId }: KnownTransaction) => ({
  ...row,
  outcome: 'duplicate' as const,
  entryId,
});

/** Only a person can tell whether the bank has corrected the former or has used its id again. */
function reuseOf({ row, bankId }: NewTransaction, { date }: KnownTransaction): PlannedRow {
  const message = `another transaction, of ${date}, was imported under the id ${bankId}; with reusedIds=enter this one is entered as well`;
  const pt = `outra transação, de ${localDate(date)}, foi importada com o id ${bankId}; com reusedIds=enter esta também é lançada`;
  return { ...row, outcome: 'refused', entryId: null, errors: [{ field: 'id', message, pt }] };
}

/** Null where the file names none, undefined where it names one that there is not for this direction. */
function categoryOf(
  { category, amountMinor }: StatementRow,
  categories: readonly EntryCategory[],
): string | null | undefined {
  if (category === null || amountMinor === null) return null;
  const kind = amountMinor > 0 ? 'income' : 'expense';
  const wanted = normaliseText(category);
  return categories.find(
    (one) =>
      one.kind === kind &&
      !one.isArchived &&
      [one.slug, one.name.pt, one.name.en].some((name) => normaliseText(name) === wanted),
  )?.id;
}

const noCategory = ({ category }: StatementRow) => ({
  field: 'category' as const,
  message: `there is no category "${category}" for money in this direction`,
  pt: `não há categoria "${category}" para dinheiro neste sentido`,
});

function tell(
  { line, bankId, date, amountMinor, description }: StatementRow,
  outcome: ImportedTransaction['outcome'],
  errors: RowError[] = [],
): PlannedRow {
  const type =
    amountMinor === null || amountMinor === 0 ? null : amountMinor > 0 ? 'credit' : 'debit';
  const magnitude = amountMinor === null ? null : Math.abs(amountMinor);
  return {
    line,
    bankId,
    date,
    type,
    amountMinor: magnitude,
    description,
    outcome,
    entryId: null,
    errors,
  };
}

export function reportOf(
  { rows }: StatementPlan,
  { isApplied, language }: { isApplied: boolean; language: Language },
): StatementImportReport {
  const count = (outcome: ImportedTransaction['outcome']) =>
    rows.filter((row) => row.outcome === outcome).length;
  return {
    isApplied,
    createdCount: count('created'),
    duplicateCount: count('duplicate'),
    skippedCount: count('skipped'),
    refusedCount: count('refused'),
    rows: rows.map((row) => ({
      ...row,
      errors: row.errors.map(({ field, ...said }) => ({
        field,
        message: inLanguage(said, language),
      })),
    })),
  };
}
