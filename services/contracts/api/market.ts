/** The API of market-analyzer: quotes in, the latest ones, and series. Prices are exact decimals as text. */
import { z } from 'zod';
import { instant } from '../dates.ts';
import { page, pageParameters } from '../page.ts';
import { queryInteger } from '../query.ts';
import { text } from '../text.ts';

/** What is quoted, in upper case: `USD-BRL`, `BOI-GORDO`, `FORNECEDOR:PICANHA`. */
export const symbol = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z0-9][A-Z0-9._:-]{0,39}$/, 'letters, digits and . _ : -, 40 at most');

/** Who says so: the name of a provider, or of a list. */
export const sourceName = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{0,39}$/, 'letters, digits and . _ -, 40 at most');

/** A decimal with at most 16 digits before the point and 12 after it; rates may be negative. Never a float. */
export const price = z
  .string()
  .regex(/^-?(0|[1-9]\d{0,15})(\.\d{1,12})?$/, 'a decimal such as 5.4258');

/** Before the real there is nothing to compare with; it also bounds how many months there can be. */
const firstQuoteAt = '1990-01-01T00:00:00Z';

/** The first quote of a symbol, instant and source stays. */
export const quoteRequest = z.strictObject({
  symbol,
  at: instant
    .regex(/:\d\d(\.\d{1,3})?Z$/, 'milliseconds at most')
    .refine((at) => Date.parse(at) >= Date.parse(firstQuoteAt), 'not before 1990'),
  price,
  source: sourceName.default('manual'),
});
export type QuoteRequest = z.infer<typeof quoteRequest>;

export const maxQuotes = 1000;

/** All or nothing. */
export const createQuotesRequest = z.strictObject({
  quotes: z.array(quoteRequest).min(1).max(maxQuotes),
});
export type CreateQuotesRequest = z.infer<typeof createQuotesRequest>;

/** How many were new, and how many were known already and changed nothing. */
export const quotesStored = z.object({ storedCount: z.int(), knownCount: z.int() });
export type QuotesStored = z.infer<typeof quotesStored>;

export const quote = z.object({ symbol, at: instant, price, source: sourceName });
export type Quote = z.infer<typeof quote>;

export const maxSymbols = 50;

export const latestQuery = z.strictObject({
  ...pageParameters,
  /** Separated by commas; every symbol where it is left out. */
  symbols: z
    .string()
    .transform((list) => list.split(','))
    .pipe(z.array(symbol).max(maxSymbols))
    .meta({ type: 'string' })
    .optional(),
  /** Part of the symbol, in whatever case. */
  q: text(40).optional(),
});
export type LatestQuery = z.infer<typeof latestQuery>;

export const quotePage = page(quote);
export type QuotePage = z.infer<typeof quotePage>;

/** Seconds of each interval. A point of `raw` is an instant; one of `1d` is a day of the shop. */
export const intervalSeconds = { raw: 0, '1m': 60, '5m': 300, '1h': 3600, '1d': 86_400 } as const;
export const interval = z.enum(['raw', '1m', '5m', '1h', '1d']);
export type Interval = z.infer<typeof interval>;

const day = 86_400;
/** How long a range may be, in seconds: some 40,000 points, and all quotes of a month where they are raw. */
const maxRangeSeconds: Record<Interval, number> = {
  raw: 31 * day,
  '1m': 31 * day,
  '5m': 124 * day,
  '1h': 1830 * day,
  '1d': 36_600 * day,
};

const seconds = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 1000;

export const seriesParams = z.strictObject({ symbol });

export const seriesQuery = z
  .strictObject({
    ...pageParameters,
    from: instant,
    /** Does not belong to the range. */
    to: instant,
    interval: interval.default('raw'),
    /** How far back moving average and volatility look, in seconds: a minute to a year. */
    windowSeconds: queryInteger({ min: 60, max: 366 * day }).default(day),
  })
  .refine(({ from, to }) => seconds(from, to) > 0, { path: ['to'], message: 'must be after from' })
  .refine(({ from, to, interval: step }) => seconds(from, to) <= maxRangeSeconds[step], {
    path: ['to'],
    message: 'the range is too long for this interval',
  });
export type SeriesQuery = z.infer<typeof seriesQuery>;

/** What an interval began and ended with, its extremes, and what they tell with those before it. */
export const seriesPoint = z.object({
  /** Where the interval begins. */
  at: instant,
  open: price,
  high: price,
  low: price,
  close: price,
  quoteCount: z.int(),
  /** The mean of the closes within the window, to 12 decimals. */
  movingAverage: price,
  /** Sample standard deviation of the logarithmic returns within the window; null below two, or with a price of 0 or less. */
  volatility: z.number().nullable(),
});
export type SeriesPoint = z.infer<typeof seriesPoint>;

export const seriesPage = page(seriesPoint);
export type SeriesPage = z.infer<typeof seriesPage>;
