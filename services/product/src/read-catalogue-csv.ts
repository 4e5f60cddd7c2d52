/** From the text of a CSV file to rows of named cells; nothing is asked of the database yet. */
import { Readable } from 'node:stream';
import { type CsvColumn, csvColumns } from '@balcao/contracts/api/product-import.ts';
import { normaliseText } from '@balcao/contracts/text.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { type CsvError, parse } from 'csv-parse';
import { type Separator, separatorOf } from './csv-text.ts';

/** One row; a fault is a row whose cells cannot be told apart. */
export type CsvRow =
  | { kind: 'cells'; line: number; cells: Cells }
  | { kind: 'fault'; line: number; message: string };
/** Only the columns that the file has; trimmed, and empty where the cell is. */
export type Cells = Partial<Record<CsvColumn, string>>;

const maxRows = 50_000;
const chunkLength = 65_536;
const maxRecordLength = 20_000;

/** Other names that people and programs give to the columns, without accents and signs. */
const aliases: Record<string, CsvColumn> = {
  codigo: 'sku',
  codigointerno: 'sku',
  referencia: 'sku',
  nome: 'name',
  produto: 'name',
  descricao: 'name',
  categoria: 'category',
  unidade: 'unit',
  preco: 'price',
  precodevenda: 'price',
  custo: 'cost',
  precodecusto: 'cost',
  ean: 'barcode',
  gtin: 'barcode',
  codigodebarras: 'barcode',
  validade: 'shelfLifeDays',
  validadedias: 'shelfLifeDays',
  diasdevalidade: 'shelfLifeDays',
};
const columnsByName = new Map<string, CsvColumn>([
  ...Object.entries(aliases),
  ...csvColumns.map((column) => [column.toLowerCase(), column] as const),
]);

interface Entry {
  record: string[];
  info: { lines: number };
}

/**
 * Reads all rows, in turns with whatever else the process does. Throws `validation_failed` for a header that
 * cannot be used, and for a file with no rows or too many.
 */
export async function readCatalogueCsv(text: string): Promise<CsvRow[]> {
  const faults: CsvRow[] = [];
  const onFault = (error: CsvError | undefined) => void faults.push(faultOf(error));
  const rows: CsvRow[] = [];
  let header: CsvColumn[] | undefined;
  for await (const { record, info } of entries(text, separatorOf(text), onFault)) {
    if (header !== undefined) rows.push(readRow(record, info.lines, header));
    else if (faults.some(({ line }) => line < info.lines)) break;
    else header = readHeader(record);
    if (rows.length > maxRows) throw refuse(`The file has more than ${maxRows} rows. Split it.`);
  }
  if (header === undefined) throw refuse('The first line cannot be read: it names the columns.');
  const all = [...rows, ...faults].sort((a, b) => a.line - b.line);
  if (all.length === 0) throw refuse('The file has no rows below its header.');
  return all;
}

/** Rows that cannot be read are skipped and told to `onFault`. */
function entries(
  text: string,
  delimiter: Separator,
  onFault: (error: CsvError | undefined) => undefined,
): AsyncIterable<Entry> {
  const parser = parse({
    delimiter,
    info: true,
    trim: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: maxRecordLength,
    skip_records_with_error: true,
    on_skip: onFault,
  });
  return Readable.from(chunksOf(text)).pipe(parser);
}

function* chunksOf(text: string): Generator<string> {
  for (let start = 0; start < text.length; start += chunkLength) {
    yield text.slice(start, start + chunkLength);
  }
}

function readHeader(record: string[]): CsvColumn[] {
  const columns = record.map((name) => {
    const column = columnsByName.get(normaliseText(name).replace(/[^a-z]/g, ''));
    if (column !== undefined) return column;
    throw refuse(`There is no column "${name}". The columns are ${csvColumns.join(', ')}.`);
  });
  const twice = columns.find((column, index) => columns.indexOf(column) !== index);
  if (twice !== undefined) throw refuse(`The column ${twice} is there twice.`);
  if (!columns.includes('sku')) throw refuse('The column sku is missing: products are told by it.');
  return columns;
}

function readRow(record: string[], line: number, header: CsvColumn[]): CsvRow {
  if (record.length !== header.length) {
    const message = `the row has ${record.length} cells, the header ${header.length}`;
    return { kind: 'fault', line, message };
  }
  const cells: Cells = {};
  for (const [index, column] of header.entries()) cells[column] = record[index] ?? '';
  return { kind: 'cells', line, cells };
}

function faultOf(error: CsvError | undefined): CsvRow {
  const line = typeof error?.lines === 'number' ? error.lines : 1;
  const message =
    error?.code === 'CSV_MAX_RECORD_SIZE'
      ? 'the row is too long; is a quote left open?'
      : 'its quotes are not closed, or stand inside a text';
  return { kind: 'fault', line, message };
}

function refuse(detail: string): Problem {
  return new Problem('validation_failed', detail, { errors: [{ path: '', message: detail }] });
}
