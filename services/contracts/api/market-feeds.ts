/** Feeds over the API: what is collected from which provider, and how often. */
import { z } from 'zod';
import { businessDate, instant, isOrderedRange } from '../dates.ts';
import { id } from '../ids.ts';
import { managedBy, wantedManagedBy } from '../managed-by.ts';
import { page, pageParameters } from '../page.ts';
import { name } from '../text.ts';
import { version } from '../version.ts';
import { quote, symbol } from './market.ts';

export const feedProviders = [
  'awesomeapi',
  'coincap',
  'alphavantage',
  'bcb-sgs',
  'bcb-ptax',
  'replay',
] as const;
export const feedProvider = z.enum(feedProviders);
export type FeedProvider = z.infer<typeof feedProvider>;

/** What the provider calls it: `USD-BRL`, `bitcoin`, `IBM`, `USD/BRL`, a series' number; of a recording its name, and after a slash its speed. */
const code = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9][A-Za-z0-9./-]{0,39}$/, 'letters, digits and . / -, 40 at most');

const fields = {
  name,
  provider: feedProvider,
  symbol,
  code,
  everySeconds: z.int().min(10).max(86_400),
  /** Asked in its place when it fails; its quotes are then stored under this feed's symbol. */
  fallbackFeedId: id.nullable().default(null),
  managedBy: wantedManagedBy,
};

export const createFeedRequest = z.strictObject({ id: id.optional(), ...fields });
export type CreateFeedRequest = z.infer<typeof createFeedRequest>;

export const updateFeedRequest = z.strictObject({ ...fields, active: z.boolean() });
export type UpdateFeedRequest = z.infer<typeof updateFeedRequest>;

/** new: not collected yet; paused: not active. */
export const feedHealth = z.enum(['new', 'well', 'failing', 'paused']);
export type FeedHealth = z.infer<typeof feedHealth>;

export const feed = z.object({
  id,
  name: z.string(),
  provider: feedProvider,
  symbol,
  code: z.string(),
  everySeconds: z.int(),
  fallbackFeedId: id.nullable(),
  active: z.boolean(),
  nextDueAt: instant,
  /** When it, or its fallback, last answered. */
  collectedAt: instant.nullable(),
  /** What went wrong since; null while all is well. */
  lastError: z.string().nullable(),
  health: feedHealth,
  /** The latest quote of its symbol, whoever said it. */
  lastQuote: quote.omit({ symbol: true }).nullable(),
  managedBy: managedBy.nullable(),
  version,
});
export type Feed = z.infer<typeof feed>;

export const feedListQuery = z.strictObject(pageParameters);
export type FeedListQuery = z.infer<typeof feedListQuery>;

export const feedPage = page(feed);
export type FeedPage = z.infer<typeof feedPage>;

export const backfillRequest = z
  .strictObject({ from: businessDate, to: businessDate })
  .refine(isOrderedRange, { path: ['to'], message: 'must not be before from' })
  .refine(({ from }) => from >= '1990-01-01', { path: ['from'], message: 'not before 1990' });
export type BackfillRequest = z.infer<typeof backfillRequest>;

/** How many requests to the provider it takes; their quotes come in the background. */
export const backfillResponse = z.object({ taskCount: z.int() });
export type BackfillResponse = z.infer<typeof backfillResponse>;
