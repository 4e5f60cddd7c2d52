/** The catalogue in and out as CSV, over HTTP. */
import { importQuery, importReport } from '@balcao/contracts/api/product-import.ts';
import { decodeCsv } from '@balcao/kit/csv-text.ts';
import type { Database } from '@balcao/kit/db.ts';
import { type Route, readRoute, writeRoute } from '@balcao/kit/http/route.ts';
import type { Outbox } from '@balcao/kit/outbox.ts';
import { exportProducts } from './export-products.ts';
import { importProducts } from './import-products.ts';
import { readCatalogueCsv } from './read-catalogue-csv.ts';

interface TransferDeps {
  db: Database;
  outbox: Outbox;
}

/** Some 100,000 rows: more than an import takes, and little enough to hold. */
const maxImportBytes = 12 * 1024 * 1024;

export function transferRoutes({ db, outbox }: TransferDeps): Route[] {
  return [importRoute(outbox), exportRoute(db)];
}

function importRoute(outbox: Outbox): Route {
  return writeRoute(
    {
      method: 'post',
      path: '/products/import',
      summary:
        'Import products from CSV: update those whose SKU is known, add the others; all rows or none',
      access: 'catalogue:write',
      query: importQuery,
      upload: {
        types: ['text/csv', 'text/tab-separated-values', 'text/plain', 'application/vnd.ms-excel'],
        maxBytes: maxImportBytes,
      },
      answers: { 200: importReport },
      problems: ['conflict'],
    },
    async (tx, { query: { dryRun: isDryRun }, rawBody, caller: { userId }, language }) => {
      const rows = await readCatalogueCsv(decodeCsv(rawBody ?? Buffer.alloc(0)));
      const body = await importProducts(tx, outbox, { rows, userId, isDryRun, language });
      return { status: 200, headers: { 'Content-Language': language }, body };
    },
  );
}

function exportRoute(db: Database): Route {
  return readRoute(
    {
      method: 'get',
      path: '/products/export.csv',
      summary: 'Export the active products as CSV that can be imported again',
      access: 'catalogue:read',
      answers: { 200: 'text/csv' },
    },
    async () => ({
      status: 200,
      headers: {
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': 'attachment; filename="products.csv"',
      },
      text: exportProducts(db),
    }),
  );
}
