/** The transactions of a bank's CSV, whatever it calls its columns and whatever it writes above them. */
import { createHash } from 'node:crypto';
import { normaliseText } from '@balcao/contracts/normalise-text.ts';
import { unguard } from '@balcao/kit/csv-cells.ts';
import { type CsvFault, type CsvRecord, readCsv } from '@balcao/kit/read-csv.ts';
import type { Wording } from '@balcao/kit/wording.ts';
import { cleanText, StatementError, type StatementRow, toStatementRow } from './statement.ts';

type Column = 'id' | 'date' | 'description' | 'amount' | 'in' | 'out' | 'direction' | 'category';

/** Without accents and signs; other columns are left alone. */
const columnNames: Record<Column, string> = {
  id: 'id identificador bankid fitid',
  date: 'data date datalancamento datadolancamento datamovimento datadamovimentacao dtposted',
  description: 'descricao description historico lancamento memo detalhes titulo title',
  amount: 'valor amount valorr montante quantia',
  in: 'credito credit entrada entradas valorcredito creditor entradar',
  out: 'debito debit saida saidas valordebito debitor saidar',
  direction: 'tipo type dc cd natureza debitocredito creditodebito',
  category: 'categoria category',
};
const columnsByName = new Map<string, Column>();
for (const column of Object.keys(columnNames).filter(isColumn)) {
  for (const name of columnNames[column].split(' ')) columnsByName.set(name, column);
}

function isColumn(name: string): name is Column {
  return Object.hasOwn(columnNames, name);
}

const noColumns: Wording = {
  message: 'no line names the columns: date, description, and amount (or credit and debit)',
  pt: 'nenhuma linha nomeia as colunas: data, descrição e valor (ou crédito e débito)',
};
const noMovement: Wording = {
  message: 'it is a balance, not a movement',
  pt: 'é um saldo, não um movimento',
};

/** Where the columns are in each row. */
type Header = Map<Column, number>;

/** Banks write the account and the period above the columns. */
const maxLinesAbove = 30;

/**
 * `account` stands for the bank's name of the account, which a CSV does not have. Throws StatementError for a file
 * without the columns that are needed.
 */
export async function readStatementCsv(text: string, account: string): Promise<StatementRow[]> {
  const faults: CsvFault[] = [];
  const records: CsvRecord[] = [];
  let header: Header | null = null;
  for await (const record of readCsv(text, (fault) => faults.push(fault))) {
    if (header !== null) records.push(record);
    else if (record.line > maxLinesAbove) break;
    else header = readHeader(record.cells);
  }
  if (header === null) {
    throw new StatementError(1, noColumns);
  }
  const columns = header;
  const width = Math.max(...columns.values()) + 1;
  const named = withIds(records.map((record) => toRow(record, { columns, width, account })));
  return [...named, ...faults.map((fault) => toFault(fault, account))].sort(
    (a, b) => a.line - b.line,
  );
}

const balance =
  /^(?:s a l d o|saldo)(?: (?:anterior|inicial|final|atual|total|parcial|disponivel|bloqueado|do dia|em conta)\b.*)?$/;

/** Null for a line that does not name what is needed. */
function readHeader(cells: string[]): Header | null {
  const header: Header = new Map();
  for (const [index, cell] of cells.entries()) {
    const column = columnsByName.get(normaliseText(cell).replace(/[^a-z]/g, ''));
    if (column !== undefined && !header.has(column)) header.set(column, index);
  }
  const hasAmount = header.has('amount') || (header.has('in') && header.has('out'));
  return header.has('date') && header.has('description') && hasAmount ? header : null;
}

interface Layout {
  columns: Header;
  width: number;
  account: string;
}

function toRow({ cells, line }: CsvRecord, { columns, width, account }: Layout): StatementRow {
  if (cells.length < width) {
    const message = `the row has ${cells.length} cells, the columns need ${width}`;
    const pt = `a linha tem ${cells.length} células, as colunas pedem ${width}`;
    return toFault({ line, message, pt }, account);
  }
  const cell = (column: Column): string => unguard(cells[columns.get(column) ?? -1] ?? '');
  const row = toStatementRow({
    line,
    bankAccount: account,
    bankId: cell('id'),
    date: toDate(cell('date')),
    amount: amountOf(cell),
    description: cell('description'),
    category: cell('category'),
  });
  // What a balance line says has been moved by the others.
  const isBalance = balance.test(normaliseText(cleanText(cell('description'))));
  return isBalance ? { ...row, skipped: noMovement, errors: [] } : row;
}

function toFault({ line, message, pt }: CsvFault, account: string): StatementRow {
  return {
    line,
    bankAccount: account,
    bankId: null,
    date: null,
    amountMinor: null,
    description: null,
    category: null,
    skipped: null,
    errors: [{ field: null, message, pt }],
  };
}

/** `24/11/2026`, `24-11-26`, `24.11.2026`, `2026-11-24`, each with a time or without. */
function toDate(cell: string): string {
  const local = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?:\s.*)?$/.exec(cell);
  if (local === null) return /^(\d{4}-\d{2}-\d{2})(?:[T\s].*)?$/.exec(cell)?.[1] ?? cell;
  const [, day = '', month = '', year = ''] = local;
  return `${year.padStart(4, '20')}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** Of one column with a sign, with a column that says the direction, or of two columns. */
function amountOf(cell: (column: Column) => string): string {
  const amount = cell('amount');
  if (amount === '') {
    const out = cell('out').replace(/^-/, '');
    return isNothing(out) ? cell('in') : `-${out}`;
  }
  const hasOwnSign = /[cd][br]?\s*$|-\s*$|^\s*\(/i.test(amount);
  return hasOwnSign ? amount : amount + directionOf(cell('direction'));
}

/** Other words, such as `PIX`, say nothing of the direction. */
function directionOf(cell: string): 'C' | 'D' | '' {
  const word = normaliseText(cell);
  if (/^(?:c|cr|credito?|entrada)$/.test(word)) return 'C';
  return /^(?:d|db|debito?|saida)$/.test(word) ? 'D' : '';
}

const isNothing = (amount: string): boolean => /^(R\$)?[\s0.,]*$/i.test(amount);

/**
 * Rows without an id of the bank are known by what they say: account, day, amount and text, and the how manieth of
 * its kind it is in the file, since the same may well happen twice on a day. So a file that is downloaded again and
 * reaches further gives the same ids, as long as each day in it is whole.
 */
function withIds(rows: StatementRow[]): StatementRow[] {
  const seen = new Map<string, number>();
  return rows.map((row) => {
    if (row.bankId !== null || row.skipped !== null || row.errors.length > 0) return row;
    const said = JSON.stringify([row.date, row.amountMinor, row.description]);
    const nth = (seen.get(said) ?? 0) + 1;
    seen.set(said, nth);
    const hash = createHash('sha256').update(`${said}#${nth}`).digest('hex');
    return { ...row, bankId: `row:${hash.slice(0, 32)}` };
  });
}
