/** Quotes over HTTP: in as JSON, the latest ones and series out. */
import {
  createQuotesRequest,
  latestQuery,
  quotePage,
  quotesStored,
  seriesPage,
  seriesParams,
  seriesQuery,
  symbol,
} from '@balcao/contracts/api/market.ts';
import { instant } from '@balcao/contracts/dates.ts';
import { decodeCursor, toPage, unusableCursor } from '@balcao/kit/cursor.ts';
import type { Database } from '@balcao/kit/db.ts';
import { type Route, readRoute, writeRoute } from '@balcao/kit/http/route.ts';
import type { z } from 'zod';
import { listLatest } from './quote-store.ts';
import { readSeries } from './series-store.ts';
import { type QuoteDeps, storeQuotes } from './store-quotes.ts';

export interface QuoteRouteDeps extends QuoteDeps {
  db: Database;
  timeZone: string;
}

/** A thousand quotes with the longest names and prices fit. */
const maxQuotesBytes = 512 * 1024;

export function quoteRoutes(deps: QuoteRouteDeps): Route[] {
  // `latest` is no symbol: those are in upper case, and its route comes first.
  return [createRoute(deps), latestRoute(deps), seriesRoute(deps)];
}

function createRoute(deps: QuoteDeps): Route {
  return writeRoute(
    {
      method: 'post',
      path: '/market/quotes',
      summary: 'Store quotes: all or none, each once',
      access: 'market:write',
      body: createQuotesRequest,
      maxBodyBytes: maxQuotesBytes,
      answers: { 201: quotesStored },
    },
    async (tx, { body }) => {
      const quotes = body.quotes.map((quote) => ({ ...quote, feedId: null }));
      return { status: 201, body: await storeQuotes(tx, quotes, deps) };
    },
  );
}

function latestRoute({ db }: QuoteRouteDeps): Route {
  return readRoute(
    {
      method: 'get',
      path: '/market/quotes/latest',
      summary: 'The latest quote of each symbol, or of those that are named',
      access: 'market:read',
      query: latestQuery,
      answers: { 200: quotePage },
    },
    async ({ query }) => {
      const rows = await listLatest(db, query, readCursor(query.cursor, symbol) ?? '');
      const body = toPage(rows, query.limit, { item: (row) => row, key: (row) => [row.symbol] });
      return { status: 200, body };
    },
  );
}

function seriesRoute({ db, timeZone }: QuoteRouteDeps): Route {
  return readRoute(
    {
      method: 'get',
      path: '/market/quotes/:symbol',
      summary: 'The quotes of a symbol over time, with moving average and volatility',
      access: 'market:read',
      params: seriesParams,
      query: seriesQuery,
      answers: { 200: seriesPage },
    },
    async ({ params: { symbol }, query }) => {
      const after = readCursor(query.cursor, instant);
      const rows = await readSeries(db, { ...query, symbol }, { after, timeZone });
      const body = toPage(rows, query.limit, { item: (row) => row, key: ({ at }) => [at] });
      return { status: 200, body };
    },
  );
}

function readCursor(cursor: string | undefined, part: z.ZodType<string>): string | null {
  const key = decodeCursor(cursor, 1);
  if (key === null) return null;
  const parsed = part.safeParse(key[0]);
  if (!parsed.success) throw unusableCursor();
  return parsed.data;
}
