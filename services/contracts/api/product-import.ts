/** The API of moving a catalogue in and out as CSV: what becomes of each row. */
import { z } from 'zod';
import { queryBoolean } from '../query.ts';

/** The columns of a catalogue's CSV: as `GET /products/export.csv` writes them. */
export const csvColumns = [
  'sku',
  'name',
  'category',
  'unit',
  'price',
  'cost',
  'plu',
  'barcode',
  'shelfLifeDays',
] as const;
export const csvColumn = z.enum(csvColumns);
export type CsvColumn = z.infer<typeof csvColumn>;

/** With `dryRun=true` nothing is written, and rows that are refused are part of the report. */
export const importQuery = z.strictObject({ dryRun: queryBoolean.default(false) });
export type ImportQuery = z.infer<typeof importQuery>;

export const importedRow = z.object({
  /** Where the row ends in the file; the header is line 1. */
  line: z.int().min(1),
  sku: z.string().nullable(),
  outcome: z.enum(['created', 'updated', 'unchanged', 'refused']),
  errors: z
    .array(z.object({ column: csvColumn.nullable(), message: z.string() }))
    .describe('Why it is refused; in Portuguese where Accept-Language prefers it to English.'),
});
export type ImportedRow = z.infer<typeof importedRow>;

export const importReport = z.object({
  isApplied: z.boolean(),
  createdCount: z.int(),
  updatedCount: z.int(),
  unchangedCount: z.int(),
  refusedCount: z.int(),
  rows: z.array(importedRow),
});
export type ImportReport = z.infer<typeof importReport>;
