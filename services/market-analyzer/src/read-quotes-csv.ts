/** Reads quotes from the text of a CSV, whose first line names its columns. */
import { maxQuotes, type QuoteRequest, quoteRequest } from '@balcao/contracts/api/market.ts';
import { unguard } from '@balcao/kit/csv-cells.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { type CsvRecord, readCsv } from '@balcao/kit/read-csv.ts';
import { toDecimal } from './decimal-text.ts';

const required = ['symbol', 'at', 'price'];

type Fault = { path: string; message: string };

/** Columns in any order, others ignored. Throws `validation_failed`, which names each wrong line and column. */
export async function readQuotesCsv(text: string): Promise<QuoteRequest[]> {
  const faults: Fault[] = [];
  const quotes: QuoteRequest[] = [];
  let columns: string[] | undefined;
  const records = readCsv(text, ({ line, message }) =>
    faults.push({ path: `line ${line}`, message }),
  );
  for await (const record of records) {
    if (columns === undefined) columns = readHeader(record);
    else if (quotes.length >= maxQuotes) throw refusal([tooMany(record.line)]);
    else readRow(columns, record, { quotes, faults });
  }
  if (faults.length > 0) throw refusal(faults);
  if (quotes.length === 0) throw refusal([{ path: 'line 1', message: 'there are no quotes' }]);
  return quotes;
}

function readHeader({ cells, line }: CsvRecord): string[] {
  const columns = cells.map((cell) => cell.replace('\ufeff', '').toLowerCase());
  const missing = required.filter((name) => !columns.includes(name));
  if (missing.length > 0) {
    throw refusal([{ path: `line ${line}`, message: `needs the columns ${missing.join(', ')}` }]);
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
  const parsed = quoteRequest.safeParse({
    symbol: cell('symbol'),
    at: cell('at'),
    price: toDecimal(cell('price')),
    ...(source === '' ? {} : { source }),
  });
  if (parsed.success) return void quotes.push(parsed.data);
  // One fault a cell: what is no date has the wrong length, too.
  const messages = new Map<string, string>();
  for (const { path, message } of parsed.error.issues) {
    const column = path.join('.');
    if (!messages.has(column)) messages.set(column, message);
  }
  for (const [column, message] of messages) {
    faults.push({ path: `line ${line}, ${column}`, message });
  }
}

const tooMany = (line: number): Fault => ({
  path: `line ${line}`,
  message: `at most ${maxQuotes} quotes`,
});

const refusal = (errors: Fault[]) =>
  new Problem('validation_failed', 'Nothing was stored: the file has errors.', {
    errors: errors.slice(0, 100),
  });
