/** Reads quotes from the text of a CSV, whose first line names its columns. */
import { maxQuotes, type QuoteRequest, quoteRequest } from '@balcao/contracts/api/market.ts';
import { unguard } from '@balcao/kit/csv-cells.ts';
import { wordedIssues } from '@balcao/kit/http/portuguese.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { type CsvRecord, readCsv } from '@balcao/kit/read-csv.ts';
import type { Wording } from '@balcao/kit/wording.ts';
import { toDecimal } from './decimal-text.ts';

const required = ['symbol', 'at', 'price'];

interface Fault extends Wording {
  path: string;
}

const nothingThere: Wording = { message: 'there are no quotes', pt: 'não há cotações' };
const moreThanMost: Wording = {
  message: `at most ${maxQuotes} quotes`,
  pt: `no máximo ${maxQuotes} cotações`,
};

/** Columns in any order, others ignored. Throws `validation_failed`, which names each wrong line and column. */
export async function readQuotesCsv(text: string): Promise<QuoteRequest[]> {
  const faults: Fault[] = [];
  const quotes: QuoteRequest[] = [];
  let columns: string[] | undefined;
  const records = readCsv(text, ({ line, ...said }) =>
    faults.push({ path: `line ${line}`, ...said }),
  );
  for await (const record of records) {
    const tooMany: Fault = { path: `line ${record.line}`, ...moreThanMost };
    if (columns === undefined) columns = readHeader(record);
    else if (quotes.length >= maxQuotes) throw refusal([tooMany]);
    else readRow(columns, record, { quotes, faults });
  }
  if (faults.length > 0) throw refusal(faults);
  if (quotes.length === 0) throw refusal([{ path: 'line 1', ...nothingThere }]);
  return quotes;
}

function readHeader({ cells, line }: CsvRecord): string[] {
  const columns = cells.map((cell) => cell.replace('\ufeff', '').toLowerCase());
  const missing = required.filter((name) => !columns.includes(name));
  if (missing.length > 0) {
    const names = missing.join(', ');
    const said = { message: `needs the columns ${names}`, pt: `precisa das colunas ${names}` };
    throw refusal([{ path: `line ${line}`, ...said }]);
  }
  return columns;
}

function readRow(
  columns: string[],
  { cells, line }: CsvRecord,
  { quotes, faults }: { quotes: QuoteRequest[]; faults: Fault[] },
): void {
  const cell = (name: string) => unguard(cells[columns.indexOf(name)] ?? '');
  const source = cell('source');
  const value = {
    symbol: cell('symbol'),
    at: cell('at'),
    price: toDecimal(cell('price')),
    ...(source === '' ? {} : { source }),
  };
  const parsed = quoteRequest.safeParse(value);
  if (parsed.success) return void quotes.push(parsed.data);
  // One fault a cell: what is no date has the wrong length, too.
  const wordings = new Map<string, Wording>();
  for (const { path, ...said } of wordedIssues(quoteRequest, value)) {
    const column = path.join('.');
    if (!wordings.has(column)) wordings.set(column, said);
  }
  for (const [column, said] of wordings) faults.push({ path: `line ${line}, ${column}`, ...said });
}

const refusal = (errors: Fault[]) =>
  new Problem('validation_failed', 'Nothing was stored: the file has errors.', {
    pt: 'Nada foi gravado: o arquivo tem erros.',
    errors: errors.slice(0, 100),
  });
