/** What an import comes to: for each row the product as it shall be, or the reasons why it cannot be. Pure. */
import type { Product } from '@balcao/contracts/api/product.ts';
import type { ImportedRow } from '@balcao/contracts/api/product-import.ts';
import { normaliseText } from '@balcao/contracts/normalise-text.ts';
import { name as nameSchema } from '@balcao/contracts/text.ts';
import { unguard } from '@balcao/kit/csv-cells.ts';
import { wordedIssues } from '@balcao/kit/http/portuguese.ts';
import type { Wording } from '@balcao/kit/wording.ts';
import type { ProductInput } from './product-store.ts';
import type { CsvRow } from './read-catalogue-csv.ts';
import { emptyCell, type RowError, readProduct } from './read-product.ts';

export interface NamedCategory {
  id: string;
  name: string;
}

/** The catalogue as it is, as far as the file is about it. */
export interface Catalogue {
  /** Active products by SKU. */
  products: ReadonlyMap<string, Product>;
  categories: readonly NamedCategory[];
  /** Who has a PLU or barcode, among active products that the file does not name. */
  pluOwners: ReadonlyMap<string, string>;
  barcodeOwners: ReadonlyMap<string, string>;
  newId: () => string;
}

/** A row of the report, before it is known in which language it is read. */
export interface PlannedRow extends Omit<ImportedRow, 'errors'> {
  errors: RowError[];
}

export interface ImportPlan {
  rows: PlannedRow[];
  newCategories: NamedCategory[];
  created: ProductInput[];
  updated: { before: Product; after: ProductInput }[];
}

export function planImport(rows: readonly CsvRow[], catalogue: Catalogue): ImportPlan {
  const plan: ImportPlan = { rows: [], newCategories: [], created: [], updated: [] };
  const categories = createCategories(catalogue, plan.newCategories);
  const taken = createTaken(catalogue);
  for (const row of rows) {
    if (row.kind === 'fault') {
      plan.rows.push(refused(row.line, null, [{ column: null, message: row.message, pt: row.pt }]));
      continue;
    }
    const before = catalogue.products.get(unguard(row.cells.sku ?? ''));
    const read = readProduct(row.cells, before, catalogue.newId);
    const sku = read.input?.sku ?? (row.cells.sku || null);
    const errors = [...read.errors, ...taken(row.line, read.input)];
    const category = categories(row.cells.category, before, errors);
    if (read.input === undefined || errors.length > 0) {
      plan.rows.push(refused(row.line, sku, errors));
      continue;
    }
    const after = { ...read.input, categoryId: category };
    plan.rows.push({ line: row.line, sku, outcome: addTo(plan, before, after), errors: [] });
  }
  return plan;
}

function refused(line: number, sku: string | null, errors: RowError[]): PlannedRow {
  return { line, sku, outcome: 'refused', errors };
}

function addTo(
  plan: ImportPlan,
  before: Product | undefined,
  after: ProductInput,
): 'created' | 'updated' | 'unchanged' {
  if (before === undefined) {
    plan.created.push(after);
    return 'created';
  }
  if (isSame(before, after)) return 'unchanged';
  plan.updated.push({ before, after });
  return 'updated';
}

function isSame(before: Product, after: ProductInput): boolean {
  return (
    before.name === after.name &&
    before.categoryId === after.categoryId &&
    before.unit === after.unit &&
    before.priceMinor === after.priceMinor &&
    before.costMinor === after.costMinor &&
    before.plu === after.plu &&
    before.barcode === after.barcode &&
    before.shelfLifeDays === after.shelfLifeDays
  );
}

const takenBy = (owner: string, value: string): Wording => ({
  message: `${owner} has ${value} already`,
  pt: `${owner} já tem ${value}`,
});
const takenByLine = (line: number, value: string): Wording => ({
  message: `line ${line} has ${value} already`,
  pt: `a linha ${line} já tem ${value}`,
});

/** Says what a row would have that another row or another product has already. */
function createTaken({ pluOwners, barcodeOwners }: Catalogue) {
  const seen = {
    sku: new Map<string, number>(),
    plu: new Map<string, number>(),
    barcode: new Map<string, number>(),
  };
  const outside = { sku: new Map<string, string>(), plu: pluOwners, barcode: barcodeOwners };
  return (line: number, input: ProductInput | undefined): RowError[] => {
    if (input === undefined) return [];
    return (['sku', 'plu', 'barcode'] as const).flatMap((column) => {
      const value = input[column];
      if (value === null) return [];
      const former = seen[column].get(value);
      if (former !== undefined) return [{ column, ...takenByLine(former, value) }];
      seen[column].set(value, line);
      const owner = outside[column].get(value);
      return owner === undefined ? [] : [{ column, ...takenBy(owner, value) }];
    });
  };
}

/**
 * Finds categories by name, without regard to accents and case, and makes those that are missing. A product
 * stays in its category when the name fits: two categories may be called the same.
 */
function createCategories({ categories, newId }: Catalogue, made: NamedCategory[]) {
  const byId = new Map(categories.map((category) => [category.id, category]));
  const byName = new Map<string, string>();
  for (const { id, name } of categories.toSorted((a, b) => (a.id < b.id ? 1 : -1))) {
    byName.set(normaliseText(name), id);
  }
  return (cell: string | undefined, before: Product | undefined, errors: RowError[]) => {
    const present = before?.categoryId ?? null;
    if (cell === undefined) return present;
    if (cell === '') return null;
    const parsed = nameSchema.safeParse(unguard(cell));
    if (!parsed.success) {
      const [issue = emptyCell] = wordedIssues(nameSchema, unguard(cell));
      errors.push({ column: 'category', message: issue.message, pt: issue.pt });
      return present;
    }
    const key = normaliseText(parsed.data);
    const own = present === null ? undefined : byId.get(present);
    if (own !== undefined && normaliseText(own.name) === key) return own.id;
    const known = byName.get(key);
    if (known !== undefined) return known;
    const category = { id: newId(), name: parsed.data };
    made.push(category);
    byName.set(key, category.id);
    return category.id;
  };
}
