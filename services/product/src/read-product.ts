/** What one row of a catalogue's CSV says of a product, or why it cannot be. Pure. */
import { createProductRequest, type Product } from '@balcao/contracts/api/product.ts';
import type { CsvColumn } from '@balcao/contracts/api/product-import.ts';
import type { Unit } from '@balcao/contracts/unit.ts';
import { unguard } from '@balcao/kit/csv-cells.ts';
import { wordedIssues } from '@balcao/kit/http/portuguese.ts';
import type { Wording } from '@balcao/kit/wording.ts';
import { CellError, parseAmount, parseCount, parseUnit } from './csv-cells.ts';
import type { ProductInput } from './product-store.ts';
import type { Cells } from './read-catalogue-csv.ts';

export interface RowError extends Wording {
  column: CsvColumn | null;
}

export const emptyCell: Wording = { message: 'must not be empty', pt: 'não pode ficar vazio' };

const columnOfField: Record<string, CsvColumn> = {
  sku: 'sku',
  name: 'name',
  unit: 'unit',
  priceMinor: 'price',
  costMinor: 'cost',
  plu: 'plu',
  barcode: 'barcode',
  shelfLifeDays: 'shelfLifeDays',
};
const neverEmpty: readonly CsvColumn[] = ['sku', 'name', 'unit', 'price'];

/** The product that a row makes: cells that are there over what is there already, by the rules of the API. */
export function readProduct(
  cells: Cells,
  before: Product | undefined,
  newId: () => string,
): { input?: ProductInput; errors: RowError[] } {
  const errors: RowError[] = [];
  const read = <Value>(column: CsvColumn, parse: (cell: string) => Value, former: Value) => {
    const cell = cells[column];
    if (cell === undefined || cell === '') {
      const isMissing = cell === '' || before === undefined;
      if (isMissing && neverEmpty.includes(column)) {
        errors.push({ column, ...emptyCell });
      }
      return cell === '' ? null : former;
    }
    try {
      return parse(cell);
    } catch (error) {
      if (!(error instanceof CellError)) throw error;
      errors.push({ column, message: error.message, pt: error.pt });
      return null;
    }
  };
  const fields = {
    sku: read('sku', unguard, before?.sku ?? null),
    name: read('name', unguard, before?.name ?? null),
    unit: read('unit', (cell) => sameUnit(parseUnit(cell), before), before?.unit ?? null),
    priceMinor: read('price', parseAmount, before?.priceMinor ?? null),
    costMinor: read('cost', parseAmount, before?.costMinor ?? null),
    plu: read('plu', String, before?.plu ?? null),
    barcode: read('barcode', String, before?.barcode ?? null),
    shelfLifeDays: read('shelfLifeDays', parseCount, before?.shelfLifeDays ?? null),
  };
  if (errors.length > 0) return { errors };
  const parsed = createProductRequest.safeParse(fields);
  if (parsed.success) {
    return { errors, input: { ...parsed.data, id: before?.id ?? newId(), active: true } };
  }
  return {
    errors: wordedIssues(createProductRequest, fields).map(({ path, ...said }) => ({
      column: columnOfField[String(path[0])] ?? null,
      ...said,
    })),
  };
}

/** Throws CellError for another unit than the product has: its stock is counted in that. */
function sameUnit(unit: Unit, before: Product | undefined): Unit {
  if (before === undefined || before.unit === unit) return unit;
  throw new CellError({
    message: `the unit stays ${before.unit}: archive the product and add another`,
    pt: `a unidade continua ${before.unit}: arquive o produto e cadastre outro`,
  });
}
