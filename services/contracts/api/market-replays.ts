/** Replays over the API: which alerts a rule would have raised on the quotes that are stored. */
import { z } from 'zod';
import { instant } from '../dates.ts';
import { price, symbol } from './market.ts';
import { alertSummary } from './market-alerts.ts';

const dayMs = 86_400_000;
const maxRangeDays = 3_660;
export const maxReplayQuotes = 500_000;
export const maxReplayAlerts = 1_000;

export const replayQuery = z
  .strictObject({
    from: instant,
    /** Does not belong to the range. */
    to: instant,
  })
  .refine(({ from, to }) => Date.parse(from) < Date.parse(to), {
    path: ['to'],
    message: 'must be after from',
  })
  .refine(({ from, to }) => Date.parse(to) - Date.parse(from) <= maxRangeDays * dayMs, {
    path: ['to'],
    message: `at most ${maxRangeDays} days`,
  });
export type ReplayQuery = z.infer<typeof replayQuery>;

export const replayedAlert = z.object({
  symbol,
  /** The price that began it; null where it began by the absence of one. */
  value: price.nullable(),
  /** What that price was held against: the extreme, the mean, the limit. */
  reference: price.nullable(),
  summary: alertSummary,
  startedAt: instant,
  /** Null where it went on to the end. */
  resolvedAt: instant.nullable(),
  resolvedValue: price.nullable(),
});
export type ReplayedAlert = z.infer<typeof replayedAlert>;

export const replay = z.object({
  /** How many quotes of the range were played. */
  quoteCount: z.int(),
  alertCount: z.int(),
  /** The first of them, by their beginning. */
  alerts: z.array(replayedAlert).max(maxReplayAlerts),
});
export type Replay = z.infer<typeof replay>;

/** How far a replay is, of all the quotes that it reads: those that only fill the windows included. */
export const replayProgress = z.object({
  playedCount: z.int(),
  totalCount: z.int(),
  /** Symbols are played one after the other. */
  symbol,
  /** Up to when the quotes of the symbol have been played. */
  at: instant,
});
export type ReplayProgress = z.infer<typeof replayProgress>;

/** What the plain answer would say as a problem. */
export const replayFailure = z.object({
  code: z.string(),
  status: z.int(),
  title: z.string(),
  detail: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })),
});
export type ReplayFailure = z.infer<typeof replayFailure>;
