/** Quotes as CSV over HTTP: a supplier's list, or what has no feed. */
import { quotesStored } from '@balcao/contracts/api/market.ts';
import { decodeCsv } from '@balcao/kit/csv-text.ts';
import { type Route, writeRoute } from '@balcao/kit/http/route.ts';
import { readQuotesCsv } from './read-quotes-csv.ts';
import { type QuoteDeps, storeQuotes } from './store-quotes.ts';

/** A thousand rows with room for columns that are not read. */
const maxImportBytes = 512 * 1024;

export function quoteImportRoute(deps: QuoteDeps): Route {
  return writeRoute(
    {
      method: 'post',
      path: '/market/quotes/import',
      summary: 'Store quotes from CSV (symbol, at, price, source): all rows or none',
      access: 'market:write',
      upload: { types: ['text/csv', 'text/plain'], maxBytes: maxImportBytes },
      answers: { 201: quotesStored },
    },
    async (tx, { rawBody }) => {
      const rows = await readQuotesCsv(decodeCsv(rawBody ?? Buffer.alloc(0)));
      const quotes = rows.map((quote) => ({ ...quote, feedId: null }));
      return { status: 201, body: await storeQuotes(tx, quotes, deps) };
    },
  );
}
