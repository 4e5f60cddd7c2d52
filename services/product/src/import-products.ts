/** Imports a catalogue from CSV: all rows or none, with prices and events in the same transaction. */
import type { ImportReport } from '@balcao/contracts/api/product-import.ts';
import { unguard } from '@balcao/kit/csv-cells.ts';
import type { Tx } from '@balcao/kit/db.ts';
import { brokenConstraint } from '@balcao/kit/db-errors.ts';
import type { Language } from '@balcao/kit/http/prefer-language.ts';
import { newId } from '@balcao/kit/ids.ts';
import type { Outbox } from '@balcao/kit/outbox.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { inLanguage } from '@balcao/kit/wording.ts';
import { categoryEvent, productEvent } from './catalogue-events.ts';
import {
  codeOwners,
  freeCodes,
  insertCategories,
  insertProducts,
  listAllCategories,
  lockBySku,
  updateProducts,
} from './import-store.ts';
import { type ImportPlan, planImport } from './plan-import.ts';
import { appendPrices } from './price-store.ts';
import type { CsvRow } from './read-catalogue-csv.ts';

export interface ImportRequest {
  rows: CsvRow[];
  userId: string;
  /** Nothing is written, and what is refused is part of the report. */
  isDryRun: boolean;
  /** Of whoever reads the report. */
  language: Language;
}

/** Throws `validation_failed` with every reason of every row, unless it is a dry run. */
export async function importProducts(
  tx: Tx,
  outbox: Outbox,
  { rows, userId, isDryRun, language }: ImportRequest,
): Promise<ImportReport> {
  const plan = await makePlan(tx, rows);
  const refusals = plan.rows.filter(({ outcome }) => outcome === 'refused');
  if (isDryRun) return reportOf(plan, { isApplied: false, language });
  if (refusals.length > 0) throw refusalOf(plan);
  try {
    await apply(tx, outbox, { plan, userId });
  } catch (error) {
    throw takenMeanwhile(error);
  }
  return reportOf(plan, { isApplied: true, language });
}

async function makePlan(tx: Tx, rows: CsvRow[]): Promise<ImportPlan> {
  const cells = rows.flatMap((row) => (row.kind === 'cells' ? [row.cells] : []));
  const skus = cells.map(({ sku = '' }) => unguard(sku));
  const plus = cells.map(({ plu = '' }) => plu.replace(/^0+/, ''));
  const barcodes = cells.map(({ barcode = '' }) => barcode);
  const [products, categories, pluOwners, barcodeOwners] = await Promise.all([
    lockBySku(tx, skus),
    listAllCategories(tx),
    codeOwners(tx, 'plu', { codes: plus, skus }),
    codeOwners(tx, 'barcode', { codes: barcodes, skus }),
  ]);
  return planImport(rows, { products, categories, pluOwners, barcodeOwners, newId });
}

async function apply(
  tx: Tx,
  outbox: Outbox,
  { plan, userId }: { plan: ImportPlan; userId: string },
): Promise<void> {
  const categories = await insertCategories(tx, plan.newCategories);
  const moved = plan.updated.filter(
    ({ before, after }) => before.plu !== after.plu || before.barcode !== after.barcode,
  );
  freeCodes(
    tx,
    moved.map(({ before }) => before.id),
  );
  const updated = await updateProducts(
    tx,
    plan.updated.map(({ after }) => after),
  );
  const created = await insertProducts(tx, plan.created);
  const former = new Map(plan.updated.map(({ before }) => [before.id, before]));
  const repriced = updated.filter(({ id, priceMinor, costMinor }) => {
    const before = former.get(id);
    return before?.priceMinor !== priceMinor || before.costMinor !== costMinor;
  });
  appendPrices(
    tx,
    [...created, ...repriced].map((product) => ({ product, changedBy: userId })),
  );
  outbox.add(tx, [
    ...categories.map((category) => categoryEvent('category.created', category)),
    ...created.map((product) => productEvent('product.created', product)),
    ...updated.map((product) => productEvent('product.updated', product)),
  ]);
}

function reportOf(
  { rows }: ImportPlan,
  { isApplied, language }: { isApplied: boolean; language: Language },
): ImportReport {
  const count = (outcome: (typeof rows)[number]['outcome']) =>
    rows.filter((row) => row.outcome === outcome).length;
  return {
    isApplied,
    createdCount: count('created'),
    updatedCount: count('updated'),
    unchangedCount: count('unchanged'),
    refusedCount: count('refused'),
    rows: rows.map((row) => ({
      ...row,
      errors: row.errors.map(({ column, ...said }) => ({
        column,
        message: inLanguage(said, language),
      })),
    })),
  };
}

function refusalOf({ rows }: ImportPlan): Problem {
  const errors = rows.flatMap((row, index) =>
    row.errors.map(({ column, message, pt }) => ({
      path: column === null ? `rows[${index}]` : `rows[${index}].${column}`,
      message: `line ${row.line}: ${message}`,
      pt: `linha ${row.line}: ${pt}`,
    })),
  );
  const count = rows.filter(({ outcome }) => outcome === 'refused').length;
  return new Problem(
    'validation_failed',
    `${count} of ${rows.length} rows cannot be imported, so nothing was. Correct them and send the file again.`,
    {
      pt: `${count} de ${rows.length} linhas não podem ser importadas, e nada foi. Corrija e envie o arquivo de novo.`,
      errors,
    },
  );
}

const codeConstraints = ['product_sku', 'product_plu', 'product_barcode', 'product_category'];

/** Somebody else gave a SKU or code away, or deleted a category, between the look and the leap. */
function takenMeanwhile(error: unknown): unknown {
  if (!codeConstraints.includes(brokenConstraint(error) ?? '')) return error;
  const detail = 'The catalogue was changed meanwhile, so nothing was imported. Try again.';
  return new Problem('conflict', detail, {
    pt: 'O catálogo mudou neste meio-tempo, e nada foi importado. Tente de novo.',
    cause: error,
  });
}
