/** Quotes of 1991, of months that are closed when a test says so. */
import assert from 'node:assert/strict';
import type { Interval, SeriesPoint } from '@balcao/contracts/api/market.ts';
import { createLogger } from '@balcao/kit/log.ts';
import { createRetention, type Retention } from '../src/retention.ts';
import { readSeries } from '../src/series-store.ts';
import { type Market, startMarket } from './harness.ts';

interface Quote {
  at: string;
  price: string;
  source?: string;
}

interface Reading {
  zone?: string;
  windowSeconds?: number;
  after?: string | null;
}

export interface OldQuotes {
  market: Market;
  /** Answers how many are new. */
  send(symbol: string, ...quotes: Quote[]): Promise<number>;
  /** The months before this one, by default those before March. */
  close(before?: Date, zone?: string): Promise<void>;
  /** What closes them. */
  retention(before?: Date, zone?: string): Retention;
  read(symbol: string, interval: Interval, how?: Reading): Promise<SeriesPoint[]>;
  /** How many quotes of a symbol there are. */
  countOf(symbol: string): Promise<number | undefined>;
}

export const hourMs = 3_600_000;
export const shopZone = 'America/Sao_Paulo';
/** In January of 1991; the first of March is where quotes begin that are kept. */
export const start = Date.parse('1991-01-20T00:00:00Z');
export const kept = new Date('1991-03-01T00:00:00Z');
const limit = 5_000;

export async function openOldQuotes(): Promise<OldQuotes> {
  // The service itself closes none of them.
  const market = await startMarket({ QUOTE_RETENTION_MONTHS: '1200' });
  const admin = market.as('admin');
  return {
    market,
    async send(symbol, ...quotes) {
      const body = { quotes: quotes.map((quote) => ({ symbol, ...quote })) };
      const answer = await admin.post('/market/quotes', body);
      assert.equal(answer.status, 201, JSON.stringify(answer.body));
      return answer.body.storedCount;
    },
    retention: (before = kept, zone = shopZone) => retentionOf(market, before, zone),
    close: (before = kept, zone = shopZone) => retentionOf(market, before, zone).job.run(),
    read(symbol, interval, { zone = shopZone, windowSeconds = 86_400, after = null } = {}) {
      const range = { from: '1991-01-01T00:00:00Z', to: '1991-04-10T00:00:00Z' };
      const query = { symbol, ...range, interval, windowSeconds, limit };
      return readSeries(market.db, query, { after, timeZone: zone });
    },
    countOf: (symbol) => countQuotes(market, symbol),
  };
}

const retentionOf = ({ db, databaseUrl }: Market, before: Date, timeZone: string): Retention =>
  createRetention({
    db,
    databaseUrl,
    log: createLogger({ level: 'silent' }),
    now: () => before,
    months: 0,
    timeZone,
  });

export async function countQuotes({ db }: Market, symbol: string): Promise<number | undefined> {
  const [row] = await db.query<{ n: number }>('SELECT count(*) AS n FROM quote WHERE symbol = $1', [
    symbol,
  ]);
  return row?.n;
}

export const instantOf = (ms: number): string => new Date(ms).toISOString();

/** Open, high, low, close and how many quotes. */
export const figuresOf = (points: SeriesPoint[]): unknown[][] =>
  points.map(({ open, high, low, close, quoteCount }) => [open, high, low, close, quoteCount]);
