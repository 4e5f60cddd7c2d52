/** Importing a bank's statement, over HTTP. */
import {
  statementImportQuery,
  statementImportReport,
} from '@balcao/contracts/api/finance-imports.ts';
import { decodeCsv } from '@balcao/kit/csv-text.ts';
import { type Route, writeRoute } from '@balcao/kit/http/route.ts';
import { importStatement, readStatement } from './import-statement.ts';
import type { EntryDeps } from './post-entry.ts';

/** Twenty thousand transactions as the wordiest bank writes them. */
const maxImportBytes = 12 * 1024 * 1024;

export function importRoutes(deps: EntryDeps): Route[] {
  return [
    writeRoute(
      {
        method: 'post',
        path: '/finance/imports',
        summary:
          "Import a bank's statement (OFX 1 and 2, CSV): each transaction once by the bank's id; all that is new, or nothing",
        access: 'finance:write',
        query: statementImportQuery,
        upload: {
          types: [
            'application/x-ofx',
            'application/ofx',
            'application/vnd.intu.qfx',
            'application/xml',
            'text/xml',
            'text/csv',
            'text/tab-separated-values',
            'text/plain',
            'application/vnd.ms-excel',
            'application/octet-stream',
          ],
          maxBytes: maxImportBytes,
        },
        answers: { 200: statementImportReport },
        problems: ['conflict'],
      },
      async (tx, { query, rawBody, caller: { userId }, traceparent, language }) => {
        const { account, bankAccount = account, dryRun: isDryRun, reusedIds } = query;
        const rows = await readStatement(decodeCsv(rawBody ?? Buffer.alloc(0)), bankAccount);
        const entersReused = reusedIds === 'enter';
        const request = { rows, account, isDryRun, entersReused, userId, language, traceparent };
        const body = await importStatement(tx, request, deps);
        return { status: 200, headers: { 'Content-Language': language }, body };
      },
    ),
  ];
}
