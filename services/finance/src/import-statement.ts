/** Imports a bank's statement: every transaction once, all that is new or nothing. */

import type { AccountCode, MoneyAccountCode } from '@balcao/contracts/api/finance.ts';
import type { StatementImportReport } from '@balcao/contracts/api/finance-imports.ts';
import type { Tx } from '@balcao/kit/db.ts';
import type { Language } from '@balcao/kit/http/prefer-language.ts';
import { newId } from '@balcao/kit/ids.ts';
import { Problem } from '@balcao/kit/problem.ts';
import type { Wording } from '@balcao/kit/wording.ts';
import { listUsableCategories } from './category-store.ts';
import { checkEntries } from './check-entries.ts';
import { EntryFault } from './entry-fault.ts';
import { claimTransactions, findImported } from './import-store.ts';
import { lockAccountDays } from './journal-store.ts';
import { isOfx } from './ofx-elements.ts';
import {
  type NewTransaction,
  planStatement,
  reportOf,
  type StatementPlan,
} from './plan-statement.ts';
import { type EntryDeps, postEntries } from './post-entry.ts';
import { readOfx } from './read-ofx.ts';
import { readStatementCsv } from './read-statement-csv.ts';
import { StatementError, type StatementRow } from './statement.ts';

const maxRows = 20_000;
const entriesAtOnce = 1_000;

const nothingThere: Wording = {
  message: 'there are no transactions in the file',
  pt: 'não há transações no arquivo',
};
const tooMany: Wording = {
  message: `the file has more than ${maxRows} transactions`,
  pt: `o arquivo tem mais de ${maxRows} transações`,
};

/** What entries are posted to beside where their money is. */
const entryAccounts: AccountCode[] = ['other_revenue', 'general_expenses'];

/** Throws `validation_failed` for a file that is broken, has no transactions, or too many; names line and reason. */
export async function readStatement(text: string, csvAccount: string): Promise<StatementRow[]> {
  try {
    const rows = isOfx(text) ? readOfx(text) : await readStatementCsv(text, csvAccount);
    if (rows.length === 0) throw new StatementError(1, nothingThere);
    if (rows.length <= maxRows) return rows;
    throw new StatementError(1, tooMany);
  } catch (error) {
    if (!(error instanceof StatementError)) throw error;
    const { message, pt } = atLine(error.line, error);
    throw new Problem('validation_failed', `The file cannot be imported: ${message}.`, {
      pt: `O arquivo não pode ser importado: ${pt}.`,
      errors: [{ path: '', message, pt }],
      cause: error,
    });
  }
}

export interface StatementImport {
  rows: StatementRow[];
  account: MoneyAccountCode;
  /** Nothing is written, and what is refused is part of the report. */
  isDryRun: boolean;
  /** What has the id of another transaction is entered as one of its own. */
  entersReused: boolean;
  userId: string;
  /** Of whoever reads the report. */
  language: Language;
  traceparent: string | null;
}

/** Throws `validation_failed` with every reason of every row, unless it is a dry run, and `conflict`. */
export async function importStatement(
  tx: Tx,
  request: StatementImport,
  deps: EntryDeps,
): Promise<StatementImportReport> {
  const { rows, account, isDryRun, entersReused, language } = request;
  const [known, categories] = await Promise.all([findImported(tx, rows), listUsableCategories(tx)]);
  const plan = planStatement(rows, { account, known, categories, entersReused, newId });
  const entries = plan.created.map(({ entry }) => entry);
  for (const [index, fault] of await checkEntries(tx, entries)) refuse(plan.created[index], fault);
  if (isDryRun) return reportOf(plan, { isApplied: false, language });
  requireSound(plan);
  if ((await claimTransactions(tx, plan.created)) < plan.created.length) {
    throw new Problem('conflict', 'Somebody else is importing this statement. Try again.', {
      pt: 'Outra pessoa está importando este extrato. Tente de novo.',
    });
  }
  await enter(tx, { plan, request }, deps);
  return reportOf(plan, { isApplied: true, language });
}

/** A thousand at a time; the sums of all days are locked before, in the order in which everybody locks them. */
async function enter(
  tx: Tx,
  { plan, request }: { plan: StatementPlan; request: StatementImport },
  deps: EntryDeps,
): Promise<void> {
  const { userId: createdBy, traceparent, account } = request;
  const dates = [...new Set(plan.created.map(({ date }) => date))];
  await lockAccountDays(tx, { accounts: [account, ...entryAccounts], dates });
  for (let start = 0; start < plan.created.length; start += entriesAtOnce) {
    const some = plan.created.slice(start, start + entriesAtOnce);
    const commands = some.map(({ entry }) => ({
      ...entry,
      createdBy,
      traceparent,
      origin: 'import' as const,
    }));
    for (const [index, outcome] of (await postEntries(tx, commands, deps)).entries()) {
      if (outcome instanceof EntryFault) refuse(some[index], outcome);
    }
  }
  requireSound(plan);
}

const fieldOf: Record<string, 'date' | 'category'> = { date: 'date', categoryId: 'category' };

/** What the books do not take, such as a day of a month that is closed. */
function refuse(transaction: NewTransaction | undefined, { path, message, pt }: EntryFault): void {
  if (transaction === undefined) return;
  transaction.row.outcome = 'refused';
  transaction.row.entryId = null;
  transaction.row.errors.push({ field: fieldOf[path] ?? null, message, pt });
}

function requireSound({ rows }: StatementPlan): void {
  const errors = rows.flatMap((row, index) =>
    row.outcome !== 'refused'
      ? []
      : row.errors.map(({ field, ...said }) => ({
          path: field === null ? `rows[${index}]` : `rows[${index}].${field}`,
          ...atLine(row.line, said),
        })),
  );
  if (errors.length === 0) return;
  const count = rows.filter(({ outcome }) => outcome === 'refused').length;
  throw new Problem(
    'validation_failed',
    `${count} of ${rows.length} transactions cannot be imported, so none was.`,
    {
      pt: `${count} de ${rows.length} transações não podem ser importadas, e nenhuma foi.`,
      errors,
    },
  );
}

const atLine = (line: number, { message, pt }: Wording): Wording => ({
  message: `line ${line}: ${message}`,
  pt: `linha ${line}: ${pt}`,
});
