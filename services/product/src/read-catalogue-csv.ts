/** From the text of a CSV file to rows of named cells; nothing is asked of the database yet. */
import { type CsvColumn, csvColumns } from '@balcao/contracts/api/product-import.ts';
import { normaliseText } from '@balcao/contracts/normalise-text.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { type CsvFault, readCsv } from '@balcao/kit/read-csv.ts';
import type { Wording } from '@balcao/kit/wording.ts';

/** One row; a fault is a row whose cells cannot be told apart. */
export type CsvRow = { kind: 'cells'; line: number; cells: Cells } | ({ kind: 'fault' } & CsvFault);
/** Only the columns that the file has; trimmed, and empty where the cell is. */
export type Cells = Partial<Record<CsvColumn, string>>;

const maxRows = 50_000;

const tooMany: Wording = {
  message: `The file has more than ${maxRows} rows. Split it.`,
  pt: `O arquivo tem mais de ${maxRows} linhas. Divida o arquivo.`,
};
const noHeader: Wording = {
  message: 'The first line cannot be read: it names the columns.',
  pt: 'A primeira linha não pode ser lida: ela dá nome às colunas.',
};
const noRows: Wording = {
  message: 'The file has no rows below its header.',
  pt: 'O arquivo não tem linhas abaixo do cabeçalho.',
};
const noSku: Wording = {
  message: 'The column sku is missing: products are told by it.',
  pt: 'Falta a coluna sku: é por ela que os produtos são conhecidos.',
};

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

/**
 * Reads all rows, in turns with whatever else the process does. Throws `validation_failed` for a header that
 * cannot be used, and for a file with no rows or too many.
 */
export async function readCatalogueCsv(text: string): Promise<CsvRow[]> {
  const faults: CsvFault[] = [];
  const rows: CsvRow[] = [];
  let header: CsvColumn[] | undefined;
  for await (const { cells, line } of readCsv(text, (fault) => faults.push(fault))) {
    if (header !== undefined) rows.push(readRow(cells, line, header));
    else if (faults.some((fault) => fault.line < line)) break;
    else header = readHeader(cells);
    if (rows.length > maxRows) throw refuse(tooMany);
  }
  if (header === undefined) throw refuse(noHeader);
  const broken = faults.map((fault) => ({ kind: 'fault' as const, ...fault }));
  const all = [...rows, ...broken].sort((a, b) => a.line - b.line);
  if (all.length === 0) throw refuse(noRows);
  return all;
}

function readHeader(record: string[]): CsvColumn[] {
  const columns = record.map((name) => {
    const column = columnsByName.get(normaliseText(name).replace(/[^a-z]/g, ''));
    if (column !== undefined) return column;
    throw refuse({
      message: `There is no column "${name}". The columns are ${csvColumns.join(', ')}.`,
      pt: `Não existe a coluna "${name}". As colunas são ${csvColumns.join(', ')}.`,
    });
  });
  const twice = columns.find((column, index) => columns.indexOf(column) !== index);
  if (twice !== undefined) {
    throw refuse({
      message: `The column ${twice} is there twice.`,
      pt: `A coluna ${twice} está lá duas vezes.`,
    });
  }
  if (!columns.includes('sku')) throw refuse(noSku);
  return columns;
}

function readRow(record: string[], line: number, header: CsvColumn[]): CsvRow {
  if (record.length !== header.length) {
    const message = `the row has ${record.length} cells, the header ${header.length}`;
    const pt = `a linha tem ${record.length} células, o cabeçalho ${header.length}`;
    return { kind: 'fault', line, message, pt };
  }
  const cells: Cells = {};
  for (const [index, column] of header.entries()) cells[column] = record[index] ?? '';
  return { kind: 'cells', line, cells };
}

function refuse({ message, pt }: Wording): Problem {
  return new Problem('validation_failed', message, { pt, errors: [{ path: '', message, pt }] });
}
